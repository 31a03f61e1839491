"""A library that has lost another one still loads; one that was broken on the way is noticed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import PIL
import pytest

from packager import contents, opencv, slim
from packager.elf import Library, NotElfError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="about Linux libraries")


@pytest.fixture
def imaging(tmp_path: Path) -> Path:
    """Pillow's module and its libraries in a folder of their own."""
    packages = Path(PIL.__file__).parents[1]
    (source,) = (packages / "PIL").glob("_imaging.*.so")
    (tmp_path / "PIL").mkdir()
    shutil.copytree(packages / "pillow.libs", tmp_path / "pillow.libs")
    return Path(shutil.copy(source, tmp_path / "PIL"))


@pytest.fixture(scope="module")
def loose_opencv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """OpenCV as a bundle holds it: without linear algebra and video codecs."""
    packages, folder = Path(cv2.__file__).parents[1], tmp_path_factory.mktemp("opencv")
    for name in ("cv2", "opencv_python_headless.libs"):
        shutil.copytree(packages / name, folder / name)
    slim.loosen(folder, *slim.NEVER_CALLED[0])
    return folder


def loads(path: Path) -> subprocess.CompletedProcess[str]:
    code = "import ctypes, os, sys; ctypes.CDLL(sys.argv[1], mode=os.RTLD_NOW)"
    return subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)


def test_that_a_library_does_without_another(imaging: Path) -> None:
    library = Library(imaging)
    (name,) = (name for name in library.needed if name.startswith("libxcb-"))
    path = imaging.parents[1] / "pillow.libs" / name
    others = [needed for needed in library.needed if needed != name]
    assert library.do_without([Library(path)]) > 5
    path.unlink()
    assert "cannot open shared object file" in loads(imaging).stderr  # nothing was written yet
    library.save()
    assert Library(imaging).needed == others
    done = loads(imaging)
    assert (done.returncode, done.stderr) == (0, "")


def test_that_several_libraries_with_versions_may_go(imaging: Path) -> None:
    library = Library(imaging)
    unwanted = [name for name in library.needed if name.startswith(("libxcb-", "libtiff-", "libopenjp2-"))]
    assert len(unwanted) == 3
    folder = imaging.parents[1] / "pillow.libs"
    library.do_without([Library(folder / name) for name in unwanted])
    library.save()
    for name in unwanted:
        (folder / name).unlink()
    assert loads(imaging).returncode == 0


def test_that_what_is_still_needed_isnt_missed(imaging: Path) -> None:
    folder = imaging.parents[1]
    missing = slim.undefined_names(folder)
    assert "libc.so.6" in missing
    assert not {name for name in missing if name.startswith("libjpeg")}
    (jpeg,) = (folder / "pillow.libs").glob("libjpeg*")
    jpeg.unlink()
    assert imaging.name in slim.undefined_names(folder)[jpeg.name]


def test_that_a_broken_library_is_noticed(imaging: Path) -> None:
    assert Library(imaging).can_be_loaded
    content = bytearray(imaging.read_bytes())
    table = int.from_bytes(content[32:40], "little")
    size, count = int.from_bytes(content[54:56], "little"), int.from_bytes(content[56:58], "little")
    for n in range(count):
        at = table + n * size
        if content[at : at + 4] == b"\1\0\0\0":  # a segment to be loaded
            content[at + 16] ^= 0x80  # moved within its page
    imaging.write_bytes(content)
    assert not Library(imaging).can_be_loaded


def test_that_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "note.so").write_text("not a library")
    with pytest.raises(NotElfError):
        Library(tmp_path / "note.so")


def test_that_everything_called_in_opencv_works_without_its_libraries(loose_opencv: Path) -> None:
    assert len(list((loose_opencv / "opencv_python_headless.libs").iterdir())) < 5
    assert opencv.try_in(loose_opencv) == []


def test_that_a_function_nobody_tried_is_noticed() -> None:
    used = opencv.names_used()
    assert {"resize", "dnn", "INTER_AREA", "error"} <= used
    assert opencv.untried(cv2, used) == set()
    assert opencv.untried(cv2, {*used, "solve", "COLOR_RGB2HSV"}) == {"solve"}


def test_that_a_function_which_needs_what_is_gone_is_named(loose_opencv: Path) -> None:
    """The trials can fail: linear algebra itself ends the process, whose last word is then its name."""
    code = (
        "import sys; import numpy; sys.path.insert(0, sys.argv[1]); import cv2; print('solve', flush=True);"
        "cv2.invert(numpy.random.default_rng(1).random((200, 200)), flags=cv2.DECOMP_SVD)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, loose_opencv], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode < 0) == ("solve\n", True)


def test_that_opencv_is_called_by_its_name() -> None:
    """The list of what is called is read from the source: ``from cv2 import ...`` would hide from it."""
    for path in (contents.ROOT / "desktop").rglob("*.py"):
        assert "from cv2" not in path.read_text("utf-8"), path
