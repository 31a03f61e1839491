"""Trying a database before it is used; what the front rooms need of connections, gathered for them."""

from __future__ import annotations

from desktop.core.connection import Problem, Reading, Step
from desktop.data.connecting import certificate_problem, check_open, read_connection, try_connection

# The window gets these words from here: it doesn't know the rooms below.
__all__ = [
    "Problem",
    "Reading",
    "Step",
    "certificate_problem",
    "check_open",
    "read_connection",
    "try_connection",
]
