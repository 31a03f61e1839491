"""Runs first in a built program: what it starts must not load its libraries, what replaces it must not break it.

The loader has read the variable already, so this process keeps its own libraries; PostgreSQL, file managers and
browsers get back what the user's session had.

Modules are read from the program's own file when they are first needed. On Linux an installer may put another version
into its place meanwhile; ``/proc/self/exe`` stays the file that runs.
"""

import os
import sys

for _name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    _before = os.environ.pop(_name + "_ORIG", None)
    if _before is not None:
        os.environ[_name] = _before
    else:
        os.environ.pop(_name, None)

if sys.platform == "linux":
    import pyimod02_importers  # type: ignore[import-not-found]  # PyInstaller's own, in built programs only

    _archive = pyimod02_importers.pyz_archive
    if _archive._filename == sys.executable:  # noqa: SLF001  # it has no other way
        _archive._filename = "/proc/self/exe"  # noqa: SLF001
