"""How a worker hears of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from desktop.data.changes import Mode


class Ears(Protocol):
    """How a worker hears of work: a ``Listener`` of its own, or one shared with the window."""

    on_connected: Callable[[], Awaitable[None]] | None
    """Awaited with every new connection: sign in over it."""

    @property
    def mode(self) -> Mode:
        """How fresh what is heard can be."""
        ...

    @property
    def is_live(self) -> bool:
        """Whether session locks hold."""
        ...

    async def execute(self, statement: bytes, params: Any = None) -> None:
        """Run a statement on the listening connection."""
        ...

    async def run(self) -> None:
        """Hear until cancelled."""
        ...
