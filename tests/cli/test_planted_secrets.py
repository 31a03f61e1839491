"""Secrets that were planted are looked for wherever they must not be: files, logs, words, environments, reports."""

from __future__ import annotations

import os
import sys
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from desktop.core.errors import KnownError
from desktop.data.database import connect
from desktop.mishap import write_report
from desktop.services.connections import read_connection
from desktop.services.diagnostics import export_diagnostics
from desktop.services.people import write_connection_file
from desktop.services.profiles import profile_dsn, save_profile
from tests.cli.program import Program, eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import DatabaseMaker

PLANTED = "planted-S3cret-4711"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def assert_nowhere(secret: str, folder: Path) -> None:
    """Not in any file's name or content, nor in an archive's."""
    for path in folder.rglob("*"):
        assert secret not in path.name
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    for name in archive.namelist():
                        assert secret.encode() not in archive.read(name), (path, name)


@LINUX
@pytest.mark.slow
def test_that_no_program_started_from_here_sees_the_password(
    packdesk: Program, make_database: DatabaseMaker, tmp_path: Path
) -> None:
    packdesk.dsn = make_database()
    secret = str(conninfo_to_dict(packdesk.dsn)["password"])
    running = packdesk.start("sample", "--out", tmp_path / "out", env={"PGPASSWORD": PLANTED})
    seen: set[int] = set()

    def look() -> bool:
        with suppress(psutil.NoSuchProcess):
            own = psutil.Process(running.pid)
            assert secret not in " ".join(own.cmdline())
            for child in own.children(recursive=True):
                with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                    words, environment = " ".join(child.cmdline()), str(child.environ())
                    assert secret not in words + environment, words
                    assert PLANTED not in words + environment, words
                    seen.add(child.pid)
        return running.poll() is not None

    eventually(look, 120, "the end")
    done = packdesk.finish(running)
    assert done.code == 0, done
    assert seen, "the image engine is a program of its own"
    assert secret not in done.out + done.err
    assert_nowhere(secret, tmp_path)


def test_that_a_password_in_the_environment_still_opens_the_door(
    packdesk: Program, make_database: DatabaseMaker
) -> None:
    told = conninfo_to_dict(make_database())
    password = str(told.pop("password"))
    packdesk.dsn = psycopg.conninfo.make_conninfo("", **told)
    assert packdesk("db", "status", "--json", env={"PGPASSWORD": password}).json["current"]
    packdesk("db", "status", env={"PGPASSWORD": "wrong"}).refused(5, "user name and password")


@pytest.mark.parametrize(
    "dsn",
    [
        f"postgresql://me:{PLANTED}@127.0.0.1:1/x",
        f"host=127.0.0.1 port=1 user=me password={PLANTED}",
        f"host=127.0.0.1 port=1 user=me password='{PLANTED}' nonsense",
        f"postgresql://me:{PLANTED}@127.0.0.1:notaport/x",
        f"postgresql://me:{PLANTED}@no.such.host.invalid/x",
    ],
)
def test_that_a_connection_that_fails_repeats_no_password(
    packdesk: Program, tmp_path: Path, dsn: str
) -> None:
    packdesk.dsn = dsn
    for words in (
        ("db", "status"),
        ("jobs", "list"),
        ("doctor",),
        ("db", "invite", "anna", "--role", "staff"),
    ):
        done = packdesk(*words)
        assert done.code != 0
        assert PLANTED not in done.out + done.err
    assert_nowhere(PLANTED, tmp_path)


async def test_that_no_error_of_a_connection_holds_it() -> None:
    for dsn in (f"postgresql://me:{PLANTED}@127.0.0.1:1/x", f"host=[ password={PLANTED}"):
        with pytest.raises(KnownError) as failed:
            await connect(dsn)
        assert PLANTED not in str(failed.value) + repr(failed.value)


def test_that_profiles_invitations_and_reports_hold_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("PACKDESK_HOME", str(home))
    reading = read_connection(f"postgresql://me:{PLANTED}@db.example.com/x")
    assert reading.password == PLANTED
    save_profile(home, reading)
    profile_dsn(home, "db")
    (home / "window.ini").write_text(f"[x]\nlast=postgresql://me:{PLANTED}@db.example.com/x\n", "utf-8")
    write_connection_file(
        tmp_path / "anna.packdesk", f"host=db.example.com user=me password={PLANTED}", "anna"
    )
    try:
        raise ValueError(f"could not connect to postgresql://me:{PLANTED}@db.example.com/x")  # noqa: TRY301
    except ValueError as error:
        report = write_report(f"{error!r}\npassword={PLANTED}")
    assert report is not None
    assert PLANTED not in report.read_text("utf-8")
    export_diagnostics(tmp_path / "diagnostics.zip", home, {"mode": "live"})
    (home / "window.ini").unlink()
    assert_nowhere(PLANTED, tmp_path)
    assert os.environ["PACKDESK_HOME"] == str(home)
