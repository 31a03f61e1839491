"""Windows: what the program's file says about itself, and the installer made by NSIS."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packager import slim
from packager.contents import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

SCRIPT: Final = ROOT / "packaging" / "windows" / "packdesk.nsi"


def write_version_file(path: Path, version: str) -> None:
    """PyInstaller's text form of a version resource (Properties, Details in the Explorer)."""
    numbers = ", ".join(map(str, four_numbers(version)))
    strings = {
        "CompanyName": "The Packdesk authors",
        "FileDescription": "Packdesk",
        "FileVersion": version,
        "InternalName": "packdesk",
        "LegalCopyright": "The Packdesk authors, MIT licence",
        "OriginalFilename": "Packdesk.exe",
        "ProductName": "Packdesk",
        "ProductVersion": version,
    }
    table = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    path.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers=({numbers}), prodvers=({numbers}), mask=0x3F, flags=0x0, OS=0x40004,"
        " fileType=0x1, subtype=0x0, date=(0, 0)),"
        f" kids=[StringFileInfo([StringTable('040904B0', [{table}])]),"
        " VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n",
        "utf-8",
    )


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """A version as Windows counts it: ``1.2.3`` is 1.2.3.0; what isn't a number counts as 0."""
    numbers = [int(part) if part.isdigit() else 0 for part in version.split(".")[:4]]
    first, second, third, fourth = (*numbers, 0, 0, 0, 0)[:4]
    return first, second, third, fourth


def installer(bundle: Path, work: Path, out: Path, version: str, *, cpu: str | None = None) -> Path:
    """Compile the installer for a bundle; needs makensis, which runs on Windows and on Debian (package nsis).

    With PACKDESK_SIGN_COMMAND set (a command line in which ``{file}`` stands for the file) the programs and the
    installer are signed by it.

    Args:
        bundle: the program's folder.
        work: the folder with the icons.
        out: where the installer goes.
        version: the program's.
        cpu: what the installer itself runs on, such as ``amd64-unicode``; None for any Windows (not all builds of
            NSIS can make others).

    Raises:
        SystemExit: there is no makensis.
    """
    sign(bundle.glob("*.exe"))
    makensis = shutil.which("makensis") or _default_makensis()
    if makensis is None:
        raise SystemExit("The installer needs NSIS 3.08 or newer (makensis): https://nsis.sourceforge.io")
    target = out / f"packdesk-{version}-windows-x64.exe"
    numbers = ".".join(map(str, four_numbers(version)))
    defines = {
        "VERSION": version,
        "NUMBERS": numbers,
        "BUNDLE": bundle,
        "ICON": work / "icons" / "packdesk.ico",
        "TARGET": target,
        "SIZE_KB": slim.size_bytes(bundle) // 1024,
    }
    if cpu is not None:
        defines["CPU"] = cpu
    words = [f"-D{name}={value}" for name, value in defines.items()]
    subprocess.run([makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(SCRIPT)], check=True)
    sign([target])
    return target


def sign(files: Iterable[Path]) -> None:
    """Put a signature on each file, if there is a certificate to do it with."""
    command = os.environ.get("PACKDESK_SIGN_COMMAND")
    if command:
        for path in files:
            subprocess.run(command.replace("{file}", f'"{path}"'), shell=True, check=True)


def _default_makensis() -> str | None:
    path = Path(os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)"), "NSIS", "makensis.exe")
    return str(path) if path.exists() else None
