"""``packdesk jobs``, ``db``, ``doctor``, and what becomes of work that is interrupted."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.cli.program import MUG, SIX, Program, counts, eventually, rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import DatabaseMaker


@pytest.fixture
def pack(team: Program) -> str:
    """A pack that waits in the queue; its id."""
    told = team("pack", MUG, "--name", "Mug", "--no-wait", "--json").json
    assert told["status"] == "queued"
    return str(told["pack"])


def jobs_of(dsn: str) -> list[dict[str, Any]]:
    return rows(dsn, "select * from packdesk.jobs where parent_id is not null order by seq")


# Looking


def test_that_jobs_are_listed_newest_first(team: Program, dsn: str, pack: str) -> None:
    listed = team("jobs", "list", "--json").json
    assert [job["image_type"] for job in listed] == [
        *(name.removesuffix(".jpg").replace("-", "_").upper() for name in reversed(SIX)),
        None,
    ]
    assert listed[-1]["id"] == pack
    assert listed[-1]["children_total"] == 6
    assert {job["state"] for job in listed} == {"queued"}
    assert len(team("jobs", "list", "--json", "--limit", "2").json) == 2
    assert team("jobs", "list", "--json", "--state", "failed").json == []
    assert len(team("jobs", "list", "--json", "--state", "failed", "--state", "queued").json) == 7
    project = listed[0]["project_id"]
    assert len(team("jobs", "list", "--json", "--project", project).json) == 7
    assert team("jobs", "list", "--json", "--project", "another").json == []

    text = team("jobs", "list")
    assert text.err == ""
    assert [line.split()[0] for line in text.out.splitlines()[1:]] == [job["id"][:8] for job in listed]
    assert "Complete pack" in text.out
    assert "0 of 6" in text.out
    done = team("jobs", "list", "--state", "failed")
    assert (done.code, done.out, done.err) == (0, "", "There are no such jobs.\n")
    team("jobs", "list", "--state", "sleeping").refused(2, "sleeping", "queued")
    team("jobs", "list", "--limit", "0").refused(2)


def test_that_texts_of_others_do_not_steer_the_terminal(team: Program, dsn: str) -> None:
    rows(
        dsn,
        "insert into public.job_queue (job_type, payload, user_id, status, error_message)"
        " values (%s, '{}', %s, 'failed', %s)",
        ["[red]type\\", "me \x1b[2J", "bad [/bold] news\x07\x1b]0;title\x07\nsecond \\[line"],
    )
    for words in (["list"], ["show", str(rows(dsn, "select id from public.job_queue")[0]["id"])]):
        done = team("jobs", *words)
        assert done.code == 0, done
        assert "\x1b" not in done.out
        assert "\x07" not in done.out
        assert "[red]type\\" in done.out
        assert "bad [/bold] news" in done.out


def test_that_a_job_is_found_by_the_beginning_of_its_id(team: Program, dsn: str, pack: str) -> None:
    for beginning in (pack, pack[:8], pack[:8].upper(), f" {pack[:13]} "):
        shown = team("jobs", "show", beginning, "--json").json
        assert shown["id"] == pack
        assert len(shown["children"]) == 6
        assert shown["attempts"] == []
    assert pack in team("jobs", "show", pack[:8]).out
    before = jobs_of(dsn)
    for verb in ("show", "retry", "cancel", "save"):
        team("jobs", verb, "00000000-0000-4000-8000-000000000000").refused(3, "There is no job")
        team("jobs", verb, "not-an-id").refused(3, "not the id of a job")
        team("jobs", verb, "abc").refused(3, "not the id of a job")
        team("jobs", verb, "").refused(3, "not the id of a job")
        team("jobs", verb).refused(2, "JOB")
    for n in (1, 2):
        rows(dsn, "insert into public.job_queue (id, job_type, payload) values (%s, 'x', '{}')",
             [f"12345678-0000-4000-8000-00000000000{n}"])  # fmt: skip
    for verb in ("show", "retry", "cancel", "save"):
        team("jobs", verb, "12345678").refused(3, "Several jobs")
    # one wrong id among good ones: nothing is done
    team("jobs", "cancel", pack, "ffffffff").refused(3)
    assert jobs_of(dsn) == before


def test_that_jobs_are_cancelled_and_retried(team: Program, dsn: str, pack: str) -> None:
    one = str(jobs_of(dsn)[0]["id"])
    assert team("jobs", "cancel", one, "--json").json == {"cancelled": 1}
    assert team("jobs", "show", one, "--json").json["state"] == "cancelled"
    done = team("jobs", "cancel", pack)
    assert (done.code, done.out, done.err) == (0, "", "Cancelled: 5 jobs.\n")
    assert {job["state"] for job in team("jobs", "list", "--json").json} == {"cancelled"}
    assert team("jobs", "cancel", pack, "--json").json == {"cancelled": 0}
    assert "Nothing to cancel" in team("jobs", "cancel", pack).err
    assert team("worker", "--drain", "--json").out == ""

    done = team("jobs", "retry", one)
    assert (done.code, done.out, done.err) == (0, "", "Queued again: 1 job.\n")
    assert team("jobs", "retry", pack, "--json").json == {"retried": 5}
    assert team("jobs", "retry", pack, "--json").json == {"retried": 0}
    assert "Nothing to retry" in team("jobs", "retry", pack).err
    assert {job["state"] for job in jobs_of(dsn)} == {"queued"}


def test_that_a_failed_image_is_told_and_can_be_retried(team: Program, dsn: str) -> None:
    told = team("pack", MUG, "--name", "Broken", "--no-wait", "--json").json
    # its photo is damaged on the server's disk
    (photo,) = rows(dsn, "select blob_sha256 from packdesk.project_images")
    keep = rows(dsn, "select * from packdesk.blob_chunks where sha256 = %s", [photo["blob_sha256"]])
    rows(dsn, "update packdesk.blob_chunks set data = 'x' where sha256 = %s", [photo["blob_sha256"]])
    rows(dsn, "update public.job_queue set max_retries = 0")
    drained = team("worker", "--drain")
    assert drained.code == 0
    assert drained.err.endswith("Finished: 6 jobs handled, 6 failed.\n")
    assert "failed: A stored image is damaged" in drained.err
    listed = team("jobs", "list", "--json", "--state", "failed").json
    assert len(listed) == 7
    assert "damaged" in listed[0]["error_message"]
    shown = team("jobs", "show", listed[0]["id"])
    assert "damaged" in shown.out
    assert "Attempts" in shown.out
    # a pack that fails while somebody waits says so, with its exit code
    done = team("pack", MUG, "--name", "Again", "--json")
    assert done.code == 6, done
    assert (done.json["status"], done.json["images"], len(done.json["failed"])) == ("failed", [], 6)
    assert not (team.cwd / "again-pack").exists()

    for row in keep:
        rows(dsn, "update packdesk.blob_chunks set data = %s where sha256 = %s and n = %s",
             [row["data"], row["sha256"], row["n"]])  # fmt: skip
    assert team("jobs", "retry", told["pack"], "--json").json == {"retried": 6}
    assert team("worker", "--drain").code == 0
    assert team("jobs", "show", told["pack"], "--json").json["state"] == "completed"


def test_that_watching_tells_every_change(team: Program, dsn: str) -> None:
    by_json = team.start("jobs", "watch", "--json")
    by_line = team.start("jobs", "watch")
    eventually(lambda: rows(dsn, "select count(*) as n from pg_stat_activity where datname = current_database()"
                                 " and application_name = 'packdesk listener'")[0]["n"] == 2)  # fmt: skip
    pack = str(team("pack", MUG, "--name", "Mug", "--no-wait", "--json").json["pack"])
    time.sleep(0.5)
    team("jobs", "cancel", pack)
    time.sleep(1.0)
    by_json.send_signal(signal.SIGINT)
    by_line.send_signal(signal.SIGTERM)
    told, lines = team.finish(by_json), team.finish(by_line)
    # stopping is its normal end
    assert (told.code, told.err) == (0, "")
    assert (lines.code, lines.err) == (0, "")
    states = [job["state"] for job in map(json.loads, told.out.splitlines()) if job["id"] == pack]
    assert states == ["queued", "cancelled"]
    assert re.search(rf"^{pack[:8]}  queued +Complete pack", lines.out, re.MULTILINE)
    assert re.search(rf"^{pack[:8]}  cancelled +Complete pack", lines.out, re.MULTILINE)


# Interrupting


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_that_an_interrupted_pack_leaves_nothing_half_done(
    team: Program, dsn: str, number: signal.Signals
) -> None:
    running = team.start("pack", MUG, "--name", "X", "--out", "out")
    eventually(lambda: any(job["status"] == "processing" for job in jobs_of(dsn)))
    running.send_signal(number)
    started = time.monotonic()
    done = team.finish(running)
    assert time.monotonic() - started < 5
    done.refused(130, "Stopped", "nothing is left half-done")
    assert {job["state"] for job in jobs_of(dsn)} <= {"cancelled", "completed"}
    assert not [job for job in jobs_of(dsn) if job["lease"] and job["status"] == "processing"]
    assert not (team.cwd / "out").exists()
    assert rows(dsn, "select count(*) as n from packdesk.workers where stopped_at is null") == [{"n": 0}]


def test_that_an_interrupted_upload_leaves_nothing_in_the_queue(team: Program, dsn: str) -> None:
    for pause in (0.15, 0.4, 0.8, 1.2, 1.6):
        running = team.start("pack", MUG, "--name", "X", "--no-worker", "--out", "out")
        time.sleep(pause)
        running.send_signal(signal.SIGINT)
        done = team.finish(running)
        assert done.code == 130, (pause, done)
        assert "\n" not in done.err.strip()
        jobs = rows(
            dsn, "select state, id from packdesk.jobs where state <> 'cancelled' and parent_id is null"
        )
        # either nobody heard of it, or it says that the pack goes on
        assert bool(jobs) == ("goes on as job" in done.err), (pause, done)
        rows(dsn, "delete from public.job_queue")
        assert not (team.cwd / "out").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_a_stopped_worker_gives_its_jobs_back(
    team: Program, dsn: str, pack: str, number: signal.Signals
) -> None:
    running = team.start("worker", "--slots", "2")
    eventually(lambda: sum(job["status"] == "processing" for job in jobs_of(dsn)) == 2)
    running.send_signal(number)
    done = team.finish(running)
    assert (done.code, done.out) == (0, "")
    assert "unfinished jobs were given back" in done.err
    for job in jobs_of(dsn):
        assert (job["state"], job["retry_count"]) in {("queued", 0), ("completed", 0)}, job
    assert rows(dsn, "select count(*) as n from packdesk.workers where stopped_at is null") == [{"n": 0}]
    # a drain that didn't get to its end says so
    running = team.start("worker", "--drain")
    eventually(lambda: any(job["status"] == "processing" for job in jobs_of(dsn)))
    running.send_signal(number)
    assert team.finish(running).code == 130
    assert {job["retry_count"] for job in jobs_of(dsn)} == {0}
    assert "processing" not in {job["status"] for job in jobs_of(dsn)}
    assert team("worker", "--drain").code == 0
    images = rows(dsn, "select image_type, count(*) as n from packdesk.generated_images group by 1")
    assert [image["n"] for image in images] == [1] * 6


def test_that_stopping_works_at_any_moment(packdesk: Program) -> None:
    """From the first import to the private server's start: no traceback, nothing left running."""
    for pause in (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7):
        running = packdesk.start("worker")
        time.sleep(pause)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        # Python itself is still starting in the first moments; then it is the signal that ends it
        if pause >= 0.15:
            assert "Traceback" not in out + err, (pause, err)
        assert running.returncode in {0, 130, -signal.SIGINT, 1}, (pause, running.returncode, err)
    assert server_processes(packdesk.home) == []


