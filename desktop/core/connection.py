"""Words about connections to a team's database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address


class Problem(StrEnum):
    """What is odd about a pasted connection string."""

    NOT_A_STRING = "not-a-string"
    INCOMPLETE = "incomplete"
    PLACEHOLDER = "placeholder"
    UNESCAPED = "unescaped"
    TRANSACTION_POOLER = "transaction-pooler"
    POOLER_USER = "pooler-user"
    WEAK_TLS = "weak-tls"
    NO_TLS = "no-tls"

    @property
    def is_fatal(self) -> bool:
        """Whether there is no point in trying."""
        return self in {Problem.NOT_A_STRING, Problem.INCOMPLETE, Problem.POOLER_USER}


class Step(StrEnum):
    """What a connection test tries, in this order."""

    ADDRESS = "address"
    TLS = "tls"
    LOGIN = "login"
    SCHEMA = "schema"
    RIGHTS = "rights"
    NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Reading:
    """A connection string taken apart.

    ``dsn`` is without the password, which is empty if there was none. ``certificate`` is the PEM text of the
    authority that the server's certificate is checked against; with one, nothing less than a full check is used.
    """

    dsn: str
    password: str
    host: str
    port: str
    user: str
    database: str
    problems: tuple[Problem, ...]
    certificate: str = ""

    @property
    def place(self) -> str:
        """Whose database where, as people read it and as the key store files it."""
        return f"{self.user}@{self.host}:{self.port}/{self.database or self.user}"

    @property
    def is_local(self) -> bool:
        """Whether nothing leaves this computer on the way."""
        return is_local_host(self.host)

    @property
    def is_usable(self) -> bool:
        """Whether it is worth trying."""
        return bool(self.dsn) and not any(problem.is_fatal for problem in self.problems)

    def __repr__(self) -> str:
        """Without the password: this ends up in logs."""
        return f"Reading({self.place})"


def is_local_host(host: str) -> bool:
    """Whether a host of a connection string is this computer: a socket's folder, or the loopback."""
    is_folder = host.startswith(("/", "@")) or host[1:3] == ":\\"  # a socket's, the last one on Windows
    if not host or is_folder or host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False  # a name, whatever it begins with: 127.0.0.1.example.com is anybody's


def is_pooler_host(host: str) -> bool:
    """Whether a host's name is that of a hosted project's pooler."""
    return ".pooler." in host
