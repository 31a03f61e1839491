"""The list of workers: few enough to be read as a whole, and shown like every other list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.core.lists import Entry, Sort
from desktop.ui.job_words import duration, translate
from desktop.ui.marks import paint_mark
from desktop.ui.record_model import Column, RecordModel, RecordRole
from desktop.ui.theme import SPACE, tokens
from desktop.ui.words import Look, ago, image_name, inks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from PySide6.QtCore import QObject

    from desktop.core.activity import RunningJob
    from desktop.core.records import WorkerRow
    from desktop.services.workers import Crew
    from desktop.ui.job_words import ServerClock

AnyIndex = QModelIndex | QPersistentModelIndex


class At(IntEnum):
    """Where each column stands."""

    STATE = 0
    NAME = 1
    JOBS = 2
    SLOTS = 3
    RATE = 4
    HEARTBEAT = 5
    KIND = 6
    VERSION = 7


@dataclass(frozen=True, slots=True)
class Hand:
    """A worker with what it is at; ``is_here`` when it is this computer's."""

    row: WorkerRow
    jobs: tuple[RunningJob, ...]
    is_here: bool

    @property
    def id(self) -> str:
        """As text, by which the list knows it."""
        return str(self.row.id)

    @property
    def version(self) -> int:
        """The row's."""
        return self.row.version

    @property
    def state(self) -> str:
        """``working``, ``idle``, ``paused`` or ``gone``."""
        if not self.row.is_alive:
            return "gone"
        if self.row.paused:
            return "paused"
        return "working" if self.row.running else "idle"


_RANKS: Final[Mapping[str, int]] = {"working": 0, "idle": 1, "paused": 2, "gone": 3}


def hand_look(hand: Hand) -> Look:
    """How a worker's state is shown."""
    return {
        "working": Look("running", translate("JobWords", "At work"), "info"),
        "idle": Look("done", translate("JobWords", "Ready"), "good"),
        "paused": Look("pause", translate("JobWords", "Paused"), "warn"),
        "gone": Look("cancelled", translate("JobWords", "Gone"), "muted"),
    }[hand.state]


def job_text(job: RunningJob) -> str:
    """What is made, and for which project."""
    what = {
        "generate-complete-pack": translate("JobWords", "Complete pack"),
        "generate-aplus": translate("JobWords", "A+ content"),
    }.get(job.job_type, image_name(job.image_type) if job.image_type else job.job_type)
    return f"{what} \u2013 {job.project_name}" if job.project_name else what


def hands(crew: Crew, here: UUID | None, computer: str) -> list[Hand]:
    """The crew as the list shows it."""
    jobs: dict[UUID, list[RunningJob]] = {}
    for job in crew.jobs:
        if job.worker_id is not None:
            jobs.setdefault(job.worker_id, []).append(job)
    return [
        Hand(
            row,
            tuple(jobs.get(row.id, ())),
            row.id == here
            if here is not None
            else row.kind == "app" and row.is_alive and row.name == computer,
        )
        for row in crew.workers
    ]


def hand_columns(clock: ServerClock) -> list[Column[Hand]]:
    """One for each of ``At``."""

    def heartbeat(hand: Hand) -> str:
        if hand.state == "gone":
            return ago(hand.row.stopped_at or hand.row.heartbeat_at, clock.now())
        return translate("JobWords", "{time} ago").format(
            time=duration(max(0.0, (clock.now() - hand.row.heartbeat_at).total_seconds()))
        )

    def jobs(hand: Hand) -> str:
        told = ", ".join(map(job_text, hand.jobs))
        return told or (
            translate("JobWords", "Paused: {reason}").format(reason=hand.row.pause_reason)
            if hand.row.pause_reason
            else ""
        )

    return [
        Column(translate("JobWords", "State"), lambda h: hand_look(h).word, "state", width=120),
        Column(
            translate("JobWords", "Computer"),
            lambda h: (
                translate("JobWords", "{name} (this computer)").format(name=h.row.name)
                if h.is_here
                else h.row.name
            ),
            "name",
            width=200,
        ),
        Column(translate("JobWords", "Current jobs"), jobs, "running", width=320),
        Column(
            translate("JobWords", "Slots"),
            lambda h: (
                translate("JobWords", "{n} of {m}").format(n=h.row.running, m=h.row.slots)
                if h.row.is_alive
                else ""
            ),
            "running",
            width=90,
        ),
        Column(
            translate("JobWords", "Jobs a minute"),
            lambda h: f"{h.row.done_last_minute:,}" if h.row.is_alive else "",
            "rate",
            align_right=True,
            width=120,
        ),
        Column(translate("JobWords", "Last heard of"), heartbeat, "heartbeat", align_right=True, width=120),
        Column(
            translate("JobWords", "Kind"),
            lambda h: (
                translate("JobWords", "App") if h.row.kind == "app" else translate("JobWords", "Headless")
            ),
            "kind",
            width=90,
        ),
        Column(translate("JobWords", "Version"), lambda h: h.row.app_version, "version", width=80),
    ]


def hand_entries(crew: list[Hand], sort: Sort) -> tuple[Entry[Hand], ...]:
    """With the values they are sorted by."""

    def value(hand: Hand) -> Any:
        return {
            "state": _RANKS[hand.state],
            "name": hand.row.name.lower(),
            "running": hand.row.running,
            "rate": hand.row.done_last_minute,
            "heartbeat": hand.row.heartbeat_at,
            "kind": hand.row.kind,
            "version": hand.row.app_version,
        }[sort.column]

    return tuple(Entry(hand, value(hand), (hand.row.name, hand.id)) for hand in crew)


def workers_model(clock: ServerClock, parent: QObject | None = None) -> RecordModel[Hand]:
    """The list, those at work first."""
    return RecordModel(hand_columns(clock), sort=Sort("state"), key=lambda hand: hand.id, parent=parent)


class WorkersDelegate(QStyledItemDelegate):
    """Paints a worker: its state as sign, word and colour; greyed when it is gone."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        hand = index.data(RecordRole)
        plain: Any = QStyleOptionViewItem(option)  # PySide6's stubs know none of its fields
        self.initStyleOption(plain, index)
        text, plain.text = plain.text, ""
        style = plain.widget.style() if plain.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        if not isinstance(hand, Hand):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(plain.font)
        if index.column() == At.NAME and hand.is_here:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        inner = QRectF(plain.rect).adjusted(SPACE, 0, -SPACE, 0)
        quiet = hand.state == "gone" or index.column() not in {At.STATE, At.NAME, At.JOBS}
        ink = tokens().muted if quiet else tokens().text
        if index.column() == At.STATE:
            look = hand_look(hand)
            ink = inks(look.tone)[0]
            side = metrics.height() * 0.9
            place = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            _paint_pause(painter, place, ink) if look.mark == "pause" else paint_mark(
                painter, place, look.mark, ink
            )
            inner.adjust(side + SPACE, 0, 0, 0)
        painter.setPen(QColor(ink))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(inner.width())))
        painter.drawText(inner, int(plain.displayAlignment), shown)
        painter.restore()

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        shown: Any = option
        shown.state &= ~QStyle.StateFlag.State_HasFocus


def _paint_pause(painter: QPainter, where: QRectF, ink: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink))
    wide = where.width() * 0.22
    for left in (0.2, 0.58):
        painter.drawRoundedRect(
            QRectF(where.left() + where.width() * left, where.top() + 1, wide, where.height() - 2), 1, 1
        )
