"""Looking for a newer version: over real TLS on the loopback, with makers, strangers and tamperers."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import InvalidInputError, OfflineError
from desktop.core.updates import is_newer
from desktop.services.updates import ReleaseSource, look_for_release, release_source
from packager import updates
from packager.announcer import Announcer

NEWS = """
version = "9.1.0"
page = "https://example.org/packdesk"
[downloads]
linux = "https://example.org/packdesk.deb"
windows = "https://example.org/packdesk.exe"
macos = "https://example.org/packdesk.dmg"
[news]
en = ["Faster packs.", "A new style."]
de = ["Schnellere Pakete.", "Ein neuer Stil."]
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Announcer]:
    place = Announcer(tmp_path)
    try:
        yield place
    finally:
        place.close()


@pytest.fixture
def note(tmp_path: Path) -> tuple[str, ReleaseSource]:
    """A signed note, and the source that believes it (with an address to be filled in)."""
    private, public = updates.new_key()
    (tmp_path / "news.toml").write_text(NEWS, "utf-8")
    return updates.signed_note(tmp_path / "news.toml", private), ReleaseSource("", base64.b64decode(public))


def source_at(place: Announcer, source: ReleaseSource) -> ReleaseSource:
    return ReleaseSource(place.url, source.public_key)


def test_that_a_newer_version_is_told_with_its_news(
    place: Announcer, note: tuple[str, ReleaseSource]
) -> None:
    place.answer = note[0].encode()
    found = look_for_release(source_at(place, note[1]), "0.1.0", "de", place.context)
    assert found is not None
    assert (found.version, found.news) == ("9.1.0", ("Schnellere Pakete.", "Ein neuer Stil."))
    assert found.download.startswith("https://example.org/packdesk.")
    english = look_for_release(source_at(place, note[1]), "0.1.0", "fr", place.context)
    assert english is not None
    assert english.news[0] == "Faster packs."
    assert {name.lower() for name in place.asked[0]} <= {
        "host",
        "user-agent",
        "accept-encoding",
        "connection",
    }


@pytest.mark.parametrize("mine", ["9.1.0", "9.1", "9.1.0.0", "9.2.0", "10.0"])
def test_that_the_newest_isnt_offered_anew_nor_an_older_one(
    place: Announcer, note: tuple[str, ReleaseSource], mine: str
) -> None:
    place.answer = note[0].encode()
    assert look_for_release(source_at(place, note[1]), mine, "en", place.context) is None


def tampered(note: str) -> dict[str, bytes]:
    told = json.loads(note)
    text = told["release"].replace("example.org", "example.com")
    flipped = bytearray(base64.b64decode(told["signature"]))
    flipped[5] ^= 1
    return {
        "another address in it": json.dumps({**told, "release": text}).encode(),
        "a changed signature": json.dumps({**told, "signature": base64.b64encode(flipped).decode()}).encode(),
        "an empty signature": json.dumps({**told, "signature": ""}).encode(),
        "no signature": json.dumps({"release": told["release"]}).encode(),
        "a list": b"[]",
        "no JSON": b"<html>please sign in</html>",
        "nothing": b"",
        "far too much": note.encode() + b" " * 70_000,
    }


@pytest.mark.parametrize("how", sorted(tampered(json.dumps({"release": "{}", "signature": "A" * 86 + "=="}))))
def test_that_what_the_makers_did_not_sign_is_refused(
    place: Announcer, note: tuple[str, ReleaseSource], how: str
) -> None:
    place.answer = tampered(note[0])[how]
    with pytest.raises(InvalidInputError, match="not signed by Packdesk's makers"):
        look_for_release(source_at(place, note[1]), "0.1.0", "en", place.context)


def test_that_another_makers_signature_is_refused(place: Announcer, note: tuple[str, ReleaseSource]) -> None:
    place.answer = note[0].encode()
    _, stranger = updates.new_key()
    with pytest.raises(InvalidInputError, match="not signed"):
        look_for_release(ReleaseSource(place.url, base64.b64decode(stranger)), "0.1.0", "en", place.context)


