"""What the user has chosen, kept in ``window.ini`` of the user's folder. No secret ever stands in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QObject, QSettings, Signal

DEFAULTS: Final[dict[str, bool | int | str]] = {
    "processing/on": True,
    "processing/slots": 0,
    "processing/only_when_idle": False,
    "processing/only_on_mains": False,
    "look/appearance": "system",
    "look/text_percent": 100,
    "look/language": "system",
    "notify/on": True,
    "window/close_to_tray": False,
    "updates/on": False,
    "updates/looked_at": "",
    "connection/kind": "",
    "connection/profile": "",
    "retention/days": 0,
    "pack/aplus": False,
    "listing/marketplace": "amazon",
    "export/for": "amazon",
    "export/as_zip": False,
    "export/folder": "",
}
"""Every choice with what holds until it is made. ``connection/kind``: ``private``, ``team``, or not yet chosen."""

LANGUAGES: Final = ("en", "de")
TEXT_PERCENTS: Final = (100, 115, 130, 150, 175, 200)


class Preferences(QObject):
    """Lives on the main thread. ``changed`` tells the name of what was chosen anew."""

    changed = Signal(str)

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings

    def flag(self, name: str) -> bool:
        """A choice of yes or no."""
        return bool(self.settings.value(name, DEFAULTS[name], bool))

    def number(self, name: str) -> int:
        """A number; the default where the file has nonsense."""
        try:
            return int(str(self.settings.value(name, DEFAULTS[name])))
        except ValueError:
            return int(DEFAULTS[name])

    def text(self, name: str) -> str:
        """A word."""
        return str(self.settings.value(name, DEFAULTS[name]))

    def set(self, name: str, value: bool | int | str) -> None:
        """Choose; nothing is told when it was chosen already."""
        default = DEFAULTS[name]
        now = (
            self.flag(name)
            if isinstance(default, bool)
            else self.number(name)
            if isinstance(default, int)
            else self.text(name)
        )
        if value != now:
            self.settings.setValue(name, value)
            self.changed.emit(name)

    @property
    def language(self) -> str:
        """The language that is spoken, one of ``LANGUAGES``."""
        return spoken(self.text("look/language"))

    @property
    def text_scale(self) -> float:
        """How large texts are: 1.0 to 2.0."""
        return min(max(self.number("look/text_percent"), TEXT_PERCENTS[0]), TEXT_PERCENTS[-1]) / 100


def spoken(language: str) -> str:
    """That language if it is one of ``LANGUAGES``, else the system's if that is, else English."""
    if language in LANGUAGES:
        return language
    own = QLocale.system().uiLanguages()
    return next((name[:2] for name in own if name[:2] in LANGUAGES), "en")
