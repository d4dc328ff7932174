"""The service's parts by themselves: languages, host names, the page, the address."""

import re
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.http.hosts import is_loopback
from assistant.channels.http.language import language_of
from assistant.channels.http.page import FILES, STATIC, render
from assistant.channels.http.server import AddressError, listen
from prompts.wording import Wording

LARGEST_PAGE = 100_000


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


def test_the_page_speaks_both_languages_and_fills_every_word() -> None:
    danish, english = (render(language, Wording.load()) for language in ("da", "en"))
    assert '<html lang="da">' in danish
    assert "Dit spørgsmål" in danish
    assert '<html lang="en">' in english
    assert "Your question" in english


def test_the_page_is_small_and_needs_nothing_from_elsewhere() -> None:
    files = [render("da", Wording.load()), *((STATIC / name).read_text("utf-8") for name in FILES)]
    assert sum(len(file.encode()) for file in files) < LARGEST_PAGE
    for file in files:
        assert "https://" not in file.replace("^https?:", "")
        assert "http://" not in file.replace("http://www.w3.org/2000/svg", "")


def test_the_page_puts_nothing_in_as_html() -> None:
    script = (STATIC / "page.js").read_text("utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "style="):
        assert way not in script
    page = (STATIC / "page.html").read_text("utf-8")
    assert "style=" not in page
    assert "<script>" not in page


def test_every_word_the_script_asks_for_is_there() -> None:
    script = (STATIC / "page.js").read_text("utf-8")
    wording = Wording.load()
    asked = set(re.findall(r'\bsay\("([a-z_.]+)"', script))
    assert len(asked) > 10
    for key in asked:
        assert wording.knows("da", key if key.startswith("mark.") else f"page.{key}"), key


def test_an_address_that_is_taken_is_refused_with_advice() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(AddressError, match="--port"):
        listen("127.0.0.1", taken.getsockname()[1])


def test_the_static_files_travel_with_the_package() -> None:
    listed = (Path(__file__).resolve().parents[3] / "pyproject.toml").read_text("utf-8")
    for name in ("page.html", *FILES):
        assert f'"*{Path(name).suffix}"' in listed
