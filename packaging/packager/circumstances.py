"""The built program where things are not as they should be: each case a start like a user's.

Homes with odd names, screens of all sizes, no disk space, no right to write, no key store and no tray, two versions at
once, an update that was cut short. Linux only; runs in mount and process namespaces of its own when root starts it,
and leaves out the cases that need small or read-only disks otherwise.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop import installed
from packager import checks, updates
from packager.announcer import Announcer
from packager.screen import LARGE, SMALL, Screen, screen
from packager.trial import WAIT_S, Trial, close_message, end, kill_all, mounted, server_processes, until

if TYPE_CHECKING:
    from collections.abc import Iterator

_LATER: Final = "create table packdesk.later_release (id int primary key);\n"
_RESTART: Final = ("1080", "40")
"""Where a banner has its button, on the small screen."""
_SLOW: Final = "select pg_sleep(300);\n"
_DAILY_S: Final = 25.0
"""By then whoever wants to be told of new versions has looked for the first time."""
_NEWS: Final = """
version = "VERSION"
page = "https://example.org/packdesk"
[news]
en = ["Packs are made twice as fast.", "Etsy has its own sizes."]
"""


def try_all(bundle: Path, work: Path) -> list[str]:
    """Every case; what was found wrong."""
    if sys.platform != "linux":
        print("  only Linux has a screen that can be made to measure: not tried here")
        return []
    own = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    words = [sys.executable, "-u", "-m", "packager.circumstances", str(bundle), str(work)]
    done = subprocess.run([*own, *words] if os.geteuid() == 0 else words, check=False)
    return [] if done.returncode == 0 else ["the built program under odd circumstances: see above"]


class Circumstances:
    """All cases on one bundle; notes what doesn't hold."""

    def __init__(self, bundle: Path, work: Path) -> None:
        self.bundle = bundle
        self.work = work
        self.pictures = work / "circumstances"
        self.pictures.mkdir(exist_ok=True)
        self.found: list[str] = []

    def expect(self, *, holds: bool, what: str, told: object = "") -> None:
        """Note whether something is as it should be."""
        print(f"  {'ok   ' if holds else 'WRONG'} {what}")
        if not holds:
            self.found.append(what)
            print(f"        {str(told).strip()[-2000:]}")

    @contextmanager
    def trial(self, name: str = "home", size: str = SMALL) -> Iterator[Trial]:
        """A fresh home of that name."""
        with tempfile.TemporaryDirectory(prefix="odd-", dir=self.work, ignore_cleanup_errors=True) as folder:
            home = Path(folder, name)
            home.mkdir()
            with screen(size) as shown:
                yield Trial(self.bundle, home, shown or Screen(""))

    def window_opens(self, trial: Trial, what: str) -> None:
        """The plain case: the window opens with its data, fits the screen, and closes without a complaint."""
        trial.choose_private()
        process = trial.open()
        self.expect(holds=trial.becomes_ready(), what=what, told=trial.log())
        time.sleep(1)
        width, height = map(int, self._size_of(trial).split("x"))
        fits = all(wide <= width and high <= height for wide, high in trial.screen.sizes())
        self.expect(
            holds=fits and bool(trial.screen.sizes()), what=f"{what}: it fits", told=trial.screen.sizes()
        )
        trial.screen.picture(self.pictures / f"{what.replace(' ', '-')}.png")
        code, told = end(process)
        self.expect(holds=code == 0 and not told.strip(), what=f"{what}: it closes", told=f"{code} {told}")

    @staticmethod
    def _size_of(trial: Trial) -> str:
        return trial.screen.do("getdisplaygeometry").strip().replace(" ", "x")

    # -- the cases -----------------------------------------------------------------------------------------

    def odd_home(self) -> None:
        """Spaces and umlauts; the main job works as well."""
        with self.trial("Frau Müller-Lüdenscheid & Söhne, 100 %") as trial:
            self.window_opens(trial, "a home with spaces and umlauts")
            code, told = trial.ask("sample", "--out", str(trial.home / "Sechs Bilder für Ä"))
            made = len(list((trial.home / "Sechs Bilder für Ä").glob("*.jpg")))
            self.expect(
                holds=code == 0 and made == len(checks.IMAGES),
                what="six images in a folder like that",
                told=told,
            )

    def screens(self) -> None:
        """The smallest and the largest that people have; there is neither a tray nor a key store."""
        for size, scale in ((SMALL, "1"), (LARGE, "1"), (LARGE, "2")):
            with self.trial(size=size) as trial:
                trial.environment["QT_SCALE_FACTOR"] = scale
                self.window_opens(trial, f"a screen of {size} at {scale}00 % without tray and key store")

    def without_tray(self) -> None:
        """Whoever wants the window to go on in the tray has none here: closing it ends the program, nothing hides."""
        with self.trial() as trial:
            trial.choose_private()
            with (trial.data / "window.ini").open("a", encoding="utf-8") as file:
                file.write("\n[window]\nclose_to_tray=true\n")
            process = trial.open()
            self.expect(holds=trial.becomes_ready(), what="a desktop without a tray", told=trial.log())
            trial.screen.ask_to_close()
            ended = until(lambda: process.poll() is not None, 30)
            self.expect(holds=ended, what="closing the window there ends the program", told=trial.log())
            end(process)

    def full_disk(self) -> None:
        """Too little space to begin, then some."""
        with self.trial() as trial, mounted(trial.home, "size=24m"):
            trial.choose_private()
            process = trial.open()
            told = until(lambda: "full" in trial.log() or process.poll() is not None)
            time.sleep(1)
            trial.screen.picture(self.pictures / "full-disk.png")
            is_up = told and process.poll() is None and bool(trial.screen.windows())
            self.expect(holds=is_up, what="a full disk is told in the window", told=trial.log())
            subprocess.run(["mount", "-o", "remount,size=400m", trial.home], check=True)
            trial.screen.press("Return")
            self.expect(
                holds=trial.becomes_ready(), what="with space again, the window opens", told=trial.log()
            )
            end(process)

    def read_only_home(self) -> None:
        """Nothing can be written: a sentence in a window, then the end."""
        with self.trial() as trial, mounted(trial.home, "size=1m,ro"):
            process = trial.open()
            appeared = until(lambda: trial.screen.windows() or process.poll() is not None)
            time.sleep(1)
            trial.screen.picture(self.pictures / "read-only-home.png")
            self.expect(
                holds=appeared and process.poll() is None,
                what="a read-only home is told in a window of its own",
            )
            trial.screen.press("Escape")
            try:
                _, told = process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                _, told = process.communicate()
            said = told.decode("utf-8", "replace")
            plain = "PACKDESK_HOME" in said and "Traceback" not in said
            self.expect(holds=process.returncode == 7 and plain, what="and on standard error", told=said)

    def two_at_once(self) -> None:
        """A second start of another version brings the first one's window forward; tables only go forward."""
        newer = self.newer_bundle(_LATER)
        with self.trial() as trial:
            trial.choose_private()
            process = trial.open()
            self.expect(holds=trial.becomes_ready(), what="one version is open", told=trial.log())
            code, told = trial.ask(program=newer / "packdesk")
            is_called = code == 0 and process.poll() is None and not told.strip()
            self.expect(holds=is_called, what="another version calls the open window", told=f"{code} {told}")
            code, told = trial.ask("jobs", "list", program=newer / "packdesk")
            self.expect(holds=code == 0, what="the newer one's commands work beside it", told=told)
            trial.screen.press("ctrl+g")
            self.expect(
                holds=process.poll() is None and "Traceback" not in trial.log(),
                what="the open window lives with the newer tables",
                told=trial.log(),
            )
            end(process)
            code, told = trial.ask("jobs", "list")
            self.expect(
                holds=code == 8 and "newer than this program" in told,
                what="the older one then refuses them with a sentence",
                told=told,
            )

    def killed_while_migrating(self) -> None:
        """Power fails in the middle of the first start after an upgrade: the next one does it again, whole."""
        slow, newer = self.newer_bundle(_LATER + _SLOW, "slow"), self.newer_bundle(_LATER)
        with self.trial() as trial:
            code, told = trial.ask("sample", "--out", str(trial.home / "six"))
            self.expect(holds=code == 0, what="there are projects from before", told=told)
            trial.choose_private()
            process = trial.open(slow / "packdesk")
            caught = until(lambda: server_processes(trial.data, busy=True))
            kill_all(process.pid, trial.data)
            process.communicate()
            self.expect(holds=caught, what="everything is killed in the middle of a migration")
            trial.program = newer / "packdesk"
            process = trial.open()
            self.expect(holds=trial.becomes_ready(), what="the next start repairs it", told=trial.log())
            images = trial.images()
            self.expect(holds=images == len(checks.IMAGES), what="and nothing is lost", told=images)
            end(process)

    def cut_short(self) -> None:
        """An installation that ended in the middle: it says so, where the window's libraries are missing, too."""
        broken = self.linked_bundle("broken")
        (broken / "_internal" / "PySide6" / "QtWidgets.abi3.so").unlink()
        mixed = self.linked_bundle("mixed")
        files = (mixed / "_internal" / installed.LIST).read_text("utf-8")
        (mixed / "_internal" / installed.LIST).unlink()
        (mixed / "_internal" / installed.LIST).write_text(files.replace("\n", ".99\n", 1), "utf-8")
        for bundle, what in ((broken, "a library is missing"), (mixed, "files are another version's")):
            with self.trial() as trial:
                trial.program = bundle / "packdesk"
                process = trial.open()
                close_message(process, trial.screen)
                code, told = end(process)
                reports = list((trial.data / "logs").glob("crash-*.txt"))
                plain = "Install Packdesk again" in told and "Traceback" not in told
                self.expect(
                    holds=code == 1 and plain and bool(reports), what=f"{what}: told", told=f"{code} {told}"
                )

    def replaced(self) -> None:
        """An installer puts another version in the place of one that runs: it goes on, and offers to start anew."""
        place = self.linked_bundle("replaced")
        with self.trial() as trial:
            trial.program = place / "packdesk"
            trial.choose_private()
            process = trial.open()
            self.expect(holds=trial.becomes_ready(), what="a version is open", told=trial.log())
            fresh = place / "packdesk.new"
            fresh.write_bytes(trial.program.read_bytes()[::-1])  # nothing in it lies where it was
            fresh.replace(trial.program)
            offered = until(lambda: "another version was installed" in trial.log())
            time.sleep(1)
            trial.screen.picture(self.pictures / "replaced.png")
            self.expect(
                holds=offered, what="replaced while it runs, it offers to start anew", told=trial.log()
            )
            trial.screen.press("ctrl+k")  # opens what was not needed so far
            time.sleep(2)
            trial.screen.press("Escape")
            is_well = process.poll() is None and "Traceback" not in trial.log()
            self.expect(holds=is_well, what="and goes on until then", told=trial.log())
            shutil.copy(self.bundle / "packdesk", fresh)
            fresh.replace(trial.program)
            trial.screen.do("mousemove", *_RESTART, "click", "1")
            _, told = process.communicate(timeout=WAIT_S)
            is_new = process.returncode == 0 and trial.becomes_ready(2)
            self.expect(
                holds=is_new, what="one click, and the other version is open", told=f"{told!r}\n{trial.log()}"
            )
            checks.end_windows(str(trial.program))
            until(lambda: not server_processes(trial.data))

    def new_versions(self) -> None:
        """Nobody is asked unasked; whoever looks is told the makers' news, and why anything else is not believed."""
        place = self.linked_bundle("announced")
        folder = Path(tempfile.mkdtemp(prefix="announcer-", dir=self.work))
        private, public = updates.new_key()
        announcer = Announcer(folder)
        try:
            source = place / "_internal" / "desktop" / "_bundle" / "resources" / "updates.toml"
            source.write_text(f'url = "{announcer.url}"\npublic_key = "{public}"\n', "utf-8")
            with self.trial() as trial:
                trial.program = place / "packdesk"
                self._look_for_versions(trial, announcer, _notes(folder, private))
        finally:
            announcer.close()
            shutil.rmtree(folder)

    def _look_for_versions(self, trial: Trial, announcer: Announcer, notes: dict[str, str]) -> None:
        trial.environment["SSL_CERT_FILE"] = str(announcer.certificate)
        opened = trial.catch_addresses()
        trial.choose_private()
        announcer.answer = notes["newer"].encode()
        process = trial.open()
        self.expect(
            holds=trial.becomes_ready(), what="a build that knows where news are opens", told=trial.log()
        )
        time.sleep(_DAILY_S)
        self.expect(holds=not announcer.asked, what="unasked it looks for nothing", told=announcer.asked)
        for what, answer, said in (
            ("a signed note of a newer version is told", notes["newer"], "new version: 9.1.0"),
            (
                "one that was tampered with is not believed",
                notes["newer"].replace("9.1.0", "9.9.9"),
                "not signed",
            ),
            ("nor a sign-in page", "<html>Please sign in</html>", "not signed"),
            ("nor a stranger's signature", notes["stranger"], "not signed"),
            ("a note of an older version is no news", notes["older"], "new version: none"),
        ):
            announcer.answer = answer.encode()
            self._look_now(trial, what, said)
        announcer.identify(age=dt.timedelta(days=9))
        self._look_now(trial, "a certificate that is out of date is told", "can't prove")
        announcer.identify()
        announcer.status = 500
        self._look_now(trial, "a broken server is told", "can't be reached")
        announcer.status, announcer.answer = 200, notes["newer"].encode()
        self._look_now(trial, "and then it works again", "new version: 9.1.0")
        trial.screen.do("mousemove", *_RESTART, "click", "1")
        self.expect(
            holds=until(lambda: opened.exists() and "example.org" in opened.read_text("utf-8"), 10),
            what="its button opens the download's address",
            told=trial.log(),
        )
        code, told = end(process)
        self.expect(
            holds=code == 0 and "Traceback" not in trial.log(), what="it closes", told=f"{code} {told}"
        )
        with (trial.data / "window.ini").open("a", encoding="utf-8") as file:
            file.write("\n[updates]\non=true\nlooked_at=1\n")
        asked = len(announcer.asked)
        process = trial.open()
        self.expect(
            holds=until(lambda: len(announcer.asked) > asked), what="whoever wants it is told without asking"
        )
        end(process)

    def _look_now(self, trial: Trial, what: str, said: str) -> None:
        """As a person does: the palette, a few letters, Return."""
        before = len(trial.log())
        trial.screen.press("ctrl+k")
        time.sleep(1)
        trial.screen.do("type", "--delay", "40", "new version")
        time.sleep(1)
        trial.screen.press("Return")
        answered = until(lambda: said in trial.log()[before:], 20)
        time.sleep(1)
        trial.screen.picture(self.pictures / f"{what.replace(' ', '-')}.png")
        self.expect(holds=answered, what=what, told=trial.log()[before:])

    def linked_bundle(self, name: str) -> Path:
        """The same program at another place, its files linked."""
        place = self.work / f"bundle-{name}"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.bundle, place, symlinks=True, copy_function=os.link)
        return place

    def newer_bundle(self, migration: str, name: str = "newer") -> Path:
        """The same program as if it were a later release: one migration more. Everything else is linked."""
        place = self.linked_bundle(name)
        folder = place / "_internal" / "desktop" / "_bundle" / "sql" / "migrations"
        number = len(list(folder.glob("*.sql"))) + 1
        (folder / f"{number:04}_later_release.sql").write_text(migration, "utf-8")
        return place

    def all(self) -> list[str]:
        """Everything; what doesn't hold."""
        self.odd_home()
        self.screens()
        self.without_tray()
        self.two_at_once()
        self.killed_while_migrating()
        self.cut_short()
        self.replaced()
        self.new_versions()
        if os.geteuid() == 0:
            self.full_disk()
            self.read_only_home()
        else:
            print("  full and read-only disks are made by root: not tried")
        return self.found


def _notes(folder: Path, private_key: str) -> dict[str, str]:
    """Signed notes: of a newer version, of one as old as can be, and the newer one signed by a stranger."""
    news = folder / "news.toml"
    notes = {}
    for name, version, key in (
        ("newer", "9.1.0", private_key),
        ("older", "0.0.1", private_key),
        ("stranger", "9.1.0", updates.new_key()[0]),
    ):
        news.write_text(_NEWS.replace("VERSION", version), "utf-8")
        notes[name] = updates.signed_note(news, key)
    return notes


def main() -> int:
    """All cases with the bundle and the working folder given; 0 when everything held."""
    return int(bool(Circumstances(Path(sys.argv[1]), Path(sys.argv[2])).all()))


if __name__ == "__main__":
    sys.exit(main())
