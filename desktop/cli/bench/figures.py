"""Figures with their targets: how they are printed, and kept for the report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from desktop.cli.bench.told import machine
from desktop.cli.speaking import answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Figure = dict[str, Any]


def figure(
    name: str,
    values: Sequence[float],
    unit: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    digits: int = 2,
) -> Figure:
    """A line: the median of the rounds with its spread, and what is to be reached."""
    ordered = sorted(values)
    median = ordered[len(ordered) // 2] if len(ordered) % 2 else sum(ordered[len(ordered) // 2 - 1 :][:2]) / 2
    told: Figure = {
        "name": name,
        "unit": unit,
        "median": round(median, digits),
        "min": round(ordered[0], digits),
        "max": round(ordered[-1], digits),
        "rounds": len(ordered),
    }
    if at_least is not None:
        told |= {"target": f">= {at_least:g}", "reached": median >= at_least}
    if at_most is not None:
        told |= {"target": f"<= {at_most:g}", "reached": median <= at_most}
    return told


def begun(**more: Any) -> dict[str, Any]:
    """What a benchmark says first of all."""
    return {"machine": machine(), **more}


def finish(told: dict[str, Any], *, as_json: bool) -> None:
    """Print all of it: ``figures`` have targets, ``also`` none."""
    told["load_after"] = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    if as_json:
        answer(told)
        return
    click.echo(f"Measured on: {told['machine']}; load afterwards {told['load_after']}")
    if "server" in told:
        server = told["server"]
        click.echo(
            f"{server['server']}, a round trip {server['round_trip_ms']:.2f} ms, "
            f"a durable commit {server['commit_ms']:.2f} ms"
        )
    for line in lines(told):
        click.echo(line)


def lines(told: Mapping[str, Any]) -> list[str]:
    """One line a figure."""
    found = []
    for one in told["figures"]:
        mark = {True: "ok    ", False: "MISSED", None: "      "}[one.get("reached")]
        aim = f"  (target {one['target']})" if "target" in one else ""
        found.append(
            f"{mark} {one['name']:<58} {one['median']:>10,g} {one['unit']:<6}"
            f" {one['min']:,g} to {one['max']:,g}, {one['rounds']} rounds{aim}"
        )
    return found