def test_that_an_interrupt_while_the_program_loads_is_not_lost(packdesk: Program) -> None:
    """Python may swallow what is raised during an import, and the command would go on."""
    code = (
        "import os, signal, sys; from desktop.cli import interrupts, main;"
        "sys.argv = ['packdesk', 'worker'];"
        "hold = interrupts.hold;"
        "interrupts.hold = lambda: (hold(), os.kill(os.getpid(), signal.SIGINT));"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=packdesk.environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (130, "Stopped.")


def server_processes(home: Path) -> list[psutil.Process]:
    everybody = psutil.process_iter(["cmdline"])
    return [p for p in everybody if any(str(home) in word for word in p.info["cmdline"] or ())]


def test_that_the_last_one_out_stops_the_private_server(packdesk: Program) -> None:
    worker = packdesk.start("worker")
    eventually(lambda: server_processes(packdesk.home))
    assert packdesk("jobs", "list", "--json").json == []
    assert server_processes(packdesk.home)
    worker.send_signal(signal.SIGTERM)
    assert packdesk.finish(worker).code == 0
    assert server_processes(packdesk.home) == []


# The database's tables


def test_that_a_database_is_set_up_once(packdesk: Program, make_database: DatabaseMaker) -> None:
    dsn = make_database(migrated=False)
    status = packdesk("db", "status", "--dsn", dsn, "--json")
    assert status.code == 8
    assert (status.json["version"], status.json["current"]) == (0, False)
    text = packdesk("db", "status", "--dsn", dsn)
    assert text.code == 8
    assert "packdesk db migrate" in text.err
    first = packdesk("db", "migrate", "--dsn", dsn, "--json")
    assert first.code == 0
    assert len(first.json["applied"]) == first.json["version"] > 0
    again = packdesk("db", "migrate", "--dsn", dsn)
    assert (again.code, again.out) == (0, "")
    assert "nothing to do" in again.err
    status = packdesk("db", "status", "--dsn", dsn, "--json")
    assert status.code == 0
    assert status.json["pending"] == []
    assert packdesk("db", "status", "--dsn", dsn).code == 0
    # the private one
    assert packdesk("db", "migrate").code == 0
    assert packdesk("db", "migrate", "--json").json["applied"] == []
    assert packdesk("db", "status", "--json").json["current"] is True


def test_that_the_doctor_finds_everything_well(packdesk: Program) -> None:
    done = packdesk("doctor", "--json")
    assert done.code == 0, done
    checks = done.json
    assert checks["ok"] is True
    names = [check["check"] for check in checks["checks"]]
    assert names[:6] == ["program", "folder", "model", "database", "tables", "login"]
    assert {"rights", "workers", "jobs", "scheduler", "storage", "clock", "notices", "image engine"} == set(
        names[6:]
    )


def test_that_the_doctor_names_what_is_broken(
    packdesk: Program, make_database: DatabaseMaker, tmp_path: Path
) -> None:
    def findings(*words: str) -> dict[str, str]:
        done = packdesk("doctor", "--json", *words)
        assert done.code == 1, done
        assert done.json["ok"] is False
        return {check["check"]: check["detail"] for check in done.json["checks"] if not check["ok"]}

    assert "packdesk db migrate" in findings("--dsn", make_database(migrated=False))["database"]
    assert "No database answers" in findings("--dsn", "postgresql://u:hunter2@127.0.0.1:1/x")["database"]
    good = conninfo_to_dict(make_database())
    wrong = make_conninfo(**{**good, "password": "hunter2"})  # type: ignore[arg-type]
    assert "password" in findings("--dsn", wrong)["database"]
    home, packdesk.home = packdesk.home, tmp_path / "file"
    packdesk.home.write_text("mine")
    assert "is a file" in findings()["folder"]
    packdesk.home = home
    done = packdesk("doctor", "--dsn", wrong)
    assert done.code == 1
    assert "hunter2" not in done.out + done.err
    assert "look  database " in done.out
    assert done.out.endswith("Something needs your attention; see above.\n")
    packdesk("doctor", "--profile", "nobody").refused(3, "nobody")


# Secrets


def test_that_the_password_is_nowhere_but_in_its_file(packdesk: Program, tmp_path: Path) -> None:
    said = []
    said.append(packdesk("pack", MUG, "--name", "X", "--json"))
    said.append(packdesk("pack", tmp_path, "--name", "X"))
    said.append(packdesk("db", "status"))
    said.append(packdesk("jobs", "list", "--json"))
    worker = packdesk.start("worker")
    eventually(lambda: server_processes(packdesk.home))
    for process in psutil.process_iter(["cmdline"]):
        assert (packdesk.home / "secret").read_text().strip() not in " ".join(process.info["cmdline"] or ())
    worker.send_signal(signal.SIGTERM)
    said.append(packdesk.finish(worker))
    secret = (packdesk.home / "secret").read_text().strip()
    assert len(secret) >= 32
    for done in said:
        assert secret not in done.out + done.err
    kept = [path for folder in (packdesk.home, packdesk.cwd) for path in folder.rglob("*") if path.is_file()]
    assert packdesk.home / "logs" / "packdesk.log" in kept
    for path in kept:
        if path.name != "secret":
            assert secret.encode() not in path.read_bytes(), path
    assert (packdesk.home / "secret").stat().st_mode & 0o077 == 0
    assert packdesk.home.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("script") is None, reason="needs script(1)")
