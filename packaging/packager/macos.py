"""macOS: signs the app from the inside out, has it notarised, and puts it into a disk image.

Without a certificate the signature is an ad-hoc one, which Apple silicon asks for; people then have to allow the app in
the system's settings. With PACKDESK_SIGN_IDENTITY ("Developer ID Application: ...") it is signed for distribution, and
with PACKDESK_NOTARY_PROFILE (made by ``xcrun notarytool store-credentials``) notarised and stapled.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from packager.contents import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ENTITLEMENTS: Final = ROOT / "packaging" / "macos" / "entitlements.plist"
_MAGIC: Final = frozenset(bytes.fromhex(text) for text in ("cffaedfe", "cefaedfe", "cafebabe"))
"""How Mach-O files begin: 64 and 32 bits, and several processors in one."""


def disk_image(app: Path, work: Path, out: Path, version: str) -> Path:
    """Sign the app, wrap it up, sign and notarise the image."""
    identity = os.environ.get("PACKDESK_SIGN_IDENTITY", "-")
    for path in signing_order(app):
        _sign(path, identity)
    subprocess.run(["codesign", "--verify", "--deep", "--strict", str(app)], check=True)
    folder = work / "image"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    subprocess.run(["ditto", str(app), str(folder / app.name)], check=True)
    (folder / "Applications").symlink_to("/Applications")
    image = out / f"packdesk-{version}-macos-{platform.machine()}.dmg"
    create = [
        "hdiutil",
        "create",
        "-quiet",
        "-volname",
        "Packdesk",
        "-srcfolder",
        str(folder),
        "-format",
        "ULMO",
    ]
    subprocess.run([*create, "-ov", str(image)], check=True)
    if identity != "-":
        subprocess.run(["codesign", "--sign", identity, "--timestamp", str(image)], check=True)
        _notarise(image)
    return image


def signing_order(app: Path) -> list[Path]:
    """Every program and library inside before what contains it, the app last."""
    files = [path for path in app.rglob("*") if path.is_file() and not path.is_symlink() and _is_code(path)]
    return [*sorted(files, key=lambda path: (-len(path.parts), path)), app]


def _is_code(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _MAGIC


def _sign(path: Path, identity: str) -> None:
    command = ["codesign", "--force", "--sign", identity]
    if identity != "-":
        command += ["--timestamp", "--options", "runtime", "--entitlements", str(ENTITLEMENTS)]
    subprocess.run([*command, str(path)], check=True, capture_output=True)


def _notarise(image: Path) -> None:
    profile = os.environ.get("PACKDESK_NOTARY_PROFILE")
    if profile:
        submit = ["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"]
        subprocess.run(submit, check=True)
        subprocess.run(["xcrun", "stapler", "staple", str(image)], check=True)
