"""Encryption on the way to the server: real certificates, good and bad ones, on a real server."""

from __future__ import annotations

import datetime as dt
import socket
from typing import TYPE_CHECKING

import psycopg
import pytest
import trustme

from desktop.core.errors import InvalidInputError, KnownError, OfflineError
from desktop.data import tls
from desktop.data.connecting import certificate_problem, with_verified_tls
from desktop.data.database import connect, conninfo
from tests.cli.program import eventually
from tests.servers import DEBIAN_15, SocketServer, require_debian_15

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime.now(dt.UTC)


class TlsServer:
    """A server on the loopback that shows whatever certificate it is given."""

    def __init__(self, folder: Path) -> None:
        require_debian_15()  # the embedded server, which never leaves its computer, is built without TLS
        self._server = SocketServer(DEBIAN_15, folder, "me")
        self._server.start()
        self._server.stop()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.authority = trustme.CA()
        self.root = folder / "root.crt"
        self.authority.cert_pem.write_to_path(self.root)
        self.show(self.authority.issue_cert("localhost"))
        self._server.start(listen_addresses="127.0.0.1", port=str(self.port))
        self.reload()

    def show(self, certificate: trustme.LeafCert) -> None:
        for path, blobs in (
            (self._server.data_folder / "server.crt", certificate.cert_chain_pems),
            (self._server.data_folder / "server.key", [certificate.private_key_pem]),
        ):
            path.write_bytes(b"".join(blob.bytes() for blob in blobs))
            path.chmod(0o600)
            self._server.hand_over(path)

    def reload(self, *, tls: bool = True) -> None:
        before = self._ask("select pg_conf_load_time()")
        self._ask(f"alter system set ssl = {'on' if tls else 'off'}")
        self._ask("select pg_reload_conf()")
        eventually(lambda: self._ask("select pg_conf_load_time()") != before)

    def _ask(self, statement: str) -> object:
        with psycopg.connect(f"{self._server.dsn()} port={self.port}", autocommit=True) as connection:
            cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return None if row is None else row[0]

    def dsn(self, **more: str) -> str:
        return psycopg.conninfo.make_conninfo(
            "", host="localhost", hostaddr="127.0.0.1", port=self.port, user="me", dbname="postgres", **more
        )

    def stop(self) -> None:
        self._server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsServer]:
    running = TlsServer(tmp_path_factory.mktemp("tls"))
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _good_again(server: TlsServer) -> Iterator[None]:
    yield
    server.show(server.authority.issue_cert("localhost"))
    server.reload()


async def both(dsn: str) -> tuple[str, str]:
    """What the question before and the connection itself come to: both must say the same."""
    asked = tried = ""
    try:
        asked = await tls.examine(dsn)
    except KnownError as error:
        asked = error.message
    try:
        connection = await connect(dsn)
    except KnownError as error:
        tried = error.message
    else:
        assert connection.pgconn.ssl_in_use == (asked != "")
        await connection.close()
    return asked, tried


async def test_that_the_right_certificate_is_verified(server: TlsServer) -> None:
    assert await both(with_verified_tls(server.dsn(), str(server.root))) == ("verified", "")


async def test_that_a_certificate_of_another_name_is_refused(server: TlsServer) -> None:
    server.show(server.authority.issue_cert("db.example.com"))
    server.reload()
    assert await both(with_verified_tls(server.dsn(), str(server.root))) == (tls.WRONG_NAME, tls.WRONG_NAME)


async def test_that_another_authority_is_refused(server: TlsServer) -> None:
    server.show(trustme.CA().issue_cert("localhost"))
    server.reload()
    dsn = with_verified_tls(server.dsn(), str(server.root))
    assert await both(dsn) == (tls.WRONG_AUTHORITY, tls.WRONG_AUTHORITY)


async def test_that_an_expired_certificate_is_refused(server: TlsServer) -> None:
    server.show(server.authority.issue_cert("localhost", not_after=NOW - dt.timedelta(days=1)))
    server.reload()
    assert await both(with_verified_tls(server.dsn(), str(server.root))) == (tls.EXPIRED, tls.EXPIRED)


async def test_that_a_server_without_tls_is_refused(server: TlsServer) -> None:
    server.reload(tls=False)
    dsn = with_verified_tls(server.dsn(), str(server.root))
    assert await both(dsn) == (tls.NO_TLS, tls.NO_TLS)


async def test_that_nothing_is_sent_in_the_clear_unless_the_string_says_so(server: TlsServer) -> None:
    server.reload(tls=False)
    far = server.dsn().replace("host=localhost", "host=db.example.com")
    with pytest.raises(OfflineError) as refused:
        await connect(far)
    assert refused.value.message == tls.NO_TLS
    connection = await connect(f"{far} sslmode=disable")
    await connection.close()


async def test_that_a_certificate_file_that_is_gone_is_told(server: TlsServer, tmp_path: Path) -> None:
    dsn = with_verified_tls(server.dsn(), str(tmp_path / "none.crt"))
    assert await both(dsn) == (tls.NO_FILE, tls.NO_FILE)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "/run/postgresql"])
def test_that_the_way_within_this_computer_stays_as_it_is(host: str) -> None:
    assert "sslmode" not in conninfo(f"host={host} user=me")


def test_that_a_certificate_is_looked_at(server: TlsServer) -> None:
    key = server.authority.issue_cert("x").private_key_pem.bytes().decode()
    assert certificate_problem(server.root.read_text()) == ""
    assert "private key" in certificate_problem(key)
    assert "no certificate" in certificate_problem("hello")
    assert "no certificate" in certificate_problem("")


def test_that_a_bad_string_repeats_no_secret() -> None:
    with pytest.raises(InvalidInputError) as refused:
        conninfo("password=s3cret nonsense")
    assert "s3cret" not in str(refused.value)
