"""The command palette: type a few letters to get to a page, a project or something to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.lists import Filters, ListNews, Sort
from desktop.ui.icons import icon
from desktop.ui.theme import SPACE, text_scale, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.records import ProjectRow
    from desktop.ui.backend import Backend, ListFeed
    from desktop.ui.shortcuts import Command, Commands

_MOST_PROJECTS: Final = 20
_TYPING_PAUSE_MS: Final = 120
_WHAT: Final = Qt.ItemDataRole.UserRole
_KEYS: Final = int(Qt.ItemDataRole.UserRole) + 1


def matches(query: str, text: str) -> bool:
    """Whether every word of the query begins a word of the text, or stands anywhere in it."""
    return all(word in text.casefold() for word in query.casefold().split())


class _Keys(QStyledItemDelegate):
    """Writes a command's keys at the right end of its line."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        keys = index.data(_KEYS)
        if keys:
            painter.save()
            painter.setPen(QColor(tokens().muted))
            place: QRect = option.rect  # type: ignore[attr-defined]  # the stubs don't know it
            painter.drawText(
                place.adjusted(0, 0, -2 * SPACE, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                keys,
            )
            painter.restore()


class Palette(QFrame):
    """Opens over the window; Escape or a click elsewhere closes it. ``project_chosen`` tells a project's id."""

    project_chosen = Signal(str)

    def __init__(self, backend: Backend, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("palette")
        self._backend = backend
        self._commands = commands
        self._feed: ListFeed | None = None
        self._generation = 0
        self._projects: tuple[ProjectRow, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, SPACE)
        column.setSpacing(SPACE)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Go to a page or project, or do something"))
        self.line.setAccessibleName(self.tr("Search for a page, a project or an action"))
        self.line.textChanged.connect(self._on_typed)
        self.line.installEventFilter(self)
        self.found = QListWidget()
        self.found.setAccessibleName(self.tr("What was found"))
        self.found.setItemDelegate(_Keys(self.found))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.itemClicked.connect(self._on_chosen)
        self._nothing = QLabel(self.tr("Nothing of that name. Try fewer letters."))
        self._nothing.setProperty("kind", "muted")
        self._nothing.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        for part in (self.line, self.found, self._nothing):
            column.addWidget(part)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._ask_projects)
        self._focus_left = QTimer(self)
        self._focus_left.setSingleShot(True)
        self._focus_left.timeout.connect(self._dismiss_without_focus)
        self.hide()

    def open(self) -> None:
        """Show it, empty and ready to type into."""
        window = self._over
        width = min(round(560 * text_scale()), window.width() - 8 * SPACE)
        height = min(round(420 * text_scale()), window.height() - 16 * SPACE)
        self.setGeometry((window.width() - width) // 2, 8 * SPACE, width, height)
        self.line.clear()
        self._projects = ()
        self._fill()
        self.show()
        self.raise_()
        self.line.setFocus()
        self._ask_projects()

    def dismiss(self) -> None:
        """Close it, and stop following the projects."""
        self._typing.stop()
        if self._feed is not None:
            self._feed.close()
            self._feed = None
        had_focus = self.line.hasFocus()
        self.hide()
        if had_focus:
            self._over.setFocus()

    # -- how -----------------------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        self._fill()
        self._typing.start()

    def _ask_projects(self) -> None:
        if self._feed is None:
            self._feed = self._backend.follow_projects(self._on_news, lambda _: None)
        self._generation += 1
        words = tuple(self.line.text().split())
        self._feed.ask(Filters(words=words), Sort("updated_at", descending=True), self._generation)

    def _on_news(self, news: ListNews[ProjectRow]) -> None:
        if news.whole and news.generation == self._generation and self.isVisible():
            self._projects = tuple(entry.row for entry in news.entries[:_MOST_PROJECTS])
            self._fill()

    def _fill(self) -> None:
        query = self.line.text()
        self.found.clear()
        for command in self._commands.all:
            if command.name != "palette" and matches(query, command.label):
                self._add(command.icon, command.label, command, command.keys[0] if command.keys else "")
        for project in self._projects:
            if matches(query, f"{project.name} {project.product_name} {project.category}"):
                self._add("projects", project.name, project.id)
        self.found.setCurrentRow(0)
        self.found.setVisible(self.found.count() > 0)
        self._nothing.setVisible(self.found.count() == 0)

    def _add(self, picture: str, label: str, what: Command | str, keys: str = "") -> None:
        item = QListWidgetItem(icon(picture, tokens().muted), label)
        item.setData(_WHAT, what)
        item.setData(_KEYS, keys)
        self.found.addItem(item)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        what = item.data(_WHAT)
        self.dismiss()
        if isinstance(what, str):
            self.project_chosen.emit(what)
        elif what is not None:
            what.run()

    def _move(self, by: int) -> None:
        rows = self.found.count()
        if rows:
            self.found.setCurrentRow((self.found.currentRow() + by) % rows)

    @property
    def labels(self) -> Sequence[str]:
        """What is offered."""
        return [self.found.item(row).text() for row in range(self.found.count())]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._focus_left.start()
        if (
            watched is not self.line
            or not isinstance(event, QKeyEvent)
            or event.type() != QEvent.Type.KeyPress
        ):
            return super().eventFilter(watched, event)
        match event.key():
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                item = self.found.currentItem()
                if item is not None:
                    self._on_chosen(item)
            case _:
                return super().eventFilter(watched, event)
        return True

    def _dismiss_without_focus(self) -> None:
        if self.isVisible() and not self.line.hasFocus() and self.window().isActiveWindow():
            self.dismiss()
