"""The service's parts by themselves: languages, host names, the address."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.http.hosts import is_loopback
from assistant.channels.http.language import language_of
from assistant.channels.http.server import AddressError, listen


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "da"),
        ("", "da"),
        ("*", "da"),
        ("de-DE,de", "da"),
        ("en", "en"),
        ("en-US,en;q=0.9,da;q=0.8", "en"),
        ("da,en;q=0.9", "da"),
        ("en;q=0.2, da;q=0.7", "da"),
        ("nb-NO,en;q=0.5", "da"),
        ("en;q=0", "da"),
        ("en;q=hest", "da"),
        ("de, en;q=0.3", "en"),
    ],
)
def test_the_language_that_is_preferred_is_spoken(header: str | None, language: str) -> None:
    assert language_of(header) == language


@given(st.text())
def test_any_header_gives_a_language(header: str) -> None:
    assert language_of(header) in {"da", "en"}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]", "[::1]:8000"])
def test_names_of_this_machine_are_let_in(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example:80", "10.0.0.1", "0.0.0.0", "[::]:8000", ":"]
)
def test_other_names_are_not(host: str) -> None:
    assert not is_loopback(host)


@given(st.text())
def test_any_host_is_judged(host: str) -> None:
    assert is_loopback(host) in {True, False}


def test_an_address_that_is_taken_is_refused_with_advice() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(AddressError, match="--port"):
        listen("127.0.0.1", taken.getsockname()[1])
