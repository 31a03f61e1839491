"""A place on this computer that announces releases over real TLS: for trials of the search for new versions."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path


class Announcer:
    """Gives one answer, with a certificate that nobody trusts but who is shown ``certificate``.

    Args:
        folder: where certificate and key are written.
    """

    def __init__(self, folder: Path) -> None:
        self.answer = b""
        self.status = 200
        self.location = ""
        self.asked: list[dict[str, str]] = []
        self.certificate, self._key = folder / "certificate.pem", folder / "key.pem"
        self._secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.identify()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False  # closing waits for them
        self._server.socket = self._secure.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        announcer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                announcer.asked.append(dict(self.headers.items()))
                self.send_response(announcer.status)
                if announcer.location:
                    self.send_header("Location", announcer.location)
                self.send_header("Content-Length", str(len(announcer.answer)))
                self.end_headers()
                self.wfile.write(announcer.answer)

            def handle(self) -> None:
                with suppress(OSError):  # whoever asked didn't like the certificate
                    super().handle()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        return Handler

    def identify(self, age: dt.timedelta = dt.timedelta()) -> None:
        """Show a fresh certificate from now on, or one made that long ago; it holds for a day."""
        write_certificate(self.certificate, self._key, age)
        self._secure.load_cert_chain(self.certificate, self._key)

    @property
    def url(self) -> str:
        """The address of the note."""
        return f"https://127.0.0.1:{self._server.server_port}/release.json"

    @property
    def context(self) -> ssl.SSLContext:
        """Trusts this place and no other."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def close(self) -> None:
        """Give everything back."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def write_certificate(certificate: Path, key_path: Path, age: dt.timedelta) -> None:
    """Make a certificate for 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    then = dt.datetime.now(dt.UTC) - age
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(then - dt.timedelta(days=1))
        .not_valid_after(then + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    key_path.write_bytes(pem)
