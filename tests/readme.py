"""What of the README is written by the product itself: tables, and the answers of its examples.

    python -m tests.readme            # writes them anew
    python -m tests.readme --picture  # takes the picture of the page anew, with Chromium

In the README, a table stands between `<!-- table: NAME -->` and `<!-- end -->`. In a `console` block every line that
begins with `$ ` is run, in the order of the page, and what it writes follows it; `show=4,0` after `console` keeps the
first 4 lines of the first command and all of the second. A block under `<!-- file: NAME -->` is written to that file;
a `python` block is run.
"""

import contextlib
import datetime
import functools
import io
import os
import re
import shlex
import sys
import tempfile
import tomllib
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
import typer.main

from assistant.channels.cli.app import build_app, main
from assistant.channels.settings import all_settings
from prompts.wording import Wording
from tests.assistant.channels.doors import serving

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
# The day the examples are run on, so that no course of theirs expires.
TODAY = datetime.date(2026, 11, 22)
SERVICE = "http://127.0.0.1:8000"
WIDTH = "100"
PICTURE = ROOT / ".github" / "answer.png"
PICTURE_QUESTION = "Hvilke greb anbefaler vejledningen til den jobrettede samtale?"
PICTURE_SIZE = {"width": 960, "height": 760}
CHROMIUM = "/usr/bin/chromium"
# JSON comes on one line; this much of it shows what it is.
LONGEST_LINE = 220
MORE = "…"

