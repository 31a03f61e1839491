"""Databases for the queue's tests: every claim is tried on the embedded 18 and on Debian's 15."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.queue.clients import Client, Queue
from tests.queue.settings import Kind, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PARTS: dict[str, tuple[str, Kind]] = {
    "18-superuser": ("server", "superuser"),
    "18-grants-on": ("embedded_as_supabase", "hosted-grants-on"),
    "18-grants-off": ("embedded_as_supabase", "hosted-grants-off"),
    "15-superuser": ("debian_server", "superuser"),
    "15-grants-on": ("debian_server", "hosted-grants-on"),
    "15-grants-off": ("debian_server", "hosted-grants-off"),
}
HOSTED = [name for name in _PARTS if "grants" in name]
BEHAVIOUR = ["18-superuser", "15-grants-off"]
"""Where every rule is tried; what may depend on the owner or on grants is tried in all six."""


@pytest.fixture(scope="session")
def settings_cache() -> dict[str, Setting]:
    return {}


@pytest.fixture(scope="session")
def get_setting(
    request: pytest.FixtureRequest, settings_cache: dict[str, Setting]
) -> Callable[[str], Setting]:
    def get(name: str) -> Setting:
        if name not in settings_cache:
            server, kind = _PARTS[name]
            settings_cache[name] = Setting(name, request.getfixturevalue(server), kind)
        return settings_cache[name]

    return get


def _lend(get: Callable[[str], Setting], name: str) -> Iterator[Setting]:
    setting = get(name)
    yield setting
    setting.drop_made()


@pytest.fixture(params=BEHAVIOUR)
def setting(request: pytest.FixtureRequest, get_setting: Callable[[str], Setting]) -> Iterator[Setting]:
    """A server of each generation, once as superuser and once as a hosted project's owner."""
    yield from _lend(get_setting, request.param)


@pytest.fixture(params=list(_PARTS))
def every_setting(request: pytest.FixtureRequest, get_setting: Callable[[str], Setting]) -> Iterator[Setting]:
    """Both servers, as superuser and as a hosted project's owner with both habits of granting."""
    yield from _lend(get_setting, request.param)


@pytest.fixture(params=HOSTED)
def hosted_setting(
    request: pytest.FixtureRequest, get_setting: Callable[[str], Setting]
) -> Iterator[Setting]:
    """Both servers as hosted projects."""
    yield from _lend(get_setting, request.param)


@pytest.fixture
def embedded_setting(get_setting: Callable[[str], Setting]) -> Iterator[Setting]:
    """The embedded server alone, for what doesn't depend on the version."""
    yield from _lend(get_setting, "18-superuser")


@pytest.fixture
def queue(setting: Setting) -> Iterator[Queue]:
    """A migrated database and a way to get clients of it."""
    with Queue(setting, setting.fresh()) as made:
        yield made


@pytest.fixture
def embedded_queue(embedded_setting: Setting) -> Iterator[Queue]:
    with Queue(embedded_setting, embedded_setting.fresh()) as made:
        yield made


@pytest.fixture
def client(queue: Queue) -> Client:
    """The owner's connection, autocommit, rows as dictionaries."""
    return queue.client()
