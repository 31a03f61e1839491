"""One Packdesk process for tests: starts the embedded server, then does what standard input says.

Usage: python embedded_app.py HOME [durable|fast]. Each answer is one JSON line on standard output.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psycopg

from desktop.core.errors import KnownError
from desktop.data.embedded import EmbeddedServer


def say(**answer: object) -> None:
    print(json.dumps(answer), flush=True)


def write_until_killed(dsn: str) -> None:
    """Commit rows one by one; every number said was acknowledged by the server."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS acknowledged (number int)")
        number = 0
        while True:
            connection.execute("INSERT INTO acknowledged VALUES (%s)", [number])
            say(acknowledged=number)
            number += 1


def main() -> None:
    server = EmbeddedServer(Path(sys.argv[1]), durable=sys.argv[2] == "durable")
    for line in sys.stdin:
        begin = time.perf_counter()
        try:
            if line == "start\n":
                server.start()
            elif line == "stop\n":
                server.stop()
            elif line == "write\n":
                write_until_killed(server.dsn())
        except KnownError as error:
            say(error=type(error).__name__, code=error.code, message=str(error))
        except psycopg.OperationalError:
            say(lost=True)
        else:
            say(done=line.strip(), pid=server.pid, seconds=time.perf_counter() - begin)


if __name__ == "__main__":
    main()