_BLOCK = re.compile(
    r"^(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<language>\w+)(?P<options>[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S
)
_TABLE = re.compile(r"(<!-- table: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.S)
# Differ from run to run.
_CHANGING = (
    (re.compile(r"\b(ans|con)_[0-9a-f]{32}"), rf"\1_{MORE}"),
    (re.compile(r"\b(key)_[0-9a-f]{8}\b"), rf"\1_{MORE}"),
    (re.compile(r"\bfk_[\w-]{43}"), f"fk_{MORE}"),
    (re.compile(r'("request_id": ?)"[0-9a-f]{32}"'), rf'\1"{MORE}"'),
    (re.compile(r'("latency_ms": ?)\d+'), r"\g<1>12"),
    # What is stamped with the clock, not with the day of the examples.
    (re.compile(r"(\boprettet |\bgeneration \d+ \()\d{1,2}\. [a-z]+ \d{4}"), rf"\1{MORE}"),
    # The last two columns of the table of figures are times.
    (re.compile(r"^([a-z-]+ {2,}.*?) +\d+(?:\.\d+)? +\d+(?:\.\d+)?$", re.M), rf"\g<1>       {MORE}       {MORE}"),
)


def renewed(text: str) -> str:
    """The README with its tables and answers written anew."""
    text = _TABLE.sub(lambda found: found[1] + table(found["name"]) + found[3], text)
    with _desk() as desk:
        return _BLOCK.sub(lambda found: found[0].replace(found["body"], desk.renew(found), 1), text)


@dataclass(slots=True)
class _Desk:
    """Where the examples are run: an empty folder with the samples, and the service when it is first asked."""

    open: contextlib.ExitStack
    exit_code: int = 0
    _client: list[httpx.Client] = field(default_factory=list)

    def renew(self, block: re.Match[str]) -> str:
        """The block's body as it should be."""
        body = block["body"]
        if block["file"]:
            path = Path(block["file"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif block["language"] == "python":
            exec(compile(body, f"{README.name}, python block", "exec"), {"__name__": "readme"})
        elif block["language"] == "console":
            commands = _commands(body)
            shown = re.search(r"show=([\d,]+)", block["options"])
            most = [int(number) for number in shown[1].split(",")] if shown else [0] * len(commands)
            return "".join(self._example(command, lines) for command, lines in zip(commands, most, strict=True))
        return body

    def _example(self, command: str, most: int) -> str:
        lines = [_cut(line) for line in _steady(self.run(command.replace("\\\n", " "))).rstrip("\n").split("\n")]
        if most and len(lines) > most:
            lines = [*lines[:most], MORE]
        return "\n".join([f"$ {command}", *lines, ""]) if lines != [""] else f"$ {command}\n"

    def run(self, command: str) -> str:
        """What a command writes to the terminal."""
        if command == "echo $?":
            return f"{self.exit_code}\n"
        given, _, last = command.rpartition(" | ")
        words = shlex.split(last)
        if is_set := re.fullmatch(r"(FAGKOMPAS_[A-Z_]+)=(\S+)", words[0]):
            with mock.patch.dict(os.environ, {is_set[1]: is_set[2]}):
                return self.run(shlex.join(words[1:]))
        typed = shlex.split(given)[1].replace("\\n", "\n") if given else ""
        if words[0] == "curl":
            return self._curl(words[1:])
        assert words[0] == "fagkompas", f"the README's examples cannot run {words[0]}"
        return self._called(lambda: main(words[1:]), typed)

    def _called(self, call: Callable[[], object], typed: str = "") -> str:
        written = io.StringIO()
        with (
            contextlib.redirect_stdout(written),
            contextlib.redirect_stderr(written),
            mock.patch.object(sys, "stdin", io.StringIO(typed)),
        ):
            try:
                call()
            except SystemExit as end:
                self.exit_code = int(end.code or 0)
        return written.getvalue()

    def _curl(self, words: list[str]) -> str:
        if not self._client:
            self._client.append(self.open.enter_context(serving(Path(".fagkompas").resolve())))
        address = next(word for word in words if word.startswith(SERVICE)).removeprefix(SERVICE)
        headers = dict(words[i + 1].split(": ", 1) for i, word in enumerate(words) if word == "-H")
        body = next((words[i + 1] for i, word in enumerate(words) if word == "-d"), None)
        reply = self._client[0].request("POST" if body else "GET", address, headers=headers, content=body)
        return reply.text


@contextlib.contextmanager
def _desk() -> Iterator[_Desk]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fagkompas-readme-")))
        (folder / "knowledge").symlink_to(ROOT / "knowledge")
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(mock.patch.dict(os.environ, {"COLUMNS": WIDTH}))
        _fix_today(stack)
        yield _Desk(stack)


def _fix_today(stack: contextlib.ExitStack) -> None:
    class Date(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:  # type: ignore[override]
            return TODAY

    calendar = types.SimpleNamespace(date=Date, datetime=datetime.datetime)
    from assistant.channels import build

    for module in ("cli.answers", "cli.gap", "http.courses", "passages", "reading"):
        stack.enter_context(mock.patch(f"assistant.channels.{module}.datetime", calendar))
    for name in ("build_assistant", "KnowledgeBase"):
        made = functools.partial(getattr(build, name), today=lambda: TODAY)
        stack.enter_context(mock.patch.object(build, name, made))


def _commands(body: str) -> list[str]:
    """The commands of a block; one that ends in a backslash goes on in the next line."""
    return [found[1] for found in re.finditer(r"^\$ ((?:[^\n]*\\\n)*[^\n]*)$", body, re.M)]


def _steady(text: str) -> str:
    for pattern, replacement in _CHANGING:
        text = pattern.sub(replacement, text)
    return text


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} {MORE}"


def table(name: str) -> str:
    """One of the README's tables, written from the code."""
    made: Mapping[str, Callable[[], list[tuple[str, ...]]]] = {
        "settings": _settings,
        "commands": _command_list,
        "routes": _routes,
        "course-fields": lambda: _fields("course"),
        "profile-fields": lambda: _fields("profile"),
        "competence-fields": lambda: _fields("competence"),
    }
    head, *rows = made[name]()
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, tuple("---" for _ in head), *rows))


def _settings() -> list[tuple[str, ...]]:
    rows = [(f"`{s.variable}`", f"`{s.name}`", f"`{s.default}`", s.meaning) for s in all_settings()]
    return [("environment variable", "line in `fagkompas.toml`", "default", "meaning"), *rows]


def _command_list() -> list[tuple[str, ...]]:
    wording = Wording.load()
    rows = []
    for name, command in _leaves(typer.main.get_command(build_app())):
        optional = [parameter for parameter in command.params if parameter.param_type_name == "option"]
        flags = " ".join(f"`{parameter.opts[0]}`" for parameter in optional if parameter.name != "help")
        meaning = next(key for key, text in wording.sentences["da"].items() if text == command.help)
        rows.append((f"`fagkompas {name}`", flags, wording.say("en", meaning)))
    return [("command", "options", "what it does"), *rows]


def _leaves(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """The commands that do something, with the groups they lie in."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _routes() -> list[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as client:
        paths = client.get("/openapi.json").json()["paths"]
    rows = [
        (f"`{method.upper()} {path}`", operation["summary"])
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]
    return [("route", "does"), *rows]


def _fields(group: str) -> list[tuple[str, ...]]:
    labels = tomllib.loads((ROOT / "ingest/records/labels.toml").read_text(encoding="utf-8"))
    rows = []
    for name, known in labels[group].items():
        headings = [heading for heading in known["headings"] if not heading.startswith("@")]
        rows.append((f"`{name}`", ", ".join(f"`{heading}`" for heading in headings)))
    return [("field", "headings that mean it"), *rows]


def take_picture() -> None:
    """Ask the page a question over the samples and keep what it shows."""
    from playwright.sync_api import expect, sync_playwright

    with _desk() as desk, sync_playwright() as playwright:
        desk.run("fagkompas ingest knowledge/samples")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        page = browser.new_context(locale="da-DK", viewport=PICTURE_SIZE).new_page()
        with serving(Path(".fagkompas").resolve()) as client:
            page.goto(str(client.base_url))
            with page.expect_response("**/api/ask"):
                page.get_by_label("Dit spørgsmål").fill(PICTURE_QUESTION)
                page.keyboard.press("Enter")
            expect(page.locator(".waiting")).to_have_count(0)
            page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__" and "--picture" in sys.argv:
    take_picture()
elif __name__ == "__main__":
    before = README.read_text(encoding="utf-8")
    README.write_text(renewed(before), encoding="utf-8")
    print("README.md is as it was" if README.read_text(encoding="utf-8") == before else "README.md is renewed")
