"""The window's door for what other rooms say in English: errors, and why jobs failed, in the language chosen."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from desktop.core.pack import ImageType
from desktop.ui.known_sentences import SENTENCES
from desktop.ui.words import image_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.errors import KnownError

_FIELD: Final = re.compile(r"\\{(\w+)\\}")
_OF_A_PACK: Final = re.compile(rf"({'|'.join(ImageType)}): (.+)", re.DOTALL)
_OF_A_FILE: Final = re.compile(r"([^:\n]{1,200}): (.+)", re.DOTALL)


def said(error: KnownError) -> str:
    """What an error says, in the window's language."""
    return in_words(error.message)


def in_words(text: str) -> str:
    """A sentence of ours in the window's language; anything else, such as what others' programs say, as it is."""
    told = _sentence(text)
    if told is not None:
        return told
    if part := _OF_A_PACK.fullmatch(text):
        return f"{image_name(part[1])}: {in_words(part[2])}"
    if (part := _OF_A_FILE.fullmatch(text)) and (told := _sentence(part[2])) is not None:
        return f"{part[1]}: {told}"
    first, line, rest = text.partition("\n")
    return in_words(first) + line + rest if line else text


def _sentence(text: str) -> str | None:
    found = _match(text)
    if found is None:
        return None
    template, values = found
    told = QCoreApplication.translate("Errors", template)
    if not values:
        return told
    return told.format(
        **{name: QCoreApplication.translate("Errors", value) for name, value in values.items()}
    )


@lru_cache(maxsize=2000)
def _match(text: str) -> tuple[str, Mapping[str, str]] | None:
    """Which of the sentences it is, and what was put into it."""
    if text in _plain():
        return text, {}
    for template, pattern in _patterns():
        if match := pattern.fullmatch(text):
            return template, match.groupdict()
    return None


@cache
def _plain() -> frozenset[str]:
    return frozenset(sentence for sentence in SENTENCES if "{" not in sentence)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Those with something put in, the most particular first."""
    templates = sorted((s for s in SENTENCES if "{" in s), key=len, reverse=True)
    return [(t, re.compile(_FIELD.sub(r"(?P<\1>.*?)", re.escape(t)), re.DOTALL)) for t in templates]
