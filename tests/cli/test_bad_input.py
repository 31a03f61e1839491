"""What is given can be anything: it works, or there is one plain sentence, an exit code, and nothing half-stored."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.cli import odd_files
from tests.cli.program import MUG, Program, counts, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import DatabaseMaker

SECRET = "hunter2-Geheim"


def stored_image(dsn: str, sha256: str) -> Image.Image:
    chunks = rows(dsn, "select data from packdesk.blob_chunks where sha256 = %s order by n", [sha256])
    with Image.open(io.BytesIO(b"".join(bytes(chunk["data"]) for chunk in chunks))) as image:
        return image.convert("RGB")


# Photos


def test_that_unusual_photos_simply_work(team: Program, dsn: str, tmp_path: Path) -> None:
    paths = odd_files.unusual_but_fine(tmp_path)
    names = list(paths)
    for some in (names[:10], names[10:]):
        done = team("pack", *[paths[name] for name in some], "--name", "Odd", "--no-wait", "--json")
        assert done.code == 0, done
    photos = {row["original_name"]: row for row in rows(dsn, "select * from packdesk.project_images")}
    assert list(photos) == names
    usual = np.asarray(odd_files.photo().resize((90, 70))).astype(int)
    for name, photo in photos.items():
        thumb = stored_image(dsn, photo["thumb_sha256"])
        if name == "phone.heic":
            continue
        assert (photo["width"], photo["height"]) == (900, 700), name
        if name not in {"grey16.png", "grey.jpg", "palette-alpha.png", "transparent.png", "cmyk.jpg"}:
            difference = np.abs(np.asarray(thumb.resize((90, 70))).astype(int) - usual).mean()
            assert difference < 8, (name, difference)


def test_that_packs_are_made_of_unusual_photos(team: Program, dsn: str, tmp_path: Path) -> None:
    paths = odd_files.unusual_but_fine(tmp_path)
    for name in ("cmyk.jpg", "rgb16.png", "transparent.png"):
        assert team("pack", paths[name], "--name", name, "--no-wait").code == 0
    rows(dsn, "delete from public.job_queue where image_type not in ('MAIN_IMAGE')")
    assert team("worker", "--drain").code == 0
    states = rows(dsn, "select name, j.status, j.error_message from public.job_queue j"
                       " join packdesk.projects p on p.id = j.project_id where image_type = 'MAIN_IMAGE'")  # fmt: skip
    assert len(states) == 3
    assert {state["status"] for state in states} == {"completed"}, states


def test_that_photos_are_upright_however_the_camera_was_held(team: Program, dsn: str, tmp_path: Path) -> None:
    paths = []
    for orientation in range(1, 9):
        paths.append(tmp_path / f"{orientation}.jpg")
        paths[-1].write_bytes(odd_files.turned(orientation))
    assert team("pack", *paths, "--name", "Turned", "--no-wait").code == 0
    photos = rows(dsn, "select * from packdesk.project_images order by position")
    assert [(photo["width"], photo["height"]) for photo in photos] == [(900, 700)] * 8
    upright = np.asarray(odd_files.photo().resize((90, 70))).astype(int)
    for photo in photos:
        thumb = np.asarray(stored_image(dsn, photo["thumb_sha256"]).resize((90, 70))).astype(int)
        assert np.abs(thumb - upright).mean() < 5, photo["original_name"]


def test_that_files_that_cannot_serve_are_refused_by_name(team: Program, dsn: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name, (path, word) in odd_files.refused(tmp_path).items():
        started = time.monotonic()
        # the good one first: it must not be stored either
        done = team("pack", MUG, path, "--name", "X", "--out", out)
        done.refused(3, f"{name}: ", word)
        assert time.monotonic() - started < 30, name
        assert counts(dsn) == (0, 0, 0)
        assert not out.exists()
    assert rows(dsn, "select count(*) as n from packdesk.blobs") == [{"n": 0}]


def test_that_what_is_no_file_is_refused(team: Program, dsn: str, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.jpg"
    os.mkfifo(fifo)
    loop = tmp_path / "loop.jpg"
    loop.symlink_to(loop)
    sparse = tmp_path / "sparse.jpg"
    with sparse.open("wb") as file:
        file.truncate(2**40)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.jpg"))
        for path, word in (
            (tmp_path, "folder"),
            (tmp_path / "missing.jpg", "no file"),
            ("/dev/zero", "not a file"),
            ("/dev/null", "not a file"),
            (fifo, "not a file"),
            (tmp_path / "s.jpg", "not a file"),
            (loop, ""),
            (sparse, "larger than 40 MB"),
            (tmp_path / ("x" * 300), ""),
            (MUG / "inside", ""),
            (b"missing\xff.jpg", "no file"),
        ):
            done = team("pack", path, "--name", "X", timeout=20)
            done.refused(3, word)
    assert counts(dsn) == (0, 0, 0)
    assert list(team.cwd.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody else")
def test_that_a_file_one_may_not_read_is_refused(team: Program, tmp_path: Path) -> None:
    photo = tmp_path / "private.jpg"
    photo.write_bytes(MUG.read_bytes())
    photo.chmod(0)
    # root without its capability to read everything
    words = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all", "--"]
    done = subprocess.run(
        [*words, *team.command("pack", photo, "--name", "X")],
        env=team.environment(),
        cwd=team.cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "setpriv" in done.stderr:
        pytest.skip(f"setpriv can't do that here: {done.stderr.strip()}")
    assert done.returncode == 3, done
    assert "private.jpg may not be read" in done.stderr


def test_that_the_number_of_photos_is_limited(team: Program, dsn: str) -> None:
    team("pack", *[MUG] * 11, "--name", "X").refused(3, "at most 10", "these are 11")
    team("pack", "--name", "X").refused(2, "PHOTO")
    assert counts(dsn) == (0, 0, 0)


# Texts and figures


def test_that_texts_that_do_not_fit_are_refused(team: Program, dsn: str) -> None:
    for words, word in (
        (["--name", "x" * 300], "300 characters"),
        (["--name", ""], "name"),
        (["--name", " \t\n"], "name"),
        (["--name", b"odd\xff"], "can't be stored"),
        (["--name", "X", "--product", "p" * 256], "product name"),
        (["--name", "X", "--category", "c" * 256], "category"),
        (["--name", "X", "--description", "d" * 2001], "2001 characters"),
        (["--name", "X", *["--feature", "f"] * 13], "at most 12"),
        (["--name", "X", *["--feature", f"f: {'t' * 340}"] * 12], "4092 characters together"),
        (["--name", "X", *["--compare", f"{'t' * 100}=yes|no"] * 12], "1200 characters together"),
        (["--name", "X", *["--compare", "Lid=yes|no"] * 13], "at most 12 rows"),
        (["--name", "X", "--feature", ": no title"], "title"),
        (["--name", "X", "--feature", "f" * 256], "feature"),
        (["--name", "X", "--compare", "no value"], "compare"),
        (["--name", "X", "--compare", "=yes"], "compare"),
        (["--name", "X", "--compare", "l" * 300 + "=yes"], "compar"),
        (["--name", "X", "--compare", b"a=\xff"], "can't be stored"),
    ):
        team("pack", MUG, *words, "--no-wait").refused(3, word)
    team("pack", MUG).refused(2, "--name")
    team("pack", MUG, "--name", "X", "--style", "baroque").refused(2, "baroque", "premium")
    team("pack", MUG, "--name", "X", "--unit", "m").refused(2, "cm")
    team("pack", MUG, "--name", "X", "--nonsense").refused(2, "--nonsense")
    assert counts(dsn) == (0, 0, 0)


@pytest.mark.parametrize(
    "figures", ["0x1x1", "-1x2x3", "nanx1x1", "infx1x1", "1e9x1x1", "1x2", "1x2x3x4", "axbxc", "", "x"]
)
def test_that_figures_that_are_no_size_are_refused(packdesk: Program, figures: str) -> None:
    # before any server is started
    packdesk("pack", MUG, "--name", "X", f"--dimensions={figures}").refused(3, "is not a size")
    assert not (packdesk.home / "data").exists()


def test_that_any_text_a_person_can_type_is_kept(team: Program, dsn: str) -> None:
    name = "🫖 Ünï\u202ecode\u200d \"'; drop table x; -- %s {} \\ [bold] \x1b[31m\a\n2"
    words = ["--description", "d" * 2000, *["--feature", "👍🏽: so"] * 6, "--compare", "🚿=🙂|no"]
    done = team("pack", MUG, "--name", name, "--product", "p" * 255, *words, "--no-wait", "--json")
    assert done.code == 0, done
    (project,) = rows(dsn, "select name, features, comparison from packdesk.projects")
    assert project["name"] == name
    assert project["features"] == [{"title": "👍🏽", "text": "so"}] * 6
    assert project["comparison"] == [{"label": "🚿", "ours": "🙂", "others": False}]


# Databases


def test_that_databases_that_cannot_be_used_are_told_apart(
    packdesk: Program, make_database: DatabaseMaker, tmp_path: Path
) -> None:
    good = conninfo_to_dict(make_database())
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        closed = deaf.getsockname()[1]
    empty, newer, other = make_database(migrated=False), make_database(), make_database()
    rows(newer, "insert into packdesk.schema_migrations (version, name, checksum) values (999, 'later', 'x')")
    rows(other, "update packdesk.schema_migrations set checksum = 'x' where version = 1")
    wrong_password = make_conninfo(**{**good, "password": SECRET})  # type: ignore[arg-type]
    for dsn, code, word in (
        (f"postgresql://u:{SECRET}@127.0.0.1:{closed}/x", 4, "No database answers"),
        (f"postgresql://u:{SECRET}@no-such-host.invalid/x", 4, "no server of that name"),
        (f"host={tmp_path}/nowhere user=u password={SECRET}", 4, ""),
        (wrong_password, 5, "user name and password"),
        (make_conninfo(**{**good, "user": "nobody_here", "password": SECRET}), 5, ""),  # type: ignore[arg-type]
        (make_conninfo(**{**good, "dbname": "no such"}), 5, "no database of that name"),  # type: ignore[arg-type]
        (f"postgres//u:{SECRET}@host/x", 3, "not a connection string"),
        (f"mysql://u:{SECRET}@host/x", 3, "not a connection string"),
        (f"https://u:{SECRET}@example.com", 3, "not a connection string"),
        (f"u:{SECRET}@host", 3, "not a connection string"),
        (f"password={SECRET} nonsense=1", 3, "not a connection string"),
        (f"postgresql://u:{SECRET}@127.0.0.1:port/x", 3, ""),
        (f"postgresql://u:{SECRET}@127.0.0.1:{closed}/x?sslmode=maybe", 3, ""),
        (f"postgresql://u:{SECRET}@127.0.0.1:{closed}/x?connect_timeout=soon", 3, ""),
        ("    ", 3, ""),
        (empty, 8, "packdesk db migrate"),
        (newer, 8, "newest Packdesk"),
        (other, 8, "official"),
    ):
        for command in (["pack", MUG, "--name", "X", "--no-wait"], ["jobs", "list"]):
            done = packdesk(*command, "--dsn", dsn)
            done.refused(code, word)
            assert SECRET not in done.err, done
    assert counts(newer) == (0, 0, 0)
    assert rows(empty, "select count(*) as n from pg_namespace where nspname = 'packdesk'") == [{"n": 0}]
    # whatever is typed in the wrong place is not repeated either
    misplaced = f"postgresql://u:{SECRET}@127.0.0.1:{closed}/x"
    for words in (
        [misplaced],
        ["jobs", misplaced],
        ["jobs", "show", misplaced],
        ["jobs", "list", misplaced],
        ["worker", misplaced],
        ["jobs", "list", "--profile", misplaced],
        ["jobs", "list", "--dns", misplaced],
        ["jobs", "list", f"--dns={misplaced}"],
        ["jobs", "list", "--limit", misplaced],
        ["pack", misplaced, "--name", "X"],
        ["pack", MUG, "--name", "X", "--dimensions", misplaced],
        ["pack", MUG, "--name", "X", "--style", misplaced],
    ):
        done = packdesk(*words, "--json", env={"PACKDESK_DSN": misplaced})
        assert done.code in {2, 3, 4}, done
        assert SECRET not in done.out + done.err, done
    for path in packdesk.home.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path


def test_that_a_server_that_never_answers_can_be_given_up(packdesk: Program) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        dsn = f"postgresql://u@127.0.0.1:{deaf.getsockname()[1]}/x"
        running = packdesk.start("jobs", "list", "--dsn", dsn)
        time.sleep(1.5)
        started = time.monotonic()
        running.send_signal(2)
        done = packdesk.finish(running)
        assert time.monotonic() - started < 3
        assert (done.code, done.err) == (130, "Stopped.\n")
        packdesk("jobs", "list", "--dsn", f"{dsn}?connect_timeout=2").refused(4, "answer")


def test_that_errors_are_json_for_programs(packdesk: Program) -> None:
    done = packdesk("pack", "missing.jpg", "--name", "X", "--json")
    assert (done.code, done.json["error"]) == (3, "missing")
    assert done.err.strip() == done.json["message"]
    done = packdesk("pack", MUG, "--name", "X", "--style", "baroque", "--json")
    assert (done.code, done.json["error"]) == (2, "usage")
    assert "baroque" in done.json["message"]


# Folders and disks


def test_that_an_out_that_is_a_file_is_refused(team: Program, dsn: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    for out in (file, file / "inside" / "it"):
        team("pack", MUG, "--name", "X", "--out", out).refused(7, "is a file")
    team("pack", MUG, "--name", "X", "--out", tmp_path / ("x" * 300)).refused(7)
    team("pack", MUG, "--name", "X", "--out", "").refused(2, "--out", "empty")
    assert file.read_text() == "mine"
    assert counts(dsn) == (0, 0, 0)


def test_that_a_home_that_is_a_file_is_refused(packdesk: Program, tmp_path: Path) -> None:
    packdesk.home = tmp_path / "file"
    packdesk.home.write_text("mine")
    packdesk("pack", MUG, "--name", "X").refused(7, "is a file")
    packdesk.home = tmp_path / "file" / "inside"
    packdesk("jobs", "list").refused(7, "is a file")
    assert (tmp_path / "file").read_text() == "mine"
    packdesk.home = tmp_path / "unused"
    assert list(packdesk.cwd.iterdir()) == []


@contextmanager
def disk(folder: Path, size: str, *, read_only: bool = False) -> Iterator[Path]:
    """A small disk of its own, or skip."""
    folder.mkdir()
    options = f"size={size}" + (",ro" if read_only else "")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"can't mount a small disk here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file: Path) -> None:
    """Write until nothing more fits on the disk."""
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while filler.write(b"x" * 2**20):
            pass


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux mounts a small disk in memory")
def test_that_read_only_folders_are_refused(team: Program, dsn: str, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "1m", read_only=True) as folder:
        for out in (folder, folder / "new"):
            team("pack", MUG, "--name", "X", "--out", out).refused(7, "can't be written", "another folder")
        team.home = folder / "home"
        team("pack", MUG, "--name", "X").refused(7, "PACKDESK_HOME")
        team.home = folder
        team("jobs", "list").refused(7, "PACKDESK_HOME")
        team.home = tmp_path / "unused"
    assert counts(dsn) == (0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux mounts a small disk in memory")
def test_that_a_full_disk_for_the_images_loses_nothing(team: Program, dsn: str, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "300k") as out:
        done = team("pack", MUG, "--name", "X", "--out", out)
        sentence = done.refused(7, "no space left", "packdesk jobs save")
        assert not [path.name for path in out.iterdir() if path.name.startswith(".")]
        for path in out.iterdir():
            with Image.open(path) as image:
                image.load()
    pack = sentence.split("packdesk jobs save ")[1].split("`")[0]
    assert team("jobs", "save", pack, "--out", tmp_path / "out").code == 0
    assert len(list((tmp_path / "out").iterdir())) == 6
    assert counts(dsn) == (1, 1, 7)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux mounts a small disk in memory")
def test_that_a_full_disk_for_the_home_is_told_plainly(packdesk: Program, tmp_path: Path) -> None:
    with disk(tmp_path / "small", "20m") as small:
        packdesk.home = small / "home"
        packdesk("pack", MUG, "--name", "X").refused(7, "full")
        assert not list((small / "home").glob("data*"))
    with disk(tmp_path / "disk", "200m") as folder:
        packdesk.home = folder / "home"
        assert packdesk("jobs", "list", "--json").json == []
        fill(folder / "filler")
        left = os.statvfs(folder).f_bavail * os.statvfs(folder).f_bsize
        assert left < 2**20
        big = tmp_path / "big.png"
        noise = np.random.default_rng(1).integers(0, 256, (2000, 2000, 3), dtype=np.uint8)
        Image.fromarray(noise).save(big)
        done = packdesk("pack", big, "--name", "X")
        done.refused(7, "full")
        (folder / "filler").unlink()
        # all is well again, and nothing of the failed one is there
        assert packdesk("jobs", "list", "--json").json == []
        done = packdesk("pack", MUG, "--name", "X", "--no-wait", "--json")
        assert done.code == 0, done
        assert len(packdesk("jobs", "list", "--json").json) == 7
    packdesk.home = tmp_path / "unused"


# Outputs


def test_that_nobody_reading_the_output_is_no_drama(team: Program, dsn: str) -> None:
    assert team("pack", MUG, "--name", "X", "--no-wait").code == 0
    environment = team.environment()
    for command in (
        ["jobs", "list"],
        ["jobs", "list", "--json"],
        ["--help"],
        ["db", "status"],
        ["--version"],
    ):
        words = team.command(*command)
        with subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == "", command
        assert process.returncode in {0, 1}
        for closing in (">&-", "2>&-", ">&- 2>&-", "<&-"):
            line = " ".join(f"'{word}'" for word in words) + " " + closing
            done = subprocess.run(
                line, shell=True, env=environment, capture_output=True, text=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, ""), (command, closing, done)
        with open("/dev/full", "w") as full:  # noqa: PTH123
            done = subprocess.run(
                words, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert done.returncode in {1, 7}, done
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") == 1


def test_that_wrong_usage_is_told_though_nobody_reads_the_answer(packdesk: Program) -> None:
    words = packdesk.command("check", "--json")
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            words, env=packdesk.environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (7, "The output can't be written (No space left on device).\n")
    with subprocess.Popen(
        words, env=packdesk.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 1
    packdesk("check", "x.jpg").refused(2, "shopify. See `packdesk check --help`")


def test_that_a_console_without_the_letters_is_no_drama(team: Program) -> None:
    name = "Ünï 杯 🫖"
    for encoding in ("ascii", "cp1252"):
        env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
        done = team("pack", MUG, "--name", name, "--no-wait", "--json", env=env)
        assert done.code == 0, done
        assert team("jobs", "list", env=env).code == 0
        done = team("pack", "杯.jpg", "--name", name, env=env)
        assert done.code == 3


def test_that_help_comes_at_once(packdesk: Program) -> None:
    for word in ("--version", "--help"):
        times = []
        for _ in range(3):
            started = time.perf_counter()
            done = packdesk(word)
            times.append(time.perf_counter() - started)
            assert done.code == 0
            assert done.err == ""
        assert min(times) < 0.3, times
    assert not packdesk.home.exists()


def test_that_every_command_explains_itself(packdesk: Program) -> None:
    overview = packdesk("--help").out
    for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 130):
        assert f"\n  {code} " in overview
    for command in ("pack", "sample", "worker", "jobs", "db", "doctor", "bench"):
        assert f"\n  {command} " in overview
        done = packdesk(command, "-h")
        assert done.code == 0, done
        assert done.out.startswith(f"Usage: packdesk {command} ")
    assert packdesk("-h").out == overview
    assert not packdesk.home.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_that_without_a_screen_the_window_says_so(packdesk: Program) -> None:
    done = packdesk(env={"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert done.code == 2
    assert done.err == (
        "There is no screen to show the window on. See `packdesk --help` for what works without one.\n"
    )
    assert not packdesk.home.exists()
