"""The workflows call what exists, with words it understands; they can't be run here as a whole."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from packager import contents
from packager.__main__ import make_parser

ROOT = contents.ROOT
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    return told["jobs"]


def scripts(path: Path) -> list[tuple[str, str]]:
    """Shell and text of every step that runs something."""
    return [
        (step.get("shell", "bash"), step["run"])
        for job in jobs(path).values()
        for step in job["steps"]
        if "run" in step
    ]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_that_a_workflow_names_what_exists(path: Path) -> None:
    names = jobs(path)
    for job in names.values():
        assert job["timeout-minutes"] <= 60
        assert set(job.get("needs", ())) <= set(names)
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/x@v1"))
    text = "\n".join(script for _, script in scripts(path))
    for name in re.findall(r"(?:^|\s)(packaging/[\w./-]+|\.ci/\w+|dev\.py)", text):
        assert (ROOT / name).is_file(), name
    for words in re.findall(r"packaging/build\.py((?: --[\w-]+)*)", text):
        make_parser().parse_args(words.split())
    secrets = set(re.findall(r"(?:secrets|vars)\.(\w+)", path.read_text("utf-8")))
    said = path.read_text("utf-8").split("name:", 1)[0]
    assert all(name in said for name in secrets), secrets


@pytest.mark.skipif(
    shutil.which("bash") is None,
    reason="bash itself says whether the workflows' scripts are whole; Windows has none",
)
@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_that_shell_scripts_are_whole(path: Path) -> None:
    for shell, script in scripts(path):
        if shell == "bash":
            subprocess.run(["bash", "-n", "-c", script], check=True)


def test_that_every_system_builds_uses_and_uploads_what_it_built() -> None:
    built = jobs(ROOT / ".github" / "workflows" / "release.yml")
    for name in ("linux", "windows", "macos"):
        text = "\n".join(step.get("run", "") for step in built[name]["steps"])
        for wanted in ("packaging/build.py --release", "--self-test", "six images"):
            assert wanted in text, (name, wanted)
        (upload,) = (step for step in built[name]["steps"] if "upload" in step.get("uses", ""))
        assert upload["with"]["path"] == "dist/*"
    assert set(built["draft"]["needs"]) == {"linux", "windows", "macos"}
