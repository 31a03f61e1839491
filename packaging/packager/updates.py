"""Announces a release: makes the makers' key, signs the note that programs look for.

    python3 packaging/build.py --new-key
    PACKDESK_UPDATE_KEY=... python3 packaging/build.py --sign-release NEWS.toml OUT.json

``NEWS.toml`` has ``version``, ``page`` (https address of the downloads), a table ``news`` with sentences by language
and optionally one of ``downloads``, with addresses by system (``linux``, ``windows``, ``macos-arm64``, ...).
"""

from __future__ import annotations

import base64
import json
import os
import re
import tomllib
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

if TYPE_CHECKING:
    from pathlib import Path


def new_key() -> tuple[str, str]:
    """A private key, to be kept secret, and its public one, which the builds carry; both in base64."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(private).decode(), base64.b64encode(public).decode()


def signed_note(news: Path, private_key: str) -> str:
    """The note about a release, as ``desktop.storage.updates`` reads it.

    Raises:
        ValueError: something is missing, or an address is not https.
    """
    told = tomllib.loads(news.read_text("utf-8"))
    addresses = [told.get("page", ""), *told.get("downloads", {}).values()]
    if not re.fullmatch(r"\d+(\.\d+){1,3}", str(told.get("version", ""))):
        raise ValueError(f"{news} names no version such as 1.2.3")
    if not all(str(address).startswith("https://") for address in addresses):
        raise ValueError(f"{news} names an address that is not https")
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key))
    signature = base64.b64encode(key.sign(text.encode())).decode()
    return json.dumps({"release": text, "signature": signature}, ensure_ascii=False, indent=1) + "\n"


def write_source(resources: Path) -> bool:
    """Tell a bundle where releases are announced, if PACKDESK_UPDATE_URL and _PUBLIC_KEY say so; whether they do."""
    url, key = os.environ.get("PACKDESK_UPDATE_URL"), os.environ.get("PACKDESK_UPDATE_PUBLIC_KEY")
    if not url or not key:
        return False
    if not url.startswith("https://") or len(base64.b64decode(key, validate=True)) != 32:
        raise ValueError(
            "PACKDESK_UPDATE_URL must be an https address, PACKDESK_UPDATE_PUBLIC_KEY 32 bytes in base64"
        )
    (resources / "updates.toml").write_text(f'url = "{url}"\npublic_key = "{key}"\n', "utf-8")
    return True
