"""The embedded server through everything a person's computer does to it. All processes are real."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import psutil
import psycopg
import pytest
from psycopg import conninfo

from desktop.core.errors import ServerError, StorageError
from desktop.data import embedded_binaries, embedded_process
from desktop.data.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APP = Path(__file__).with_name("embedded_app.py")
REPO = Path(__file__).resolve().parents[2]
ROOT = embedded_binaries.is_root()

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and sockets as on Linux and macOS")
linux = pytest.mark.skipif(sys.platform != "linux", reason="uses Linux's namespaces or /proc")
as_root = pytest.mark.skipif(not ROOT, reason="only root can change accounts")


class App:
    """A process of its own that uses the embedded server."""

    def __init__(
        self,
        home: Path,
        *,
        durable: bool = False,
        before: tuple[str, ...] = (),
        python: str = sys.executable,
        **options: Any,
    ) -> None:
        environment = {**os.environ, "PYTHONPATH": str(REPO), "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= options.pop("env", {})
        self.process = subprocess.Popen(
            [*before, python, "-W", "error", str(APP), os.fspath(home), "durable" if durable else "fast"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            **options,
        )

    def tell(self, word: str) -> None:
        stdin: IO[str] = self.process.stdin  # type: ignore[assignment]
        stdin.write(word + "\n")
        stdin.flush()

    def hear(self) -> dict[str, Any]:
        stdout: IO[str] = self.process.stdout  # type: ignore[assignment]
        line = stdout.readline()
        assert line, "the app ended without an answer"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, word: str) -> dict[str, Any]:
        self.tell(word)
        return self.hear()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.stdin.close()  # type: ignore[union-attr]
            self.process.wait(60)
        self.process.stdout.close()  # type: ignore[union-attr]
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()  # type: ignore[union-attr]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "home"
    yield path
    end_server(path)


@pytest.fixture
def app(home: Path) -> Iterator[Callable[..., App]]:
    made: list[App] = []

    def make(path: Path = home, **options: Any) -> App:
        made.append(App(path, **options))
        return made[-1]

    yield make
    for one in made:
        one.end()


def end_server(home: Path) -> None:
    """Whatever a test left running."""
    process = embedded_process.server_process(home / "data")
    if process is not None:
        process.kill()
        process.wait(10)


def ask(dsn: str, question: str) -> Any:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def processes_of(home: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.name().startswith("postgres") and process.cwd() == str(home / "data"):
                found.append(process)
    return found


def wait_for(condition: Callable[[], object], timeout_s: float = 10) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


# The ordinary life


def test_that_data_lives_from_start_to_start(
    home: Path, record_property: Callable[[str, object], None]
) -> None:
    server = EmbeddedServer(home)
    assert not home.exists()
    figures = {"first start": seconds(server.start)}
    with psycopg.connect(server.dsn()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Grüße' AS word")
    figures["first stop"] = seconds(server.stop)
    assert not server.is_running
    figures["later start"] = seconds(server.start)
    assert ask(server.dsn(), "SELECT word FROM kept") == "Grüße"
    assert ask(server.dsn(), "SELECT upper('größe') || lower('ÅÄÖ') || current_user") == "GRÖßEåäöpackdesk"
    figures["start when running"] = seconds(server.start)
    figures["processes"] = len(processes_of(home))
    figures["disk MB"] = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    figures["later stop"] = seconds(server.stop)
    print("\n" + ", ".join(f"{name} {figure:.2f}" for name, figure in figures.items()))
    for name, figure in figures.items():
        record_property(name, figure)
    assert figures["processes"] <= 6
    assert figures["disk MB"] < 50
    assert figures["later start"] < 5


def test_that_the_figures_are_those_of_a_small_server(home: Path) -> None:
    with EmbeddedServer(home, max_connections=25) as server:
        wanted = {"shared_buffers": "16MB", "max_connections": "25", "io_method": "sync", "jit": "off"}
        assert {name: ask(server.dsn(), f"SHOW {name}") for name in wanted} == wanted
        assert ask(server.dsn(), "SHOW fsync") == "on"
        assert ask(server.dsn(), "SHOW data_checksums") == "on"
        assert ask(server.dsn(), "SHOW listen_addresses") in ("", "127.0.0.1")
        assert ask(server.dsn("postgres"), "SELECT current_database()::text") == "postgres"
        assert server.version.startswith("18.")


@posix
def test_that_only_the_owner_gets_in(home: Path) -> None:
    with EmbeddedServer(home, durable=False) as server:
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600
        assert stat.S_IMODE((home / "server.log").stat().st_mode) == 0o600
        for password in ("wrong", ""):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(conninfo.make_conninfo(server.dsn(), password=password)).close()
        assert ask(
            server.dsn(),
            "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'packdesk'",
        )
        secret = (home / "secret").read_text().strip()
        assert secret not in (home / "server.log").read_text()
        assert not [one for one in processes_of(home) if secret in " ".join(one.cmdline())]


def test_that_stop_ends_clients_that_forgot_to_leave(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    client = psycopg.connect(server.start())
    assert seconds(server.stop) < 10
    with pytest.raises(psycopg.OperationalError):
        client.execute("SELECT 1")
    client.close()
    server.stop()
    with pytest.raises(ServerError, match="isn't running"):
        server.dsn()


async def test_that_coroutines_get_in_the_same_way(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    await asyncio.to_thread(server.start)
    async with await psycopg.AsyncConnection.connect(server.dsn()) as connection:
        found = await (await connection.execute("SELECT 1")).fetchone()
    assert found == (1,)
    await asyncio.to_thread(server.stop)


def test_that_threads_may_all_start_it(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(server.start())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert len(answers) == 8
    server.stop()
    assert not server.is_running


def test_that_two_objects_in_one_process_count_as_two(home: Path) -> None:
    one, two = EmbeddedServer(home, durable=False), EmbeddedServer(home, durable=False)
    one.start()
    two.start()
    assert one.pid == two.pid
    one.stop()
    assert two.is_running
    assert ask(two.dsn(), "SELECT 1") == 1
    two.stop()
    assert not two.is_running


# Names and surroundings


@posix
@pytest.mark.parametrize(
    "name",
    [
        "with space",
        "quote ' and \" and ` and \\ end",
        "Größe 写真 🎁",
        "100% $HOME ${x} #hash;semi&amp",
        "comma, here",
        "long " + "x" * 120,
        "Ä" * 60,
        "-starts-like-an-option",
        os.fsdecode(b"not \xff utf-8"),
    ],
    ids=["space", "quotes", "unicode", "shell", "comma", "long", "long-unicode", "dash", "bytes"],
)
def test_that_any_folder_name_works(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    if sys.platform == "darwin" and "\udcff" in name:
        pytest.skip("macOS has UTF-8 names only")
    server = EmbeddedServer(home, durable=False)
    try:
        assert ask(server.start(), "SELECT 1") == 1
        other = EmbeddedServer(home, durable=False)
        assert ask(other.start(), "SELECT 2") == 2
        assert other.pid == server.pid
        server.stop()
        assert ask(other.dsn(), "SELECT 3") == 3
        other.stop()
        assert not server.is_running
    finally:
        end_server(home)


@posix
def test_that_somebody_elses_short_folder_is_not_trusted(tmp_path: Path) -> None:
    home = tmp_path / "comma, here"
    with EmbeddedServer(home, durable=False) as server:
        folder = Path(str(conninfo.conninfo_to_dict(server.dsn())["host"]))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()
    folder.mkdir()
    folder.chmod(0o777)
    try:
        with pytest.raises(ServerError, match="shorter path"):
            EmbeddedServer(home, durable=False).start()
    finally:
        folder.rmdir()


def test_that_a_line_break_in_the_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="choose another folder"):
        EmbeddedServer(tmp_path / "line\nbreak").start()


@posix
def test_that_the_persons_environment_stays_outside(home: Path, app: Callable[..., App]) -> None:
    stray = {
        "PGDATA": "/nowhere",
        "PGPORT": "1",
        "PGHOST": "/nowhere",
        "PGUSER": "nobody",
        "PGPASSWORD": "wrong",
        "PGDATABASE": "nowhere",
        "PGHOSTADDR": "10.255.255.1",
        "PGOPTIONS": "-c nosuch=1",
        "PGSSLMODE": "require",
        "PGCHANNELBINDING": "require",
        "PGREQUIREAUTH": "password",
        "PGTARGETSESSIONATTRS": "standby",
        "PGGSSENCMODE": "require",
        "LC_ALL": "xx_XX.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "LD_LIBRARY_PATH": "/nowhere",
    }
    one = app(env=stray)
    answer = one.ask("start")
    assert "pid" in answer, answer
    environment = psutil.Process(answer["pid"]).environ()
    assert environment["LC_ALL"] == "C"
    assert not {*stray} - {"LC_ALL"} & {*environment} - {"LC_ALL"}
    assert os.getsid(answer["pid"]) != os.getsid(one.process.pid)
    assert one.ask("stop")["pid"] is None


# Several at once, and crashes


def test_that_the_last_one_out_stops_it(app: Callable[..., App]) -> None:
    one, two = app(), app()
    pid = one.ask("start")["pid"]
    assert two.ask("start")["pid"] == pid
    assert one.ask("stop")["pid"] == pid
    assert one.ask("start")["pid"] == pid
    assert two.ask("stop")["pid"] == pid
    assert one.ask("stop")["pid"] is None


def test_that_four_first_starts_at_once_make_one_server(home: Path, app: Callable[..., App]) -> None:
    apps = [app() for _ in range(4)]
    for one in apps:
        one.tell("start")
    answers = [one.hear() for one in apps]
    assert len({answer["pid"] for answer in answers}) == 1, answers
    assert not list(home.glob("data.new-*"))
    print("\nslowest of four first starts:", max(answer["seconds"] for answer in answers))
    assert [one.ask("stop")["pid"] is None for one in apps] == [False, False, False, True]


@posix
def test_that_a_crash_of_the_app_leaves_a_server_to_attach_to(app: Callable[..., App]) -> None:
    first = app()
    pid = first.ask("start")["pid"]
    first.kill()
    assert psutil.pid_exists(pid)
    second = app()
    assert second.ask("start")["pid"] == pid
    assert second.ask("stop")["pid"] is None


@posix
def test_that_ctrl_c_in_the_terminal_spares_the_server(app: Callable[..., App]) -> None:
    one = app(start_new_session=True, stderr=subprocess.DEVNULL)
    pid = one.ask("start")["pid"]
    os.killpg(one.process.pid, signal.SIGINT)
    one.process.wait(10)
    assert psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    two = app()
    assert two.ask("start")["pid"] == pid
    two.ask("stop")


@posix
@pytest.mark.parametrize("victims", ["server", "both"])
def test_that_acknowledged_commits_survive_kill_9(
    home: Path, app: Callable[..., App], victims: str, record_property: Callable[[str, object], None]
) -> None:
    writer = app(durable=True)
    pid = writer.ask("start")["pid"]
    writer.tell("write")
    acknowledged = -1
    while acknowledged < 100:
        acknowledged = writer.hear()["acknowledged"]
    os.kill(pid, signal.SIGKILL)
    if victims == "both":
        writer.process.kill()
    while True:
        line = writer.process.stdout.readline()  # type: ignore[union-attr]
        said = json.loads(line) if line.endswith("\n") else {}
        if "acknowledged" not in said:
            break
        acknowledged = said["acknowledged"]
    if victims == "both":
        writer.process.wait()
        writer = app(durable=True)
    answer = writer.ask("start")
    assert answer["pid"] != pid, answer
    print(f"\nrecovery after kill -9 of {victims}: {answer['seconds']:.2f} s, {acknowledged + 1} commits")
    record_property("recovery", answer["seconds"])
    server = EmbeddedServer(home)
    found = ask(server.start(), "SELECT array_agg(number ORDER BY number) FROM acknowledged")
    assert found[: acknowledged + 1] == list(range(acknowledged + 1))
    assert len(found) <= acknowledged + 2
    server.stop()
    assert writer.ask("stop")["pid"] is None


@posix
@pytest.mark.slow
def test_that_a_busy_orphan_of_a_dead_server_is_ended_first(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    client = psycopg.connect(server.start(), autocommit=True)
    orphan = client.info.backend_pid
    # A sort that never looks up from its work long enough to notice that its server is gone.
    busy = threading.Thread(
        target=run_quietly, args=(client, "SELECT count(*) FROM generate_series(1, 1000000000)")
    )
    busy.start()
    wait_for(lambda: psutil.Process(orphan).cpu_times().user > 0.2)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    took = seconds(server.start)
    print(f"\nrestart beside a busy orphan: {took:.2f} s")
    assert orphan not in [process.pid for process in processes_of(home)]
    assert ask(server.dsn(), "SELECT 1") == 1
    busy.join()
    client.close()
    server.stop()


def run_quietly(client: psycopg.Connection, statement: str) -> None:
    with contextlib.suppress(psycopg.OperationalError):
        client.execute(statement.encode())


@posix
@pytest.mark.parametrize("owner", ["this test", "a zombie", "another server", "nobody any more", "nonsense"])
def test_that_a_stale_pid_file_is_seen_through(home: Path, tmp_path: Path, owner: str) -> None:
    server = EmbeddedServer(home, durable=False)
    server.start()
    recorded = (home / "data" / "postmaster.pid").read_text().split("\n")
    server.stop()
    other = EmbeddedServer(tmp_path / "other", durable=False)
    zombie = subprocess.Popen(["true"])
    wait_for(lambda: psutil.Process(zombie.pid).status() == psutil.STATUS_ZOMBIE)
    if owner == "another server":
        other.start()
    gone = subprocess.Popen(["true"])
    gone.wait()
    pids = {
        "this test": os.getpid(),
        "a zombie": zombie.pid,
        "another server": other.pid,
        "nobody any more": gone.pid,
    }
    stale = "\n".join([str(pids.get(owner, "nonsense")), *recorded[1:]])
    (home / "data" / "postmaster.pid").write_text(stale)
    assert not server.is_running
    server.start()
    assert server.pid not in pids.values()
    assert ask(server.dsn(), "SELECT 1") == 1
    server.stop()
    zombie.wait()
    assert other.is_running == (owner == "another server")
    other.stop()


@posix
def test_that_a_start_cut_off_half_way_leaves_no_trace(home: Path, app: Callable[..., App]) -> None:
    first = app()
    first.tell("start")
    wait_for(lambda: list(home.glob("data.new-*/base")))
    first.kill()
    second = app()
    assert "pid" in second.ask("start")
    assert second.ask("stop")["pid"] is None
    # The orphaned initdb of the first may have ended only now; its leavings go with the next first start.
    assert (home / "data" / "PG_VERSION").exists()


@posix
def test_that_a_server_on_its_way_out_is_waited_for(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    client = psycopg.connect(server.start())
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGTERM)  # as at the end of a session; it would wait for the client for ever
    wait_for(lambda: (embedded_process.read_pid_file(home / "data") or never()).status == "stopping")
    other = EmbeddedServer(home, durable=False)
    other.start()
    assert other.pid not in (None, pid)
    client.close()
    server.stop()
    assert other.is_running
    other.stop()


def never() -> embedded_process.PidFile:
    raise AssertionError("the server went away")


# The password


def test_that_a_lost_password_is_renewed(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept ()")
    server.stop()
    (home / "secret").unlink()
    server.start()
    assert ask(server.dsn(), "SELECT to_regclass('kept') IS NOT NULL")
    server.stop()
    (home / "secret").write_text("spoiled\n")
    server.start()
    assert ask(server.dsn(), "SELECT to_regclass('kept') IS NOT NULL")
    assert (home / "secret").read_text() != "spoiled\n"
    server.stop()


def test_that_a_running_servers_other_password_is_explained(home: Path) -> None:
    with EmbeddedServer(home, durable=False) as server:
        right = (home / "secret").read_text()
        (home / "secret").write_text("spoiled\n")
        with pytest.raises(ServerError, match="Close every Packdesk window"):
            EmbeddedServer(home, durable=False).start()
        (home / "secret").write_text(right)
        assert ask(server.dsn(), "SELECT 1") == 1


# Refusals


def test_that_data_of_another_major_version_is_left_alone(home: Path) -> None:
    EmbeddedServer(home, durable=False).__enter__().stop()
    assert (home / "postgres-major").read_text() == "18\n"
    for major in (17, 19):
        (home / "data" / "PG_VERSION").write_text(f"{major}\n")
        (home / "postgres-major").write_text(f"{major}\n")
        before = sorted((path, path.stat().st_mtime_ns) for path in (home / "data").rglob("*"))
        with pytest.raises(ServerError, match=f"written by PostgreSQL {major}") as caught:
            EmbeddedServer(home, durable=False).start()
        assert caught.value.code == "other-major"
        assert sorted((path, path.stat().st_mtime_ns) for path in (home / "data").rglob("*")) == before


def test_that_something_else_in_the_place_of_the_data_is_left_alone(home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "holiday.txt").write_text("precious")
    with pytest.raises(ServerError, match="Move it away"):
        EmbeddedServer(home).start()
    assert (home / "data" / "holiday.txt").read_text() == "precious"
    (home / "data" / "holiday.txt").unlink()
    with EmbeddedServer(home, durable=False) as server:
        assert ask(server.dsn(), "SELECT 1") == 1


def test_that_a_file_in_the_place_of_the_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="is a file"):
        EmbeddedServer(tmp_path / "file").start()
    with pytest.raises(StorageError, match="choose another folder"):
        EmbeddedServer(tmp_path / "file" / "below").start()


@linux
def test_that_a_folder_nobody_can_write_is_explained() -> None:
    with pytest.raises(StorageError, match="Allow writing there or choose another folder"):
        EmbeddedServer(Path("/proc/packdesk")).start()


@posix
def test_that_missing_binaries_send_people_to_a_team_database(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    for content in (None, "", "not a program of this machine"):
        if content is not None:
            folder.mkdir(exist_ok=True)
            (folder / "postgres").write_text(content)
            (folder / "postgres").chmod(0o755)
        with pytest.raises(ServerError, match="Connect to a team database instead") as caught:
            EmbeddedServer(home, bin_dir=folder).start()
        assert caught.value.code == "no-binaries"
    assert not home.exists()


def test_that_a_server_that_cannot_start_says_why_at_once(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = EmbeddedServer(home, durable=False)
    server.start()
    server.stop()
    (home / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    secret = (home / "secret").read_text().strip()
    with (home / "server.log").open("a") as log:
        log.write(f"somebody wrote {secret} here\n")
    begin = time.perf_counter()
    with caplog.at_level(logging.WARNING), pytest.raises(ServerError) as caught:
        server.start()
    assert time.perf_counter() - begin < 5
    assert "couldn't start" in str(caught.value)
    assert "configuration" in str(caught.value)
    assert "no_such_setting" in caplog.text
    assert secret not in caplog.text
    assert not server.is_running
    assert not list((home / "users").iterdir())


def test_that_a_busy_gate_is_explained(home: Path) -> None:
    server = EmbeddedServer(home, durable=False, start_timeout_s=0.3)
    server._home.prepare()
    with server._home.gate(1), pytest.raises(ServerError, match="still starting or stopping") as caught:
        EmbeddedServer(home, durable=False, start_timeout_s=0.3).start()
    assert caught.value.retryable


def test_that_a_large_log_is_put_aside(home: Path) -> None:
    server = EmbeddedServer(home, durable=False)
    server.start()
    server.stop()
    (home / "server.log").write_bytes(b"x" * (6 * 1024 * 1024))
    server.start()
    assert (home / "server.log").stat().st_size < 100_000
    assert (home / "server.old.log").stat().st_size == 6 * 1024 * 1024
    server.stop()


# A full disk: on a small file system of the test's own


def small_disk(folder: Path, megabytes: int) -> tuple[str, ...]:
    """A command prefix which gives the process behind it a small disk at ``folder``."""
    folder.mkdir()
    rights = () if ROOT else ("--user", "--map-root-user")
    mount = f'mount -t tmpfs -o size={megabytes}m,mode=700 tmpfs "$0" && exec "$@"'
    prefix = ("unshare", *rights, "--mount", "sh", "-c", mount, str(folder))
    if subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("no right to mount a small disk here")
    return prefix


@linux
def test_that_a_nearly_full_disk_is_refused_before_anything_is_made(
    tmp_path: Path, app: Callable[..., App]
) -> None:
    disk = tmp_path / "disk"
    answer = app(disk / "home", before=small_disk(disk, 100)).ask("start")
    assert (answer["error"], answer["code"]) == ("StorageError", "disk-full")
    assert "Free at least 150 MB" in answer["message"]


@linux
def test_that_a_disk_full_at_a_later_start_is_told(tmp_path: Path, app: Callable[..., App]) -> None:
    disk = tmp_path / "disk"
    one = app(disk / "home", before=small_disk(disk, 200))
    assert "pid" in one.ask("start")
    assert one.ask("stop")["pid"] is None
    inside = Path(f"/proc/{one.process.pid}/root", *disk.parts[1:])
    filler = os.open(inside / "filler", os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(filler, b"\0" * 4096)
    os.close(filler)
    answer = one.ask("start")
    assert (answer.get("error"), answer.get("code")) == ("StorageError", "disk-full"), answer
    (inside / "filler").unlink()
    assert "pid" in one.ask("start")
    assert one.ask("stop")["pid"] is None


# Accounts


@linux
@as_root
def test_that_an_ordinary_account_can_do_it_all(tmp_path: Path, app: Callable[..., App]) -> None:
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None or not same_python(python):
        pytest.skip("no Python of the same version outside root's own folders")
    site = next(path for path in sys.path if path.endswith("site-packages"))
    if not all(reachable_for_all(Path(path)) for path in (REPO, site, python)):
        pytest.skip("this checkout is closed to other accounts")
    options: dict[str, Any] = {
        "python": python,
        "user": 65534,
        "group": 65534,
        "extra_groups": [],
        "env": {"PYTHONPATH": f"{REPO}:{site}"},
    }
    work = open_to_all()
    try:
        one = app(work / "home", **options)
        pid = one.ask("start")["pid"]
        assert psutil.Process(pid).uids().real == 65534
        one.kill()
        two = app(work / "home", **options)
        assert two.ask("start")["pid"] == pid
        os.kill(pid, signal.SIGKILL)
        assert two.ask("start")["pid"] not in (None, pid)
        # Root may look at it but not take it over: the owner couldn't start it any more.
        with pytest.raises(ServerError, match="belongs to another account"):
            EmbeddedServer(work / "home").start()
        assert two.ask("stop")["pid"] is None
        closed = work / "closed"
        closed.mkdir(mode=0o755)
        assert app(closed / "home", **options).ask("start")["error"] == "StorageError"
    finally:
        shutil.rmtree(work)


def reachable_for_all(path: Path) -> bool:
    return all(one.stat().st_mode & stat.S_IXOTH for one in (path, *path.resolve().parents))


def same_python(python: str) -> bool:
    version = "import sys; print(sys.version_info[:2])"
    done = subprocess.run([python, "-c", version], capture_output=True, text=True, check=True)
    return done.stdout.strip() == str(sys.version_info[:2])


def open_to_all() -> Path:
    """A folder an ordinary account can reach; pytest's own are closed to others."""
    import tempfile  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="packdesk-test-"))
    folder.chmod(0o777)
    return folder


