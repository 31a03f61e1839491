"""Runs first in a built program: what the program starts must not load its libraries.

The loader has read the variable already, so this process keeps its own libraries; PostgreSQL, file managers and
browsers get back what the user's session had.
"""

import os

for _name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    _before = os.environ.pop(_name + "_ORIG", None)
    if _before is not None:
        os.environ[_name] = _before
    else:
        os.environ.pop(_name, None)
