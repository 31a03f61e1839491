"""How programs come back to a server that went away: soon, ever more seldom, and never all at once."""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections import defaultdict

from desktop.data.changes import Listener

LISTENERS = 25
PAUSES_S = (0.4, 0.8, 1.6)
"""The longest of the first ones, as ``Listener.run`` doubles them; the shortest is half of it."""
LATE_S = 0.5
"""What a busy machine may add."""


async def test_that_a_crowd_comes_back_spread_out() -> None:
    tried: defaultdict[str, list[float]] = defaultdict(list)

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        who = re.search(rb"database\0(crowd\d+)\0", await reader.read(1000))
        assert who is not None
        tried[who[1].decode()].append(time.monotonic())
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    crowd = [
        asyncio.create_task(Listener(f"postgresql://u@127.0.0.1:{port}/crowd{n}?sslmode=disable").run())
        for n in range(LISTENERS)
    ]
    try:
        async with asyncio.timeout(30):
            while len(tried) < LISTENERS or min(map(len, tried.values())) <= len(PAUSES_S):
                await asyncio.sleep(0.05)
    finally:
        for one in crowd:
            one.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        server.close()
    for n, longest_s in enumerate(PAUSES_S):
        pauses = [times[n + 1] - times[n] for times in tried.values()]
        assert min(pauses) >= longest_s / 2
        assert max(pauses) <= longest_s + LATE_S
        # evenly spread over half of the longest pause they deviate by a seventh of it
        assert statistics.stdev(pauses) > longest_s / 20
    last = sorted(times[len(PAUSES_S)] for times in tried.values())
    at_once = max(sum(at <= other < at + 0.1 for other in last) for at in last)
    assert at_once < LISTENERS / 2, "they came as a herd"
