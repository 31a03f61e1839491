"""Words about what happens outside the database and this computer: images made by a web endpoint, bytes in a bucket."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A deployed ``/api/process-image`` and the key it wants to see."""

    url: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StorageAccount:
    """A person's way into a bucket of Supabase Storage.

    ``url`` is the project's address without a path; ``key`` its publishable (or anon) key, which is no secret;
    ``email`` and ``password`` are a login of Supabase Auth, whose rights the bucket's policies decide.
    """

    url: str
    bucket: str
    key: str
    email: str
    password: str = field(repr=False)

    @property
    def place(self) -> str:
        """Whose login where, as people read it and as the key store files it."""
        return f"{self.email} at {self.url}"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What of a workspace happens elsewhere: None is this computer, or the database itself."""

    endpoint: Endpoint | None = None
    storage: StorageAccount | None = None


HERE = Elsewhere()