@linux
@as_root
def test_that_root_without_namespaces_uses_an_unprivileged_account(
    home: Path, tmp_path: Path, app: Callable[..., App]
) -> None:
    """Docker's default profile forbids namespaces to root; then the account `nobody` runs the server."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "setpriv").symlink_to(str(shutil.which("setpriv")))
    first = app(env={"PATH": str(tools)})
    pid = first.ask("start")["pid"]
    assert psutil.Process(pid).uids().real == 65534
    first.kill()
    second = app(env={"PATH": str(tools)})
    assert second.ask("start")["pid"] == pid
    os.kill(pid, signal.SIGKILL)
    assert second.ask("start")["pid"] not in (None, pid)
    assert second.ask("stop")["pid"] is None
    # And the data changes hands when the other way opens up, and back.
    if embedded_binaries.find_binaries(embedded_binaries.bundled_folder()).account.owner != (0, 0):
        return  # it never does here, e.g. in a chroot
    with EmbeddedServer(home, durable=False) as server:
        assert psutil.Process(server.pid).uids().real == 0
    assert "pid" in second.ask("start")
    assert second.ask("stop")["pid"] is None


@linux
@as_root
def test_that_root_without_any_way_is_told_so(tmp_path: Path, app: Callable[..., App]) -> None:
    answer = app(env={"PATH": str(tmp_path)}).ask("start")
    assert answer["code"] == "root"
    assert "ordinary account" in answer["message"]
