"""A person's session with Supabase: signed in by e-mail and password, renewed before it ends, in memory only."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Final

import httpx

from desktop.core.errors import NotAllowedError, OfflineError
from desktop.storage.supabase_answers import MOST_ANSWER_BYTES, read_refusal

if TYPE_CHECKING:
    from desktop.core.elsewhere import StorageAccount

log = logging.getLogger(__name__)

_EARLY_S: Final = 60.0
"""Renewed so long before its end: clocks differ, and an upload may be on its way."""
_SHORTEST_S: Final = 5.0


class SupabaseSession:
    """Hands out access tokens (Supabase Auth, ``/auth/v1/token``); lives on one loop."""

    def __init__(self, account: StorageAccount, client: httpx.AsyncClient) -> None:
        self._account = account
        self._client = client
        self._lock = asyncio.Lock()
        self._token = ""
        self._refresh = ""
        self._ends_at = 0.0
        self._refused: NotAllowedError | None = None

    async def headers(self) -> dict[str, str]:
        """What a request has to carry.

        Raises:
            NotAllowedError: e-mail and password are not accepted.
            OfflineError: Supabase can't be reached.
        """
        async with self._lock:
            if not self._token or time.monotonic() > self._ends_at:
                await self._renew()
            return {"apikey": self._account.key, "Authorization": f"Bearer {self._token}"}

    def expire(self, shown: dict[str, str]) -> None:
        """These headers were refused as expired: the next ones will be new."""
        if shown.get("Authorization") == f"Bearer {self._token}":
            self._token = ""

    async def _renew(self) -> None:
        if self._refused is not None:
            # asked again and again, a wrong password locks the whole office out
            raise self._refused
        if self._refresh:
            refresh, self._refresh = self._refresh, ""
            if await self._ask("refresh_token", {"refresh_token": refresh}):
                return
            log.info("supabase: the session has ended, signing in anew")
        if not self._account.password:
            raise NotAllowedError(
                f"This computer has no password for {self._account.email} at {self._account.url}. Enter it in "
                "the settings, under Where images are kept.",
                code="storage-sign-in",
            )
        words = {"email": self._account.email, "password": self._account.password}
        if not await self._ask("password", words):
            self._refused = NotAllowedError(
                f"Supabase doesn't accept the e-mail address {self._account.email} with this password. Correct "
                "them in the settings, under Where images are kept.",
                code="storage-sign-in",
            )
            raise self._refused

    async def _ask(self, grant: str, words: dict[str, str]) -> bool:
        """Ask for tokens; False when what was shown isn't accepted."""
        try:
            response = await self._client.post(
                f"{self._account.url}/auth/v1/token",
                params={"grant_type": grant},
                json=words,
                headers={"apikey": self._account.key},
            )
            content = response.content[:MOST_ANSWER_BYTES]
        except httpx.HTTPError as error:
            raise OfflineError(
                "Supabase can't be reached. Check the internet connection, then try again.",
                code="storage-offline",
            ) from error
        if not response.is_success:
            refusal = read_refusal(response.status_code, content)
            log.info("supabase auth: %d %s", refusal.status, refusal.code[:60])
            if refusal.is_passing or not 400 <= refusal.status < 500:
                raise OfflineError(
                    f"Supabase can't sign anybody in at the moment ({refusal.status}). Try again later.",
                    code="storage-offline",
                )
            return False
        self._take(response)
        return True

    def _take(self, response: httpx.Response) -> None:
        try:
            told = response.json()
            self._token = str(told["access_token"])
            self._refresh = str(told.get("refresh_token") or "")
            lasts_s = float(told.get("expires_in") or 3600)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OfflineError(
                "What answers at the address of Supabase is not Supabase. Check the address in the settings.",
                code="storage-odd",
            ) from error
        self._ends_at = time.monotonic() + max(lasts_s - _EARLY_S, min(lasts_s / 2, _SHORTEST_S))