def test_that_a_server_nobody_vouches_for_is_not_heard(
    place: Announcer, note: tuple[str, ReleaseSource]
) -> None:
    place.answer = note[0].encode()
    with pytest.raises(OfflineError, match="can't prove that it is the right one"):
        look_for_release(source_at(place, note[1]), "0.1.0", "en")


def test_that_a_certificate_that_is_out_of_date_is_told(
    place: Announcer, note: tuple[str, ReleaseSource]
) -> None:
    place.answer = note[0].encode()
    place.identify(age=dt.timedelta(days=3))
    with pytest.raises(OfflineError, match="out of date"):
        look_for_release(source_at(place, note[1]), "0.1.0", "en", place.context)
    assert place.asked == []


def test_that_nobody_there_is_no_news(note: tuple[str, ReleaseSource]) -> None:
    with pytest.raises(OfflineError, match="can't be reached"):
        look_for_release(ReleaseSource("https://127.0.0.1:9/x", note[1].public_key), "0.1.0", "en")


@pytest.mark.parametrize("status", [404, 500])
def test_that_a_missing_page_is_no_news(
    place: Announcer, note: tuple[str, ReleaseSource], status: int
) -> None:
    place.status, place.answer = status, note[0].encode()
    with pytest.raises(OfflineError):
        look_for_release(source_at(place, note[1]), "0.1.0", "en", place.context)


def test_that_nothing_leads_out_of_encryption(place: Announcer, note: tuple[str, ReleaseSource]) -> None:
    place.status, place.location = 302, "http://127.0.0.1:9/release.json"
    with pytest.raises(InvalidInputError, match="not an https address"):
        look_for_release(source_at(place, note[1]), "0.1.0", "en", place.context)
    with pytest.raises(InvalidInputError, match="not an https address"):
        look_for_release(ReleaseSource("http://127.0.0.1:9/x", note[1].public_key), "0.1.0", "en")


def test_that_a_signed_note_without_a_usable_address_offers_nothing(place: Announcer, tmp_path: Path) -> None:
    private, public = updates.new_key()
    news = tmp_path / "news.toml"
    news.write_text(NEWS.replace("https://example.org/packdesk.", "file:///etc/passwd"), "utf-8")
    with pytest.raises(ValueError, match="not https"):
        updates.signed_note(news, private)
    news.write_text('version = "9.0"\npage = "https://example.org"\nnews = "none"\n', "utf-8")
    place.answer = updates.signed_note(news, private).encode()
    found = look_for_release(ReleaseSource(place.url, base64.b64decode(public)), "0.1.0", "en", place.context)
    assert found is not None
    assert (found.news, found.download) == ((), "https://example.org")


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.2.0", "0.1.9", True),
        ("0.10.0", "0.9.0", True),
        ("1.0", "1.0.0", False),
        ("0.1.0", "0.2.0", False),
        ("2.0.0rc1", "1.0.0", False),
        ("", "1.0.0", False),
        ("1.0.0", "unknown", True),
    ],
)
def test_that_versions_compare_as_numbers(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer


def test_that_a_build_tells_its_program_where_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert release_source(tmp_path / "updates.toml") is None
    assert not updates.write_source(tmp_path)
    _, public = updates.new_key()
    monkeypatch.setenv("PACKDESK_UPDATE_URL", "https://example.org/release.json")
    monkeypatch.setenv("PACKDESK_UPDATE_PUBLIC_KEY", public)
    assert updates.write_source(tmp_path)
    found = release_source(tmp_path / "updates.toml")
    assert found == ReleaseSource("https://example.org/release.json", base64.b64decode(public))
    (tmp_path / "updates.toml").write_text("url = 3", "utf-8")
    assert release_source(tmp_path / "updates.toml") is None
