"""Makes Qt's library of language data (ICU) smaller: 32 MB of tables, of which Packdesk needs a third.

The library is nothing but one archive of tables under one symbol. Qt sorts with it, changes case and names time zones;
it never converts from old encodings, spells out numbers, transliterates or looks for words in Thai with it. So those
tables go, and names of currencies, languages, regions, units and zones stay for the program's own languages only: ICU
falls back to English where a table is missing.

The format: ICU User Guide, "ICU Data", common data: a header, the number of entries, (name, content) as offsets from
that number on, sorted by name.
"""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from packager.contents import LANGUAGES

_KIND: Final = b"CmnD"
_KIND_AT: Final = 12
"""Where the kind of data stands in a header, in bytes; the header's own size comes first, then a magic word."""
_MAGIC: Final = b"\xda\x27"
_ALIGNMENT: Final = 16
_SPOKEN: Final = "|".join(("root", "pool", "res_index", "en", *LANGUAGES))
_LEFT_OUT: Final = re.compile(
    rf"""
    .*\.cnv$ | unames\.icu$ | translit/ | rbnf/ | brkitr/\w+\.dict$
    | (?:curr|lang|region|unit|zone)/(?!(?:{_SPOKEN}|\w*[Tt]ypes|supplementalData|tzdbNames)(?:_\w+)?\.res$)
    """,
    re.VERBOSE,
)


def keeps_table(name: str) -> bool:
    """Whether a table stays, by its name without the archive's."""
    return not _LEFT_OUT.match(name)


def slim(library: Path) -> int:
    """Link the library anew around the tables that stay; the bytes saved.

    Raises:
        ValueError: it is no such library.
        subprocess.CalledProcessError: binutils refuse.
    """
    before = library.stat().st_size
    (number,) = library.suffixes[-1:] or [""]
    symbol = f"icudt{number.removeprefix('.')}_dat"
    with tempfile.TemporaryDirectory(dir=library.parent, prefix=".icu-") as name:
        folder = Path(name)
        (folder / "tables").write_bytes(_without_spare_tables(library.read_bytes()))
        section = ".rodata,alloc,load,readonly,data,contents"
        for command in (
            ("ld", "-r", "-b", "binary", "-o", "raw.o", "tables"),
            (
                *("objcopy", "--rename-section", f".data={section}", "--set-section-alignment"),
                *(f".data={_ALIGNMENT}", "raw.o", "tables.o"),
            ),
            (
                *("ld", "-shared", "-soname", library.name, "-z", "noexecstack", "-o", "library", "tables.o"),
                *("--defsym", f"{symbol}=_binary_tables_start", "--strip-all"),
            ),
        ):
            subprocess.run(command, check=True, cwd=folder, capture_output=True)
        (folder / "library").chmod(0o755)
        (folder / "library").replace(library)
    return before - library.stat().st_size


def tables(data: bytes) -> dict[str, bytes]:
    """The archive's tables by name, in its order; with the last one comes what follows in the library (few KB).

    Raises:
        ValueError: there is no archive in it.
    """
    begin = _archive(data) + _header_bytes(data)
    (count,) = struct.unpack_from("<I", data, begin)
    entries = [struct.unpack_from("<II", data, begin + 4 + 8 * n) for n in range(count)]
    ends = [at for _, at in entries[1:]] + [len(data) - begin]
    return {
        data[begin + name : data.index(b"\0", begin + name)].decode("ascii"): data[begin + at : begin + end]
        for (name, at), end in zip(entries, ends, strict=True)
    }


def _without_spare_tables(data: bytes) -> bytes:
    archive = _archive(data)
    header = data[archive : archive + _header_bytes(data)]
    kept = {name: table for name, table in tables(data).items() if keeps_table(name.split("/", 1)[1])}
    names_at = 4 + 8 * len(kept)
    names = b"".join(name.encode("ascii") + b"\0" for name in kept)
    entries, content, name_at = [], bytearray(), names_at
    # tables are aligned as seen from the archive's own beginning
    begin = names_at + len(names) + -(len(header) + names_at + len(names)) % _ALIGNMENT
    for name, table in kept.items():
        entries.append(struct.pack("<II", name_at, begin + len(content)))
        name_at += len(name) + 1
        content += table + bytes(-len(table) % _ALIGNMENT)
    index = struct.pack("<I", len(kept)) + b"".join(entries) + names
    return header + index + bytes(begin - len(index)) + bytes(content)


def _archive(data: bytes) -> int:
    """Where the header begins."""
    at = data.find(_KIND) - _KIND_AT
    if at < 0 or data[at + 2 : at + 4] != _MAGIC:
        raise ValueError("no archive of ICU's tables")
    return at


def _header_bytes(data: bytes) -> int:
    size: int = struct.unpack_from("<H", data, _archive(data))[0]
    return size
