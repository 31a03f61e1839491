"""What other rooms say in English is said in the window's language, whatever was put into the sentence."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import desktop
from desktop import mishap
from desktop.core.errors import OfflineError, PhotoRefusedError, StorageError
from desktop.imaging.quality import CONCERNS
from desktop.start import translate
from desktop.ui.known_sentences import SENTENCES
from desktop.ui.known_words import in_words, said
from desktop.workspace import check_home
from tests.ui.conftest import application

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("core", "data", "storage", "services", "imaging", "worker")
ERRORS = re.compile(r"[A-Z]\w+Error")
COMMAND_LINE = {
    *("data/setup.py", "services/diagnostics.py"),
    *("worker/door_server.py", "worker/doors.py", "worker/order_images.py"),
}
"""Rooms below the command line only."""
COMMAND_LINE_WORDS = re.compile(
    r"`packdesk jobs list`|This worker is stopping|_FILE names|is not the id of a job|Several jobs begin"
    r"|There is no state|Packdesk doesn't measure"
)


@pytest.fixture
def german() -> Iterator[None]:
    translators = translate(application(), "de")
    yield
    for translator in translators:
        application().removeTranslator(translator)


def text_of(node: ast.expr) -> str | None:
    """A sentence as it stands in the code; what is put in as ``{}``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


def sentences() -> Iterator[tuple[str, str]]:
    """What the rooms say when they raise an error: where, and the words."""
    root = Path(desktop.__file__).parent
    for path in sorted(p for room in ROOMS for p in (root / room).rglob("*.py")):
        where = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            if ERRORS.fullmatch(node.func.id) and node.func.id not in {"BugError", "ValueError"}:
                text = text_of(node.args[0])
                if text is not None and re.search(r"[a-z] [a-z]", text):
                    yield where, text


def test_that_every_sentence_of_the_other_rooms_is_known() -> None:
    known = {re.sub(r"\{\w*\}", "{}", sentence) for sentence in SENTENCES}
    found = [(where, text) for where, text in sentences() if where not in COMMAND_LINE]
    assert len(found) > 50
    missing = [
        f"{where}: {text}"
        for where, text in found
        if not COMMAND_LINE_WORDS.search(text)
        and text not in known
        # a constant of the room, put in
        and not any(k.startswith(text[: text.index("{}")]) for k in known if "{}" in text and text[0] != "{")
    ]
    assert not missing, "add these to desktop/ui/known_sentences.py, and run dev.py translate"


@pytest.mark.usefixtures("german")
def test_that_every_concern_about_a_cut_out_is_said_in_the_window_s_language() -> None:
    assert not [said for said in CONCERNS if in_words(said) == said]
    assert in_words(CONCERNS[-1]) == "Dieses Foto hat an der langen Seite weniger als 1000 Bildpunkte."


@pytest.mark.usefixtures("german")
def test_that_sentences_are_said_in_the_window_s_language() -> None:
    offline = OfflineError("The server doesn't answer. Check the network, then try again.")
    assert (
        said(offline) == "Der Server antwortet nicht. Prüfen Sie das Netz und versuchen Sie es noch einmal."
    )
    small = "This picture is only 80 x 60 pixels. Use a photo with at least 500 pixels on the short side, better 2000."
    assert in_words(small).startswith("Dieses Bild hat nur 80 x 60 Bildpunkte.")
    refused = PhotoRefusedError(
        "mug {1}.pdf: This is a PDF document, not a picture. Add a JPEG, PNG, WebP, AVIF, TIFF or HEIC photo."
    )
    assert said(refused).startswith("mug {1}.pdf: Das ist ein PDF-Dokument, kein Bild.")
    pack = "MAIN_IMAGE: This project has no photo yet. Add one, then try again."
    assert in_words(pack).endswith(
        ": Dieses Projekt hat noch kein Foto. Fügen Sie eines hinzu und versuchen Sie es noch einmal."
    )
    assert in_words("Cancelled.\nmore") == "Abgebrochen.\nmore"


@pytest.mark.usefixtures("german")
def test_that_trouble_before_the_window_is_said_in_the_user_s_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKDESK_HOME", str(tmp_path))
    assert in_words(mishap.report_crash(ValueError("x"))).startswith("Packdesk konnte nicht starten, durch")
    assert in_words(mishap.report_installation("x")).startswith("Einige von Packdesks eigenen Dateien fehlen")
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as refused:
        check_home(tmp_path / "file" / "home")
    assert said(refused.value).endswith("Setzen Sie PACKDESK_HOME auf einen Ordner.")


@pytest.mark.usefixtures("german")
def test_that_what_nobody_knows_stays_as_it_is() -> None:
    for text in ("", "a: b", "ValueError: {x} {0}", "LIFESTYLE", "{", "the model said 12:30\nand more"):
        assert in_words(text) == text
