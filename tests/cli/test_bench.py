"""The benchmarks run, small, and say what they measured; what they measure is nobody's business in CI."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from desktop.cli.bench.all import _keep
from desktop.cli.bench.pooler import find_pooler
from desktop.cli.bench.start import _open_once
from desktop.core.errors import BugError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Program


def test_that_the_queue_is_measured_against_the_floor(packdesk: Program) -> None:
    told = packdesk("bench", "queue", "--rounds", "1", "--jobs", "1000", "--json").json
    names = {figure["name"] for figure in told["figures"]}
    assert {"floor, batches of 100", "packdesk, default settings", "2 processes against 1"} <= names
    assert all(figure["median"] > 0 for figure in told["figures"])
    assert "processors" in told["machine"]
    assert "fsync on" in told["server"]["server"]


def test_that_a_report_is_written_and_written_again(packdesk: Program, tmp_path: Path) -> None:
    done = packdesk("bench", "enqueue", "--rounds", "1", "--singles", "50", "--bulk", "1000", "--json")
    figures, report = tmp_path / "figures", tmp_path / "docs" / "speed.md"
    figures.mkdir()
    report.parent.mkdir()
    report.write_text(
        "# Speed\n\nBefore.\n\n<!-- bench enqueue -->\n<!-- end enqueue -->\n\nAfter.\n\n"
        "<!-- bench queue -->\n| **missed** | 2 against 1 | 1.1 x | 1 to 1.2 | >= 1.6 |\n<!-- end queue -->\n",
        encoding="utf-8",
    )
    (figures / "enqueue.json").write_text(done.out, encoding="utf-8")
    for _ in range(2):
        assert packdesk("bench", "all", "--draw", "--figures", figures, "--report", report).code == 0
    text = report.read_text("utf-8")
    assert text.count("| share of the floor: packdesk, one by one |") == 1
    # what an earlier run missed stays on the list
    assert text.count("* No-op jobs: 2 against 1, 1.1 x instead of >= 1.6") == 1
    assert text.index("Before.") < text.index("share of the floor") < text.index("After.")
    for name in ("enqueue-single", "enqueue-bulk"):
        assert f"(speed/{name}.svg)" in text
        chart = ET.parse(report.parent / "speed" / f"{name}.svg")  # our own
        assert "packdesk" in json.dumps([node.text for node in chart.iter()])


@pytest.mark.skipif(os.name != "posix", reason="the program that is looked at here is a shell's")
def test_that_a_built_program_is_measured_as_a_program_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that took itself for a part of this one would look for its libraries where this one has them."""
    program, seen = tmp_path / "packdesk", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\necho "$* in $PYINSTALLER_RESET_ENVIRONMENT" >> "{seen}"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    _keep(tmp_path / "queue.json", ("queue",))
    with pytest.raises(BugError, match="did not open"):
        _open_once(tmp_path)
    assert seen.read_text().splitlines() == ["bench queue --json in 1", " in 1"]


@pytest.mark.skipif(importlib.util.find_spec("pgqueuer") is not None, reason="PgQueuer is installed here")
def test_that_a_peer_that_is_not_installed_is_left_out_in_a_plain_sentence(packdesk: Program) -> None:
    words = ("--rounds", "1", "--singles", "50", "--bulk", "1000", "--against", "pgqueuer", "--json")
    done = packdesk("bench", "enqueue", *words)
    assert done.code == 0
    assert "pgqueuer is left out" in done.err
    assert "packdesk[bench]" in done.err


def test_that_nobody_is_compared_with_what_is_not_known(packdesk: Program) -> None:
    done = packdesk("bench", "queue", "--against", "celery")
    assert done.code == 2
    assert 'no peer "celery"' in done.err


def test_that_a_report_of_nothing_is_refused(packdesk: Program, tmp_path: Path) -> None:
    done = packdesk("bench", "all", "--draw", "--figures", tmp_path / "none")
    assert done.code != 0
    assert "no figures" in done.err


@pytest.mark.slow
def test_that_a_short_soak_loses_nothing(packdesk: Program) -> None:
    told = packdesk(
        "bench", "soak", "--minutes", "0.5", "--rate", "40", "--every", "4", "--json", timeout=280
    ).json
    found = {figure["name"]: figure for figure in told["figures"]}
    assert found["jobs"]["median"] > 500
    assert found["blows"]["median"] >= 3
    missed = [name for name, figure in found.items() if figure.get("reached") is False]
    assert missed == []
    assert told["slices"]


@pytest.mark.slow
@pytest.mark.skipif(find_pooler() is None, reason="no PgBouncer on this machine")
def test_that_a_small_crowd_hears_of_everything(packdesk: Program) -> None:
    few = ("--windows", "6", "--workers", "3", "--jobs", "1000", "--projects", "600", "--seconds", "6")
    told = packdesk("bench", "scale", *few, "--rate", "5", "--takes", "0.2", "--json", timeout=200).json
    found = {figure["name"]: figure for figure in told["figures"]}
    assert found["enqueued and never begun"]["median"] == 0
    assert found["windows that heard of a new job"]["median"] == 100
