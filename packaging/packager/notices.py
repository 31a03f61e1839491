"""What is shipped, by whom and on which terms: the notices every bundle carries, and a CycloneDX list of parts."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import uuid
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from packager.contents import ROOT, data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "THIRD-PARTY-NOTICES.txt"
SBOM: Final = "packdesk.cdx.json"
_LICENCES: Final = ROOT / "packaging" / "licences"
_LICENCE_FILE: Final = re.compile(r"(licen[cs]e|copying|notice|copyright)", re.IGNORECASE)
_WHOLE_TEXTS: Final = ("LGPL-3.0", "GPL-3.0", "Apache-2.0")
_LINE: Final = "=" * 100
_SAID_WRONGLY: Final = {"mnn": "Apache-2.0"}
"""Packages whose metadata name another licence than their makers do."""
_LIBRARY: Final = re.compile(r"\.(so|dylib|pyd|dll)(\.|$)")


@dataclass(frozen=True, slots=True)
class Part:
    """Something of somebody else's that is shipped; ``texts`` are the notices that go with it, by their title."""

    name: str
    version: str
    licence: str
    kind: str = "library"
    purl: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    digest: str = field(default="", compare=False)
    files: list[Path] = field(default_factory=list, compare=False)
    """Its libraries in the bundle: a wheel brings those of others along."""


def write_notices(bundle: Path, folder: Path, version: str) -> list[Part]:
    """Write both files into ``folder``, for a bundle as it is shipped; what is in it.

    Raises:
        LookupError: something is shipped whose licence can't be told.
    """
    parts = [*packages(), *_of_our_resources(), _python(), *system_libraries(bundle)]
    nameless = [part.name for part in parts if not part.licence or not part.texts]
    if nameless:
        raise LookupError(f"no licence is known for {', '.join(nameless)}")
    attribute(parts, data_folder(bundle))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(as_text(parts, version), "utf-8", newline="\n")
    (folder / SBOM).write_text(
        json.dumps(as_cyclonedx(parts, version, data_folder(bundle)), indent=1) + "\n", "utf-8", newline="\n"
    )
    return parts


# -- who is in it ------------------------------------------------------------------------------------------


def packages(requirements: Path = ROOT / "packaging" / "requirements" / "run.txt") -> list[Part]:
    """The pinned packages that are installed here: all that a bundle can hold, and PyInstaller's own start-up."""
    names = re.findall(r"^([a-zA-Z0-9][\w.-]*)==", requirements.read_text("utf-8"), re.MULTILINE)
    found = []
    for name in [*dict.fromkeys(names), "pyinstaller"]:
        try:
            found.append(_package(metadata.distribution(name)))
        except metadata.PackageNotFoundError:
            continue  # pinned for another system or Python
    return found


def _package(package: metadata.Distribution) -> Part:
    told: Any = package.metadata  # an e-mail message; its type promises less than it does
    classifiers = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")
    ]
    name = re.sub(r"[-_.]+", "-", told["Name"]).lower()
    licence = (
        _SAID_WRONGLY.get(name)
        or told.get("License-Expression")
        or told.get("License")
        or ", ".join(classifiers)
    )
    texts = []
    for file in package.files or ():
        is_beside = ".dist-info" in file.parts[0] and file.name not in {"METADATA", "RECORD"}
        if is_beside and _LICENCE_FILE.search(file.as_posix()):
            texts.append((file.as_posix().split("/", 1)[1], file.read_text("utf-8")))
    if not texts:
        texts = [("Terms", _terms_elsewhere(name))]
    first_line = " ".join(licence.split("\n")[0].split())
    return Part(
        name, package.version, first_line, "library", f"pkg:pypi/{name}@{package.version}", tuple(texts)
    )


def _terms_elsewhere(name: str) -> str:
    if name in {"pyside6-essentials", "shiboken6"}:
        return (
            "Qt for Python and the Qt libraries, (C) The Qt Company Ltd. and other contributors, are used under the\n"
            "GNU Lesser General Public License, version 3; its text and that of the GNU General Public License follow\n"
            "at the end. They are separate shared libraries in this program's folder and may be replaced by\n"
            "compatible ones. Their source code: https://download.qt.io/official_releases/ ; Qt's notices for the\n"
            "parts it contains (ICU, HarfBuzz, FreeType, libpng, libjpeg-turbo, zlib and others):\n"
            "https://doc.qt.io/qt-6/licenses-used-in-qt.html"
        )
    if name == "mnn":
        return (
            "MNN, (C) Alibaba Group, is under the Apache License, version 2.0, whose text follows at the end."
        )
    return f"{name} comes without a text of its own, under the terms named in the list above."


def _of_our_resources() -> list[Part]:
    resources = ROOT / "resources"
    parts = []
    for path in sorted((resources / "fonts" / "licences").glob("*-OFL.txt")):
        family = path.name.removesuffix("-OFL.txt")
        parts.append(
            Part(f"font {family}", "", "OFL-1.1", "data", texts=((path.name, path.read_text("utf-8")),))
        )
    model = resources / "models" / "u2netp.onnx"
    digest = hashlib.sha256(model.read_bytes()).hexdigest() if model.exists() else ""
    notice = (resources / "models" / "NOTICE").read_text("utf-8")
    return [
        *parts,
        Part(
            "u2netp", "1", "Apache-2.0", "machine-learning-model", texts=(("NOTICE", notice),), digest=digest
        ),
    ]


