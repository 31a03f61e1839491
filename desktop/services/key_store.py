"""The system's key store, where passwords live. Its calls may wait for the user to unlock it: not on a loop."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from desktop.core.connection import Reading

log = logging.getLogger(__name__)

_SERVICE: Final = "packdesk"


def has_key_store() -> bool:
    """Whether this computer keeps passwords safely."""
    return _key_store() is not None


def stored_password(reading: Reading) -> str:
    """The password the key store has, or an empty text."""
    return stored_secret(reading.place)


def store_password(reading: Reading, password: str) -> bool:
    """Hand a password to the key store; False where there is none, or it refuses."""
    return store_secret(reading.place, password)


def forget_password(reading: Reading) -> None:
    """Take a password out of the key store, for instance because it is wrong."""
    forget_secret(reading.place)


def stored_secret(place: str) -> str:
    """What the key store has for a place, or an empty text."""
    store = _key_store()
    if store is None:
        return ""
    try:
        return str(store.get_password(_SERVICE, place) or "")
    except Exception as error:  # noqa: BLE001  # back ends raise whatever their system gives them
        log.warning("the key store doesn't answer: %s", type(error).__name__)
        return ""


def store_secret(place: str, secret: str) -> bool:
    """Hand a secret to the key store; False where there is none, or it refuses."""
    store = _key_store()
    if store is None:
        return False
    try:
        store.set_password(_SERVICE, place, secret)
    except Exception as error:  # noqa: BLE001
        log.warning("the key store refuses: %s", type(error).__name__)
        return False
    return True


def forget_secret(place: str) -> None:
    """Take a secret out of the key store."""
    store = _key_store()
    if store is not None:
        try:
            store.delete_password(_SERVICE, place)
        except Exception as error:  # noqa: BLE001
            log.info("nothing forgotten: %s", type(error).__name__)


def _key_store() -> Any | None:
    """The system's key store; None for keyring's stand-ins, one of which writes plain files."""
    import keyring  # noqa: PLC0415  # loads its back ends, which takes a while
    from keyring.backends import chainer, fail, null  # noqa: PLC0415

    store = keyring.get_keyring()
    choices = list(store.backends) if isinstance(store, chainer.ChainerBackend) else [store]
    safe = [
        choice
        for choice in choices
        if not isinstance(choice, fail.Keyring | null.Keyring)
        and not type(choice).__module__.startswith("keyrings.alt")
    ]
    return safe[0] if safe else None
