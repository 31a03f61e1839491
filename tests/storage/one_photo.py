"""Stores and reads one photo of 20 MB and prints by how many MB that raised the peak of memory."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.core.elsewhere import StorageAccount
from desktop.data.database import Database
from desktop.data.image_stores import ImageStoreRepo
from desktop.data.images import ImageRepo
from desktop.storage.postgres import PostgresImageStore
from desktop.storage.supabase import SupabaseImageStore


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def main(dsn: str, url: str) -> None:
    async with Database(dsn) as database:
        account = StorageAccount(url, "packdesk", "k", "anna@example.com", "pa55word!")
        store = SupabaseImageStore(account, ImageStoreRepo(database), PostgresImageStore(ImageRepo(database)))
        await store.put(b"small", "image/png")
        before = peak_mb()
        data = os.urandom(20 * 2**20)
        sha256 = await store.put(data, "image/jpeg")
        del data
        await store.get(sha256)
        print(peak_mb() - before)
        await store.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(main(sys.argv[1], sys.argv[2]))
