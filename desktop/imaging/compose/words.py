"""The few words that are ours on a picture, in the language of the brief: English or German."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop.core.pack import Brief

LANGUAGES: Final = ("en", "de")

_GERMAN: Final = {
    "Add measurements, then make this image again": "Maße eintragen, dann dieses Bild neu erstellen",
    "Add points to compare, then make this image again": "Vergleichspunkte eintragen, dann dieses Bild neu erstellen",
    "Category": "Kategorie",
    "Dimensions": "Abmessungen",
    "Height": "Höhe",
    "How it compares": "Im Vergleich",
    "Illustrative scene": "Beispielhafte Szene",
    "Length": "Länge",
    "Measurements as stated by the seller": "Maße nach Angabe des Anbieters",
    "Others": "Andere",
    "Product": "Produkt",
    "This product": "Dieses Produkt",
    "Width": "Breite",
    "Yes": "Ja",
    "not stated": "keine Angabe",
}
_SMALL_WORDS: Final = {
    "de": (
        "aus auf bei das dem den der des die ein eine einem einen einer es für ganz hält im in ist jeder jede jedes"
        " kein keine mit nach nicht noch nur oder ohne sehr sich sie sind so und unter vom von vor wird zu zum zur über"
    ),
    "en": (
        "a all an and any are as at be but by every for from has have in is it its no not of on one or so than that"
        " the this to up with without you your"
    ),
}
_WORD: Final = re.compile(r"[^\W\d_]+")


def language_of(brief: Brief) -> str:
    """``de`` if the brief reads like German, else ``en``: by small words, and by letters that English hasn't."""
    told = [brief.name, brief.product_name, brief.category, brief.description]
    told += [part for feature in brief.features for part in (feature.title, feature.text)]
    told += [point.label for point in brief.comparison]
    text = " ".join(told)
    words = [word.casefold() for word in _WORD.findall(text)]
    small = {language: set(listed.split()) for language, listed in _SMALL_WORDS.items()}
    german = sum(word in small["de"] for word in words) + 2 * sum(sign in "äöüßÄÖÜ" for sign in text)
    english = sum(word in small["en"] for word in words)
    return "de" if german > english else "en"


def in_language(text: str, language: str) -> str:
    """One of our own words in ``language``; English where there is no other."""
    return _GERMAN[text] if language == "de" else text
