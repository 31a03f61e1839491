"""Qt sorts, changes case and names time zones with the smaller tables as it does with the whole ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from packager import icu

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("objcopy"), reason="about Linux libraries; needs binutils"
)

# What is loaded first under a name is what Qt gets: the one library of tables whose path is given.
ASK = """
import ctypes, sys
ctypes.CDLL(sys.argv[1])
from PySide6.QtCore import QByteArray, QCollator, QDateTime, QLocale, QTimeZone, Qt
from PySide6.QtCore import QDate, QTime
words = "Zebra Äpfel apfel Öl ol Straße Strasse côté cote Ångström \\u0131l\\u0131k IŞIK 北京 上海 서울".split()
for name in ("en_US", "de_DE", "sv_SE", "fr_CA", "tr_TR", "zh_CN", "ko_KR", "cs_CZ", "C"):
    locale = QLocale(name)
    collator = QCollator(locale)
    collator.setNumericMode(True)
    key = lambda word: collator.sortKey(word)
    ordered = sorted([*words, "item 10", "item 9"], key=key)
    print(name, ordered, locale.toUpper("straße i\\u0131"), locale.toLower("IİÄ"), locale.toString(1234.5))
winter = QDateTime(QDate(2026, 1, 15), QTime(12, 0), QTimeZone(QByteArray(b"UTC")))
for name in ("en_US", "de_DE"):
    zone = QTimeZone(QByteArray(b"Europe/Berlin"))
    print(zone.displayName(winter, QTimeZone.NameType.LongName, QLocale(name)), zone.offsetFromUtc(winter))
maps = open("/proc/self/maps").read()
assert maps.count("libicudata") and all(sys.argv[1] in line for line in maps.splitlines() if "libicudata" in line)
"""


def whole() -> Path:
    (library,) = Path(PySide6.__file__).parent.glob("Qt/lib/libicudata.so.*")
    return library


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = Path(shutil.copy(whole(), tmp_path_factory.mktemp("icu")))
    assert icu.slim(library) > 20_000_000
    return library


def answers(library: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ASK, library], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_that_qt_answers_as_with_all_tables(small: Path) -> None:
    told = answers(small)
    assert "Mitteleuropäische Normalzeit" in told
    assert "STRASSE İI" in told  # Turkish
    assert told == answers(whole())


def test_that_tables_are_the_same_as_before(small: Path) -> None:
    before, after = icu.tables(whole().read_bytes()), icu.tables(small.read_bytes())
    assert 1000 < len(after) < len(before)
    assert list(after) == sorted(after, key=str.encode)
    for name, table in list(after.items())[:-1]:  # the last one goes on to the library's end
        assert before[name].rstrip(b"\0") == table.rstrip(b"\0"), name
    for name in ("pool.res", "root.res", "de.res", "zone/de_CH.res", "coll/sv.res", "zoneinfo64.res"):
        assert any(found.endswith(f"l/{name}") for found in after), name
    for name in ("zone/fr.res", "gb18030.cnv", "translit/root.res", "brkitr/cjdict.dict"):
        assert not any(found.endswith(f"/{name}") for found in after), name


def test_that_another_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / "libother.so.1").write_bytes(b"\x7fELF" + bytes(100))
    with pytest.raises(ValueError, match="no archive"):
        icu.slim(tmp_path / "libother.so.1")