def test_that_a_terminal_shows_a_bar(team: Program, tmp_path: Path) -> None:
    try:
        for end in os.openpty():
            os.close(end)
    except OSError as error:
        pytest.skip(f"no terminals can be made here: {error.strerror}")
    command = " ".join(team.command("pack", MUG, "--name", "X", "--out", str(tmp_path / "out")))
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        env=team.environment({"TERM": "xterm-256color"}),
        cwd=team.cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done
    assert "6/6" in done.stdout
    assert "Main image" in done.stdout
    assert "6 of 6 images" in done.stdout


def test_that_counts_do_not_change_by_looking(team: Program, dsn: str, pack: str) -> None:
    before = counts(dsn), jobs_of(dsn)
    for words in (["jobs", "list"], ["jobs", "show", pack], ["db", "status"], ["db", "migrate"]):
        assert team(*words).code == 0
    assert (counts(dsn), jobs_of(dsn)) == before


def test_that_stopping_does_not_wait_for_a_dead_server(team: Program, dsn: str, pack: str) -> None:
    worker = team.start("worker", "--slots", "1")
    eventually(lambda: any(job["status"] == "processing" for job in jobs_of(dsn)))
    name = conninfo_to_dict(dsn)["dbname"]
    admin = make_conninfo(dsn, dbname="postgres")
    # from now on nobody is let in any more
    rows(admin, f'alter database "{name}" connection limit 0')
    rows(admin, f'alter database "{name}" allow_connections false')
    rows(admin, "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
    time.sleep(0.5)
    started = time.monotonic()
    worker.send_signal(signal.SIGINT)
    done = team.finish(worker)
    assert time.monotonic() - started < 12
    assert done.code in {0, 4, 5}, done
    rows(admin, f'alter database "{name}" allow_connections true')
    rows(admin, f'alter database "{name}" connection limit -1')
    rows(
        dsn,
        "update public.job_queue set lease_expires_at = now() where status = 'processing' and worker_id is not null",
    )
    assert team("worker", "--drain").code == 0
    assert {job["status"] for job in jobs_of(dsn)} == {"completed"}
