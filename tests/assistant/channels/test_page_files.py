"""The page's files by themselves: small, all our own, nothing put in as HTML, every word there."""

import re
from pathlib import Path

import pytest

from assistant.channels.http.page import ENTRY, imported, render
from assistant.channels.http.page_words import STATIC, TEMPLATES, page_words
from prompts.wording import Wording

ROOT = Path(__file__).resolve().parents[3]
LARGEST_FIRST_LOAD = 150_000
LONGEST_SCRIPT = 300
SCRIPTS = sorted(STATIC.glob("*.js"))
FILES = sorted([*STATIC.iterdir(), *TEMPLATES.iterdir()])
DANGEROUS = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    ".style",
    'setAttribute("style',
)
LITERAL = re.compile(r'\b(?:say|knows)\("([a-z_.0-9]+)"')
COUNTED = re.compile(r'\bcounted\("([a-z_.0-9]+)"')
# A key that is put together: what stands before and after the value.
PUT_TOGETHER = re.compile(r"`([a-z_]+\.[a-z_]*)\$\{[^}]+\}([a-z_]*)`")


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.load()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_page_speaks_both_languages_and_fills_every_word(wording: Wording) -> None:
    danish, english = (render(language, wording) for language in ("da", "en"))
    assert '<html lang="da">' in danish
    assert "Dit spørgsmål" in danish
    assert '<html lang="en">' in english
    assert "Your question" in english


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_first_load_is_small(language: str, wording: Wording) -> None:
    page = render(language, wording)
    named = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
    assert imported(ENTRY) <= named
    size = len(page.encode()) + sum((STATIC / name).stat().st_size for name in named)
    assert size < LARGEST_FIRST_LOAD, f"{size} bytes"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_needs_nothing_from_elsewhere(path: Path) -> None:
    text = text_of(path).replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(r"""["'(]\s*(?:https?:)?//[a-z]""", text)
    assert "@import" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_puts_nothing_in_as_html(path: Path) -> None:
    script = text_of(path)
    assert len(script.splitlines()) <= LONGEST_SCRIPT, "split it by subject"
    for way in DANGEROUS:
        assert way not in script


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_a_template_holds_no_inline_script_or_style(path: Path) -> None:
    page = text_of(path)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script>|javascript:", page)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_word_a_script_asks_for_is_there(path: Path, wording: Wording) -> None:
    words, script = page_words("da", wording), text_of(path)
    for key in LITERAL.findall(script):
        assert key in words, key
    for key in COUNTED.findall(script):
        assert {f"{key}_one", f"{key}_other"} <= words.keys(), key
    for start, end in PUT_TOGETHER.findall(script):
        assert any(key.startswith(start) and key.endswith(end) for key in words), start


def test_every_word_of_the_page_is_said_somewhere(wording: Wording) -> None:
    code = "\n".join(text_of(path) for path in [*FILES, *STATIC.parent.glob("*.py")])
    said = {key.removeprefix("page.") for key in re.findall(r"""["']([a-z_]+[a-z_0-9.]+)["']""", code)}
    said |= {key + end for key in said for end in ("_one", "_other")}
    in_templates = set(re.findall(r"\$([a-z_0-9]+)", code))
    put_together = [*PUT_TOGETHER.findall(code), *re.findall(r'f"page\.([a-z_]+\.[a-z_]*)\{[^}]+\}([a-z_]*)"', code)]
    for key in page_words("da", wording):
        by_parts = any(key.startswith(start) and key.endswith(end) for start, end in put_together)
        assert key in said or key.replace(".", "_") in in_templates or by_parts, f"nobody says {key}; remove it"


def test_the_files_travel_with_the_package() -> None:
    listed = text_of(ROOT / "pyproject.toml")
    for path in FILES:
        assert f'"*{path.suffix}"' in listed
