"""What one can choose; every choice takes effect at once and is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QEvent, QSignalBlocker, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.ui.connections_list import ConnectionsList
from desktop.ui.fields import ComboBox, SpinBox
from desktop.ui.icons import dress
from desktop.ui.known_words import said
from desktop.ui.preferences import TEXT_PERCENTS
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from desktop.ui.brand_kits_list import BrandKitsList
    from desktop.ui.connections_list import ConnectionsHost
    from desktop.ui.engine_choice import EngineChoice
    from desktop.ui.preferences import Preferences
    from desktop.ui.store_choice import StoreChoice
    from desktop.ui.tasks import Tasks

MOST_SLOTS: Final = 16
_MOST_DAYS: Final = 3650
_WIDEST: Final = 960
"""Lines longer than this are hard to read; in device-independent pixels."""


class SettingsHost(Protocol):
    """What the page needs to know and have done; implemented at the front door."""

    @property
    def place(self) -> str:
        """Which database is open, in words without a secret."""
        ...

    @property
    def knows_idle(self) -> bool:
        """Whether this system tells when nobody uses the computer."""
        ...

    @property
    def has_battery(self) -> bool:
        """Whether there is anything to save."""
        ...

    @property
    def has_tray(self) -> bool:
        """Whether the desktop has a tray."""
        ...

    @property
    def logs_folder(self) -> Path:
        """Where the logs are."""
        ...

    async def check_connection(self) -> str:
        """Try the open database step by step; the verdict in words. Raises KnownError."""
        ...

    @property
    def can_look_for_updates(self) -> bool:
        """Whether this build knows where new versions are announced."""
        ...

    async def look_for_updates(self) -> str:
        """Look for a newer version now; what was found, in words. Raises KnownError."""
        ...

    async def export_diagnostics(self, path: Path) -> None:
        """Write the file for whoever helps. Raises KnownError."""
        ...


class SettingsPage(QScrollArea):
    """Lives on the main thread. ``connection_change_wanted``: the user wants another database."""

    connection_change_wanted = Signal()

    def __init__(
        self,
        preferences: Preferences,
        host: SettingsHost,
        connections: ConnectionsHost,
        tasks: Tasks,
        *,
        brand_kits: BrandKitsList,
        engine: EngineChoice,
        store: StoreChoice,
    ) -> None:
        super().__init__()
        self.setObjectName("settings")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.tasks = tasks
        self._preferences = preferences
        self._host = host
        self.connections = ConnectionsList(connections, tasks)
        self.brand_kits = brand_kits
        self.engine = engine
        self.store = store
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        title = QLabel(self.tr("Settings"))
        title.setProperty("kind", "title")
        column.addWidget(title)
        for section in (
            self._processing(),
            self._appearance(),
            self._notices(),
            self._brand_kits(),
            self._connection(),
            self._engine(),
            self._store(),
            *([self._updates()] if self._host.can_look_for_updates else []),
            self._advanced(),
        ):
            column.addWidget(section)
        column.addStretch(1)
        self.setWidget(inside)
        self._make_room()
        preferences.changed.connect(self._on_changed)

    def load(self) -> None:
        """A database is open: show the team's brand kits."""
        self.brand_kits.load()

    def refresh(self) -> None:
        """Show again what the app knows about itself."""
        self._place.setText(self._host.place)
        self.connections.refresh()
        self.engine.refresh()
        self.store.refresh()

    # -- sections ------------------------------------------------------------------------------------------

    def _processing(self) -> QFrame:
        card, column = _section("bolt", self.tr("Processing on this computer"))
        self._on = self._switch("processing/on", self.tr("This computer processes jobs"))
        column.addWidget(self._on)
        self._slots = SpinBox()
        self._slots.setRange(0, MOST_SLOTS)
        self._slots.setSpecialValueText(self.tr("As suits this computer"))
        self._slots.setValue(self._preferences.number("processing/slots"))
        self._slots.valueChanged.connect(lambda value: self._preferences.set("processing/slots", value))
        column.addLayout(_row(self.tr("Jobs at once"), self._slots))
        self._idle = self._switch(
            "processing/only_when_idle", self.tr("Only while nobody uses this computer")
        )
        column.addWidget(self._idle)
        if not self._host.knows_idle:
            column.addWidget(
                _note(
                    self.tr(
                        "This system doesn't tell when the computer is in use: the rule has no effect here."
                    )
                )
            )
        self._mains = self._switch("processing/only_on_mains", self.tr("Only on mains power"))
        column.addWidget(self._mains)
        if not self._host.has_battery:
            column.addWidget(
                _note(self.tr("This computer has no battery: it always counts as on mains power."))
            )
        return card

    def _appearance(self) -> QFrame:
        card, column = _section("look", self.tr("Appearance and language"))
        self._look = self._choice(
            "look/appearance",
            {"system": self.tr("Like the system"), "light": self.tr("Light"), "dark": self.tr("Dark")},
        )
        column.addLayout(_row(self.tr("Appearance"), self._look))
        self._size = ComboBox()
        for percent in TEXT_PERCENTS:
            self._size.addItem(f"{percent} %", percent)
        self._size.setCurrentIndex(max(0, self._size.findData(self._preferences.number("look/text_percent"))))
        self._size.currentIndexChanged.connect(
            lambda _: self._preferences.set("look/text_percent", int(self._size.currentData()))
        )
        column.addLayout(_row(self.tr("Text size"), self._size))
        self._language = self._choice(
            "look/language", {"system": self.tr("Like the system"), "en": "English", "de": "Deutsch"}
        )
        column.addLayout(_row(self.tr("Language"), self._language))
        return card

    def _notices(self) -> QFrame:
        card, column = _section("bell", self.tr("Notifications"))
        self._notify = self._switch("notify/on", self.tr("Tell me when a pack is finished or has failed"))
        column.addWidget(self._notify)
        column.addWidget(_note(self.tr("Only while you are looking at something else.")))
        self._tray = self._switch(
            "window/close_to_tray", self.tr("Stay in the tray when the window is closed")
        )
        self._tray.setEnabled(self._host.has_tray)
        column.addWidget(self._tray)
        if not self._host.has_tray:
            column.addWidget(
                _note(self.tr("This desktop has no tray, and shows no notifications of Packdesk."))
            )
        return card

    def _connection(self) -> QFrame:
        card, column = _section("plug", self.tr("Connection"))
        self._place = QLabel(self._host.place)
        self._place.setWordWrap(True)
        column.addWidget(self._place)
        self._verdict = _note("")
        self._verdict.hide()
        column.addWidget(self._verdict)
        self._test = QPushButton(self.tr("Test"))
        self._test.clicked.connect(self._on_test)
        column.addLayout(_buttons(self._test))
        column.addWidget(self.connections)
        change = QPushButton(self.tr("Connect to another database\u2026"))
        change.clicked.connect(self.connection_change_wanted)
        column.addLayout(_buttons(change))
        return card

    def _brand_kits(self) -> QFrame:
        card, column = _section("image", self.tr("Brand kits"))
        column.addWidget(self.brand_kits)
        return card

    def _engine(self) -> QFrame:
        card, column = _section("image", self.tr("Image engine"))
        column.addWidget(self.engine)
        return card

    def _store(self) -> QFrame:
        card, column = _section("folder", self.tr("Where images are kept"))
        column.addWidget(self.store)
        return card

    def _updates(self) -> QFrame:
        card, column = _section("bell", self.tr("New versions"))
        column.addWidget(self._switch("updates/on", self.tr("Look for a new version once a day")))
        column.addWidget(
            _note(
                self.tr(
                    "Nothing about you is sent, and nothing is installed: you are told what is new, and choose."
                )
            )
        )
        self._look_now = QPushButton(self.tr("Look now"))
        self._look_now.clicked.connect(self.look_for_updates)
        self._looked = QLabel()
        self._looked.setWordWrap(True)
        self._looked.hide()
        column.addLayout(_buttons(self._look_now))
        column.addWidget(self._looked)
        return card

    def _advanced(self) -> QFrame:
        card, column = _section("tools", self.tr("Advanced"))
        self._days = SpinBox()
        self._days.setRange(0, _MOST_DAYS)
        self._days.setSpecialValueText(self.tr("Never"))
        self._days.setSuffix(self.tr(" days"))
        self._days.setValue(self._preferences.number("retention/days"))
        self._days.valueChanged.connect(lambda value: self._preferences.set("retention/days", value))
        column.addLayout(_row(self.tr("Delete finished jobs after"), self._days))
        column.addWidget(
            _note(self.tr("Projects, photos and images stay. Deleted once a day; only admins may do so."))
        )
        logs = QPushButton(self.tr("Open logs folder"))
        logs.clicked.connect(self.open_logs)
        self._export = QPushButton(self.tr("Export diagnostics"))
        self._export.clicked.connect(self.ask_to_export)
        column.addLayout(_buttons(logs, self._export))
        column.addWidget(
            _note(self.tr("A ZIP file with versions, settings and logs, without passwords or images."))
        )
        return card

    # -- parts ---------------------------------------------------------------------------------------------

    def _switch(self, name: str, label: str) -> QCheckBox:
        box = QCheckBox(label)
        box.setChecked(self._preferences.flag(name))
        box.toggled.connect(lambda value: self._preferences.set(name, value))
        box.setProperty("preference", name)
        return box

    def _choice(self, name: str, labels: dict[str, str]) -> QComboBox:
        box = ComboBox()
        for value, label in labels.items():
            box.addItem(label, value)
        box.setCurrentIndex(max(0, box.findData(self._preferences.text(name))))
        box.currentIndexChanged.connect(lambda _: self._preferences.set(name, str(box.currentData())))
        return box

    def _on_changed(self, name: str) -> None:
        """Chosen somewhere else, such as in the status strip."""
        for box in self.findChildren(QCheckBox):
            if box.property("preference") == name:
                with QSignalBlocker(box):
                    box.setChecked(self._preferences.flag(name))
        if name == "look/text_percent":
            with QSignalBlocker(self._size):
                self._size.setCurrentIndex(self._size.findData(self._preferences.number(name)))
        if name == "look/appearance":
            with QSignalBlocker(self._look):
                self._look.setCurrentIndex(self._look.findData(self._preferences.text(name)))

    @async_slot
    async def _on_test(self) -> None:
        self._verdict.setText(self.tr("Testing\u2026"))
        self._verdict.show()
        self._test.setEnabled(False)
        try:
            self._verdict.setText(await self._host.check_connection())
        except BaseException:
            self._verdict.hide()
            raise
        finally:
            self._test.setEnabled(True)

    @async_slot
    async def look_for_updates(self) -> None:
        """Look for a newer version now; the answer, or why there is none, stands below the button."""
        self._look_now.setEnabled(False)
        self._looked.setText(self.tr("Looking\u2026"))
        self._looked.show()
        self.ensureWidgetVisible(self._looked)
        answer = ""
        try:
            answer = await self._host.look_for_updates()
        except KnownError as error:
            answer = said(error)
        finally:
            self._looked.setText(answer)
            self._look_now.setEnabled(True)
            # a banner may have come, and takes its room from the page
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self._looked))

    def open_logs(self) -> None:
        """Show the folder of the logs."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._host.logs_folder)))

    def ask_to_export(self) -> None:
        """Ask where the diagnostics are to be written."""
        dialog = QFileDialog(self, self.tr("Export diagnostics"), "packdesk-diagnostics.zip", "ZIP (*.zip)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _make_room(self) -> None:
        """Fields as wide as their longest text, which Qt doesn't count for a number's special text."""
        for field in (self._slots, self._days):
            text = field.fontMetrics().horizontalAdvance(field.specialValueText())
            field.setMinimumWidth(max(280, text + 8 * SPACE))

    def export_to(self, path: str) -> None:
        """Write the diagnostics there."""
        self.tasks.start(
            "export diagnostics", self._host.export_diagnostics(Path(path)), owner=self, busy=self._export
        )

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_days"):
            self._make_room()


def _section(picture: str, title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("kind", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 2 * SPACE)
    column.setSpacing(SPACE + SPACE // 2)
    row = QHBoxLayout()
    row.setSpacing(SPACE)
    mark, name = QLabel(), QLabel(title)
    dress(mark, picture, "accent")
    name.setProperty("kind", "heading")
    row.addWidget(mark)
    row.addWidget(name, 1)
    column.addLayout(row)
    return card, column


def _row(label: str, field: QWidget) -> QFormLayout:
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setHorizontalSpacing(2 * SPACE)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    field.setAccessibleName(label)
    field.setMinimumWidth(280)
    text = QLabel(label)
    text.setMinimumWidth(180)
    form.addRow(text, field)
    return form


def _note(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("kind", "muted")
    return label


def _buttons(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
