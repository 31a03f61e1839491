"""``packdesk bench start``: from the double click to the window with its rows, the first time and every other time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import click
import psutil

from desktop.cli.bench.against import rounds_option
from desktop.cli.bench.figures import begun, figure, finish
from desktop.cli.running import json_option
from desktop.cli.speaking import say
from desktop.core.errors import BugError
from desktop.core.itself import own_command, own_environment

_READY: Final = "the window is ready"
_PATIENCE_S: Final = 120.0


@click.command()
@rounds_option()
@click.option("--imports", is_flag=True, help="Also say which modules take longest to load.")
@json_option
def start(rounds: int, *, imports: bool, as_json: bool) -> None:
    """How long the window takes to open, with its private server, until it can be used."""
    told = begun(rounds=rounds, screen=os.environ.get("DISPLAY") or "offscreen")
    first: list[float] = []
    warm: list[float] = []
    cpu: list[float] = []
    modules: list[tuple[str, float]] = []
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="packdesk-bench-", ignore_cleanup_errors=True) as folder:
            home = Path(folder) / "home"
            home.mkdir()
            (home / "window.ini").write_text("[connection]\nkind=private\n", encoding="utf-8")
            first.append(_open_once(home)[0])
            took, cpu_s = _open_once(home)
            warm.append(took)
            cpu.append(cpu_s)
            if imports and number == rounds - 1:
                modules = slowest_imports(home)
        say(f"round {number + 1}: {first[-1]:.2f} s the first time, {warm[-1]:.2f} s then")
    told["figures"] = [
        figure("double click to usable window, the first time", first, "s", at_most=4),
        figure("double click to usable window, warm", warm, "s", at_most=1.5),
        figure("processor time of that, without the server's", cpu, "s"),
    ]
    if modules:
        told["imports_ms"] = {name: round(ms) for name, ms in modules}
        told["figures"] += [figure(f"importing {name}", [ms], "ms", digits=0) for name, ms in modules]
    finish(told, as_json=as_json)


def _environment(home: Path) -> dict[str, str]:
    screen: dict[str, str] = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    return own_environment(**screen, PACKDESK_HOME=str(home))


def _open_once(
    home: Path, *, flags: tuple[str, ...] = (), errors: Any = subprocess.DEVNULL
) -> tuple[float, float]:
    """Seconds from starting the process to the window being ready, and of its processor time; it is closed again.

    Raises:
        BugError: it never was.
    """
    log = home / "logs" / "packdesk.log"
    seen = log.stat().st_size if log.exists() else 0
    command = own_command()
    began = time.perf_counter()
    process = subprocess.Popen(
        [command[0], *flags, *command[1:]], env=_environment(home), stdout=subprocess.DEVNULL, stderr=errors
    )
    try:
        while True:
            if log.exists() and _READY.encode() in log.read_bytes()[seen:]:
                took, times = time.perf_counter() - began, psutil.Process(process.pid).cpu_times()
                return took, times.user + times.system
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE_S:
                raise BugError(f"the window did not open (exit code {process.poll()})")
            time.sleep(0.002)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def slowest_imports(home: Path, most: int = 8) -> list[tuple[str, float]]:
    """The packages that take longest to load, with all that they load first, in milliseconds."""
    if getattr(sys, "frozen", False):
        return []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        _open_once(home, flags=("-X", "importtime"), errors=errors)
        errors.seek(0)
        found: dict[str, float] = {}
        for line in errors:
            parts = line.removeprefix("import time:").split("|")
            if line.startswith("import time:") and len(parts) == 3 and parts[0].strip().isdigit():
                package = parts[2].strip().split(".")
                name = ".".join(package[:2]) if package[0] == "PySide6" else package[0]
                found[name] = found.get(name, 0) + int(parts[0]) / 1000
    return sorted(found.items(), key=lambda item: -item[1])[:most]
