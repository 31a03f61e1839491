"""Makes a Linux library do without another one that it names but whose functions are never called.

OpenCV's wheel links FFmpeg, OpenBLAS and AV1 codecs (84 MB) for video files and linear algebra that Packdesk
doesn't use. The loader insists on every library named in a file; a *weak* symbol, though, may stay undefined. So the
names go, and the symbols that came from them become weak. Everything is edited in place; nothing moves.

The format: System V ABI, "Object Files" and "Dynamic Linking"; symbol versions: Linux Standard Base, "Symbol
Versioning". 64-bit little-endian files only, which is what x86-64 and ARM64 use.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_PT_LOAD, _PT_DYNAMIC = 1, 2
_DT_NEEDED, _DT_STRTAB, _DT_SYMTAB = 1, 5, 6
_DT_VERSYM, _DT_VERNEED, _DT_VERNEEDNUM = 0x6FFFFFF0, 0x6FFFFFFE, 0x6FFFFFFF
_SHT_DYNSYM: Final = 11
_WEAK: Final = 2
_GLOBAL_VERSION: Final = 1
_SYMBOL_BYTES: Final = 24
_ENTRY_BYTES: Final = 16
_PAGE_BYTES: Final = 4096


class NotElfError(ValueError):
    """The file is not a 64-bit little-endian ELF library."""


@dataclass(slots=True)
class _Symbol:
    index: int
    offset: int
    name: str
    is_defined: bool


class Library:
    """One shared library in memory; ``save`` writes what was changed."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            NotElfError: it is something else.
        """
        self.path = path
        self._data = bytearray(path.read_bytes())
        if self._data[:6] != b"\x7fELF\x02\x01":
            raise NotElfError(path)
        self._segments = list(self._read_segments())
        begin, size = next((at, size) for kind, at, _, size in self._segments if kind == _PT_DYNAMIC)
        self._dynamic_at, self._dynamic_bytes = begin, size
        self._tags = dict(self._dynamic())

    @property
    def needed(self) -> list[str]:
        """The libraries it names, in order."""
        return [self._text(value) for tag, value in self._dynamic() if tag == _DT_NEEDED]

    @property
    def exports(self) -> frozenset[str]:
        """The names it defines for others."""
        return frozenset(symbol.name for symbol in self._symbols() if symbol.is_defined and symbol.name)

    @property
    def can_be_loaded(self) -> bool:
        """Whether its segments lie where the loader can map them; tools that move things around get this wrong."""
        return all(
            (at - address) % _PAGE_BYTES == 0 for kind, at, address, _ in self._segments if kind == _PT_LOAD
        )

    def do_without(self, libraries: Collection[Library]) -> int:
        """Drop these from the needed ones; how many symbols stay undefined from now on."""
        names = {library.path.name for library in libraries}
        exports = frozenset().union(*(library.exports for library in libraries))
        versions = self._drop_versions(names)
        kept = [
            entry
            for entry in self._dynamic()
            if not (entry[0] == _DT_NEEDED and self._text(entry[1]) in names)
        ]
        for n in range(self._dynamic_bytes // _ENTRY_BYTES):
            tag, value = kept[n] if n < len(kept) else (0, 0)
            struct.pack_into("<QQ", self._data, self._dynamic_at + n * _ENTRY_BYTES, tag, value)
        weak = 0
        for symbol in self._symbols():
            version_at = self._offset(self._tags[_DT_VERSYM]) + 2 * symbol.index
            version = struct.unpack_from("<H", self._data, version_at)[0] & 0x7FFF
            unversioned = version <= _GLOBAL_VERSION and symbol.name in exports
            if symbol.is_defined or not (version in versions or unversioned):
                continue
            self._data[symbol.offset + 4] = (_WEAK << 4) | (self._data[symbol.offset + 4] & 0xF)
            struct.pack_into("<H", self._data, version_at, _GLOBAL_VERSION)
            weak += 1
        return weak

    def save(self) -> None:
        """Write it back."""
        self.path.write_bytes(self._data)

    # -- reading -------------------------------------------------------------------------------------------

    def _read_segments(self) -> Iterator[tuple[int, int, int, int]]:
        """Kind, place in the file, address and size of every program header."""
        table, size, count = (
            *struct.unpack_from("<Q", self._data, 32),
            *struct.unpack_from("<HH", self._data, 54),
        )
        for n in range(count):
            kind, _, at, address, _, bytes_, _, _ = struct.unpack_from(
                "<IIQQQQQQ", self._data, table + n * size
            )
            yield kind, at, address, bytes_

    def _offset(self, address: int) -> int:
        for kind, at, begin, size in self._segments:
            if kind == _PT_LOAD and begin <= address < begin + size:
                return int(address - begin + at)
        raise NotElfError(self.path)

    def _dynamic(self) -> list[tuple[int, int]]:
        found = []
        for at in range(self._dynamic_at, self._dynamic_at + self._dynamic_bytes, _ENTRY_BYTES):
            tag, value = struct.unpack_from("<QQ", self._data, at)
            if tag == 0:
                break
            found.append((tag, value))
        return found

    def _text(self, place: int) -> str:
        begin = self._offset(self._tags[_DT_STRTAB]) + place
        return self._data[begin : self._data.index(b"\0", begin)].decode()

    def _symbols(self) -> Iterator[_Symbol]:
        begin = self._offset(self._tags[_DT_SYMTAB])
        for index in range(1, self._symbol_count()):
            at = begin + index * _SYMBOL_BYTES
            name, _, _, section = struct.unpack_from("<IBBH", self._data, at)
            yield _Symbol(index, at, self._text(name), section != 0)

    def _symbol_count(self) -> int:
        table, size, count = (
            *struct.unpack_from("<Q", self._data, 40),
            *struct.unpack_from("<HH", self._data, 58),
        )
        for n in range(count):
            _, kind, _, _, _, bytes_ = struct.unpack_from("<IIQQQQ", self._data, table + n * size)
            if kind == _SHT_DYNSYM:
                return int(bytes_ // _SYMBOL_BYTES)
        raise NotElfError(self.path)

    def _drop_versions(self, names: Collection[str]) -> frozenset[int]:
        """Unlink the version needs of these libraries; the numbers by which symbols refer to them."""
        if _DT_VERNEED not in self._tags:
            return frozenset()
        dropped: set[int] = set()
        at, before, left = self._offset(self._tags[_DT_VERNEED]), 0, 0
        while True:
            _, count, file, first, following = struct.unpack_from("<HHIII", self._data, at)
            if self._text(file) in names:
                dropped.update(self._version_numbers(at + first, count))
                if before:  # the one before leads past it, or ends the chain
                    skip = at + following - before if following else 0
                    struct.pack_into("<I", self._data, before + 12, skip)
                elif following:
                    self._set(_DT_VERNEED, self._tags[_DT_VERNEED] + following)
            else:
                before, left = at, left + 1
            if not following:
                break
            at += following
        self._set(_DT_VERNEEDNUM, left)
        return frozenset(dropped)

    def _version_numbers(self, at: int, count: int) -> Iterator[int]:
        for _ in range(count):
            _, _, number, _, following = struct.unpack_from("<IHHII", self._data, at)
            yield number & 0x7FFF
            at += following

    def _set(self, tag: int, value: int) -> None:
        for n, (found, _) in enumerate(self._dynamic()):
            if found == tag:
                struct.pack_into("<Q", self._data, self._dynamic_at + n * _ENTRY_BYTES + 8, value)
        self._tags[tag] = value
