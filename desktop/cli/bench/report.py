"""The report: what stands between two marks in a Markdown file is written anew, the words around it stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from desktop.cli.bench.chart import Bar, bars, lines
from desktop.cli.bench.figures import Figure, figure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TITLES: Final = {
    "queue": "No-op jobs",
    "enqueue": "Enqueueing",
    "latency": "Picking up",
    "rescue": "Rescue",
    "start": "Start",
    "pack": "A pack",
    "live": "The window",
    "scale": "A crowd",
    "profile": "Profiles",
    "soak": "Soak",
}


def write_report(path: Path, found: Mapping[str, Any]) -> None:
    """Write figures and charts of these benchmarks into the file, each between ``<!-- bench NAME -->`` and its end."""
    text = path.read_text("utf-8") if path.exists() else "# Performance\n"
    charts = path.parent / path.stem
    charts.mkdir(parents=True, exist_ok=True)
    for name, told in found.items():
        figures = figures_of(name, told)
        drawn = _charts(name, told, figures)
        for file, svg in drawn.items():
            (charts / f"{file}.svg").write_text(svg, encoding="utf-8")
        part = _part(told, figures, {file: f"{path.stem}/{file}.svg" for file in drawn})
        text = _put(text, name, part)
    path.write_text(_put(text, "missed", _missed(text)), encoding="utf-8")


def figures_of(name: str, told: Mapping[str, Any]) -> list[Figure]:
    """The figures of a benchmark; of the window's hundreds those with a target, the command itself tells the others."""
    if name == "live":
        return [
            figure(f"{part}: {what}", [value["value"]], "", at_most=value["target"])
            for part, values in told["figures"].items()
            for what, value in values.items()
            if isinstance(value, dict)
        ]
    listed: list[Figure] = told["figures"]
    return listed


def _part(told: Mapping[str, Any], figures: list[Figure], charts: Mapping[str, str]) -> str:
    said = [f"Measured on: {told['machine']}"]
    if "server" in told:
        server = told["server"]
        said.append(
            f"{server['server']}; a round trip {server['round_trip_ms']:.2f} ms, a durable commit "
            f"{server['commit_ms']:.2f} ms"
        )
    if told.get("load_after") is not None:
        said.append(f"load afterwards {told['load_after']}")
    if "seconds" in told:
        said.append(f"lasted {told['seconds'] / 60:.1f} minutes")
    rows = ["| | figure | median | spread | target |", "|---|---|---|---|---|"]
    for one in figures:
        mark = {True: "ok", False: "**missed**", None: ""}[one.get("reached")]
        spread = f"{one['min']:,g} to {one['max']:,g}" if one["rounds"] > 1 else ""
        rows.append(
            f"| {mark} | {one['name']} | {one['median']:,g} {one['unit']} | {spread} | {one.get('target', '')} |"
        )
    pictures = [f"![{name}]({file})" for name, file in charts.items()]
    return "\n".join([". ".join(said) + ".", "", *pictures, *([""] if pictures else []), *rows])


def _missed(text: str) -> str:
    """What the report's tables call missed, those of earlier runs included."""
    missed = []
    for name, title in _TITLES.items():
        part = _between_marks(name).search(text)
        for row in part.group().splitlines() if part else ():
            mark, *cells = [cell.strip() for cell in row.strip("|").split("|")]
            if mark == "**missed**":
                what, measured, _, target = cells
                missed.append(f"* {title}: {what}, {measured} instead of {target}")
    return "\n".join(missed) or "None."


def _between_marks(name: str) -> re.Pattern[str]:
    return re.compile(f"<!-- bench {name} -->.*?<!-- end {name} -->", re.DOTALL)


def _put(text: str, name: str, part: str) -> str:
    inside = f"<!-- bench {name} -->\n{part}\n<!-- end {name} -->"
    marked = _between_marks(name)
    if marked.search(text):
        return marked.sub(lambda _: inside, text)
    title = _TITLES.get(name, "Targets missed")
    return f"{text.rstrip()}\n\n## {title}\n\n{inside}\n"


def _charts(name: str, told: Mapping[str, Any], figures: list[Figure]) -> dict[str, str]:
    """The pictures of a benchmark, by file name."""
    if name == "queue":
        rates = [one for one in figures if one["unit"] == "/s"]
        costs = [
            {**one, "name": one["name"].partition(": ")[2]}
            for one in figures
            if one["name"].startswith("processor time a job: ")
        ]
        return {
            "queue-rate": bars("No-op jobs a second", _rows(rates), "/s"),
            "queue-cost": bars("Processor time a job, client and server", _rows(costs), "us"),
        }
    if name == "enqueue":
        return {
            f"enqueue-{key}": bars(
                title, _rows([one for one in figures if one["unit"] == "/s" and word in one["name"]]), "/s"
            )
            for key, word, title in (
                ("single", "one by one", "Enqueued a second, one commit each"),
                ("bulk", "at a time", "Enqueued a second, 1,000 a statement"),
            )
        }
    if name == "latency":
        waits = [one for one in figures if one["unit"] == "ms"]
        return {"latency": bars("From enqueueing to the job's first line", _rows(waits), "ms")}
    if name == "start":
        opened = [one for one in figures if one["unit"] == "s"]
        return {"start": bars("From double click to usable window", _rows(opened, ours="double"), "s")}
    if name == "soak" and told["slices"]:
        slices = told["slices"]
        return {
            "soak-wait": lines(
                "Soak: wait from enqueueing to start",
                "minutes",
                {word: [(one["minute"], one[f"{word}_ms"]) for one in slices] for word in ("p50", "p99")},
                "ms",
            ),
            "soak-dead": lines(
                "Soak: dead rows in the queue",
                "minutes",
                {"dead rows": [(one["minute"], one["dead_tuples"]) for one in slices]},
                "",
            ),
        }
    return {}


def _rows(figures: list[Figure], *, ours: str = "packdesk") -> list[Bar]:
    return [
        Bar(one["name"], one["median"], one["min"], one["max"], ours=one["name"].startswith(ours))
        for one in figures
    ]
