"""What the window can be told to do from the palette and the keyboard; the map also names pages' keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.core.resources import docs_dir
from desktop.ui.guides import GuidesDialog
from desktop.ui.preferences import TEXT_PERCENTS
from desktop.ui.shortcuts import KeyboardMap

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.app import App

translate = QCoreApplication.translate


def add_commands(app: App) -> None:
    """Everything, in the palette's order."""
    _add_places(app)
    _add_deeds(app)
    _add_looks(app)
    _note_page_keys(app)
    app.commands.add("quit", translate("App", "Quit Packdesk"), app.ask_to_quit, "Ctrl+Q", icon="close")


def open_palette(app: App) -> None:
    """Show the palette, where there is something to go to."""
    if not app.window.is_covered:
        app.palette.open()


def _add_places(app: App) -> None:
    add, window = app.commands.add, app.window
    titles = {
        "projects": translate("App", "Go to Projects"),
        "jobs": translate("App", "Go to Jobs"),
        "workers": translate("App", "Go to Workers"),
        "team": translate("App", "Go to Team"),
    }
    titles["settings"] = translate("App", "Go to Settings")
    for n, name in enumerate(window.page_names, start=1):
        add(name, titles[name], partial(window.sidebar.chosen.emit, name), f"Ctrl+{n}", icon=name)
    palette = translate("App", "Search for anything")
    add("palette", palette, lambda: open_palette(app), "Ctrl+K", icon="search")
    add(
        "keys",
        translate("App", "Show the keyboard map"),
        lambda: KeyboardMap(app.commands, window).open(),
        "F1",
        "Ctrl+/",
        icon="keyboard",
    )
    add("guides", translate("App", "Guides"), lambda: open_guides(app), icon="info")


def open_guides(app: App) -> None:
    """Show the guides, beside the window."""
    GuidesDialog(docs_dir(), app.window).show()


def _add_deeds(app: App) -> None:
    def on(page: str, do: Callable[[], object]) -> Callable[[], object]:
        def go_and_do() -> None:
            app.window.open_page(page)
            do()

        return go_and_do

    add, keep = app.commands.add, app.preferences
    add(
        "new project",
        translate("App", "New project\u2026"),
        on("projects", lambda: app.projects.new_wanted.emit([])),
        icon="plus",
    )
    add(
        "failed",
        translate("App", "Jobs that failed"),
        on("jobs", lambda: app.jobs.search_for("state:failed")),
        icon="jobs",
    )
    add(
        "pause",
        translate("App", "Pause or resume the queue"),
        on("workers", app.workers.turn_queue),
        icon="workers",
    )
    add(
        "process",
        translate("App", "Switch processing on this computer on or off"),
        lambda: keep.set("processing/on", not keep.flag("processing/on")),
        "Ctrl+Shift+P",
    )
    add("reconnect", translate("App", "Connect again"), app.backend.reconnect, icon="refresh")
    add(
        "another database",
        translate("App", "Connect to another database\u2026"),
        app.opening.choose,
        icon="plug",
    )
    if app.host.can_look_for_updates:
        look = on("settings", app.settings.look_for_updates)
        add("update", translate("App", "Look for a new version"), look, icon="bell")
    add("logs", translate("App", "Open logs folder"), app.settings.open_logs, icon="tools")
    add("diagnostics", translate("App", "Export diagnostics"), app.settings.ask_to_export, icon="tools")


def _add_looks(app: App) -> None:
    add, keep = app.commands.add, app.preferences

    def grow(steps: int) -> None:
        now = min(TEXT_PERCENTS, key=lambda percent: abs(percent - keep.number("look/text_percent")))
        at = min(max(TEXT_PERCENTS.index(now) + steps, 0), len(TEXT_PERCENTS) - 1)
        keep.set("look/text_percent", TEXT_PERCENTS[at])

    add("larger", translate("App", "Larger text"), lambda: grow(1), "Ctrl++", "Ctrl+=", icon="plus")
    add("smaller", translate("App", "Smaller text"), lambda: grow(-1), "Ctrl+-", icon="look")
    for appearance, label in (
        ("light", translate("App", "Light appearance")),
        ("dark", translate("App", "Dark appearance")),
        ("system", translate("App", "Appearance like the system's")),
    ):
        add(appearance, label, partial(keep.set, "look/appearance", appearance), icon="look")


def _note_page_keys(app: App) -> None:
    for keys, label in (
        ("Ctrl+N", translate("App", "Projects: new project")),
        ("Ctrl+F", translate("App", "Projects and Jobs: search")),
        ("Ctrl+G", translate("App", "Project: Generate Complete Pack")),
        ("Ctrl+O", translate("App", "Project: add photos")),
        ("Ctrl+V", translate("App", "Project: paste a photo")),
        ("Ctrl+E", translate("App", "Project: edit its details")),
        ("Ctrl+Shift+A", translate("App", "Project: its A+ content")),
        ("Ctrl+Shift+E", translate("App", "Project: export its images")),
        ("Alt+Up", translate("App", "Project: move the photo up")),
        ("Alt+Down", translate("App", "Project: move the photo down")),
        ("Ctrl+L", translate("App", "Project: rotate the photo left")),
        ("Ctrl+R", translate("App", "Project: rotate the photo right; Jobs: retry")),
        ("Del", translate("App", "Delete the photo or project; Jobs: cancel")),
        ("Ctrl+Up", translate("App", "Jobs: put first")),
        ("Ctrl+Z", translate("App", "Jobs: undo")),
        ("Space", translate("App", "Jobs: show details")),
        ("Left", translate("App", "Viewer: previous image")),
        ("Right", translate("App", "Viewer: next image")),
        ("0", translate("App", "Viewer: fit to the window")),
        ("1", translate("App", "Viewer: full size")),
        ("B", translate("App", "Viewer: compare with the photo")),
        ("Ctrl+S", translate("App", "Viewer: save as")),
        ("Esc", translate("App", "Back, or close what lies on top")),
    ):
        app.commands.note(keys, label)