def _python() -> Part:
    version = ".".join(map(str, sys.version_info[:3]))
    places = (
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(sys.base_prefix, "LICENSE.txt"),
        Path(f"/usr/share/doc/python{sys.version_info[0]}.{sys.version_info[1]}/copyright"),
    )
    texts = tuple(("LICENSE", path.read_text("utf-8", "replace")) for path in places if path.is_file())[:1]
    return Part("python", version, "PSF-2.0", "framework", f"pkg:generic/python@{version}", texts)


def system_libraries(bundle: Path) -> list[Part]:
    """What came from the system this was built on, with the copyright files of its packages."""
    dpkg, ldconfig = (
        shutil.which("dpkg"),
        shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin"),
    )
    inside = bundle / "_internal"
    names = [path.name for path in inside.glob("lib*.so*") if not path.is_symlink()]
    if dpkg is None or ldconfig is None or not names:
        return []
    listing = subprocess.run([ldconfig, "-p"], check=True, capture_output=True, text=True).stdout
    places = dict(reversed(re.findall(r"^\s*(\S+) \(.*x86-64.*\) => (\S+)", listing, re.MULTILINE)))
    packages: dict[str, Part] = {}
    for name in sorted(names):
        path = places.get(name)
        if path is None or name.startswith("libpython"):
            continue
        owner = _owner(dpkg, path)
        if owner not in packages:
            packages[owner] = _system_package(dpkg, owner)
    return list(packages.values())


def _owner(dpkg: str, path: str) -> str:
    for candidate in (os.path.realpath(path), path, os.path.realpath(path).removeprefix("/usr")):
        done = subprocess.run([dpkg, "-S", candidate], check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout.split(":", 1)[0]
    raise LookupError(f"no package owns {path}")


def _system_package(dpkg: str, name: str) -> Part:
    asked = subprocess.run([dpkg, "-s", name], check=True, capture_output=True, text=True).stdout
    version = re.search(r"^Version: (\S+)", asked, re.MULTILINE)
    path = Path("/usr/share/doc", name, "copyright")
    texts = (("copyright", path.read_text("utf-8", "replace")),) if path.exists() else ()
    number = version[1] if version else ""
    return Part(name, number, "see its copyright file", "library", f"pkg:deb/debian/{name}@{number}", texts)


def attribute(parts: list[Part], inside: Path) -> None:
    """Note with each part which of the bundle's libraries came with it.

    Raises:
        LookupError: there is a library that nobody listed brought along.
    """
    by_name = {part.name: part for part in parts}
    owners = metadata.packages_distributions()
    strangers = []
    for path in sorted(inside.rglob("*")):
        place = path.relative_to(inside)
        if path.is_symlink() or not path.is_file() or not _LIBRARY.search(path.name):
            continue
        name = _owner_in_bundle(place, owners)
        if name in by_name:
            by_name[name].files.append(path)
        elif len(place.parts) > 1:  # beside these lie the system's own, each a part by its package
            strangers.append(str(place))
    if strangers:
        raise LookupError(f"nobody who is listed brought {', '.join(strangers)}")


def _owner_in_bundle(place: Path, owners: Mapping[str, list[str]]) -> str:
    top = place.parts[0].split(".", 1)[0]
    if top in {"python3", "libpython3", "lib-dynload"}:
        return "python"
    if top == "PySide6":
        return "pyside6-essentials"
    found = owners.get(top, [top])[0]  # a folder of libraries is named after its package
    return re.sub(r"[-_.]+", "-", found).lower()


# -- how it is written -------------------------------------------------------------------------------------


def as_text(parts: list[Part], version: str) -> str:
    """One text for people: a list, then every notice, then the long licences once."""
    rows = "\n".join(f"  {part.name} {part.version}".ljust(48) + part.licence for part in parts)
    chunks = [
        f"Packdesk {version} is under the MIT licence (file LICENSE). It contains work of others, listed here with\n"
        "the terms each comes under. LGPL libraries are separate files which you may replace.\n\n" + rows
    ]
    chunks += [
        f"{_LINE}\n{part.name} {part.version}: {title}\n{_LINE}\n\n{text.strip()}"
        for part in parts
        for title, text in part.texts
    ]
    chunks += [
        f"{_LINE}\n{name}\n{_LINE}\n\n{(_LICENCES / f'{name}.txt').read_text('utf-8').strip()}"
        for name in _WHOLE_TEXTS
    ]
    return "\n\n".join(chunks) + "\n"


def as_cyclonedx(parts: list[Part], version: str, inside: Path | None = None) -> dict[str, Any]:
    """The parts as a CycloneDX 1.6 document; the same parts give the same document.

    Args:
        parts: what is shipped.
        version: the program's.
        inside: the bundle's folder of libraries, which the parts' own are below.
    """
    components = []
    for part in parts:
        component: dict[str, Any] = {
            "type": part.kind,
            "bom-ref": f"{part.name}@{part.version}",
            "name": part.name,
        }
        if part.version:
            component["version"] = part.version
        component["licenses"] = [{"license": {"name": part.licence}}]
        if part.purl:
            component["purl"] = part.purl
        if part.digest:
            component["hashes"] = [{"alg": "SHA-256", "content": part.digest}]
        if part.files and inside is not None:
            component["components"] = [_file(path, inside) for path in part.files]
        components.append(component)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([version, sys.platform, components]))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": f"packdesk@{version}",
                "name": "packdesk",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
    }


def _file(path: Path, inside: Path) -> dict[str, Any]:
    place = path.relative_to(inside).as_posix()
    told: dict[str, Any] = {"type": "file", "bom-ref": f"file:{place}", "name": place}
    if sys.platform != "darwin":  # signing changes them there
        told["hashes"] = [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]
    return told
