"""What the README says is so: its tables, its examples and the commands it names."""

import importlib.util
import os
import re
import subprocess
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.readme import PICTURE, README, ROOT, renewed

TEXT = README.read_text(encoding="utf-8")
LARGEST_PICTURE = 200_000
RENEW = "; run `make readme` and look at what changed"


@pytest.fixture(scope="module")
def anew() -> str:
    return renewed(TEXT)


def comparable(line: str) -> str:
    """Machines differ in the last digit of a score."""
    return re.sub(r"\d\.\d\d", "#.##", line) if ": stems " in line else line


def test_the_examples_answer_what_the_readme_shows_and_the_tables_say_what_the_code_says(anew: str) -> None:
    section = ""
    for number, (shown, is_now) in enumerate(zip_longest(TEXT.splitlines(), anew.splitlines(), fillvalue=""), start=1):
        section = shown if shown.startswith("#") else section
        assert comparable(shown) == comparable(is_now), f"README.md:{number}, under {section!r}{RENEW}"


def test_every_module_that_the_readme_runs_is_there() -> None:
    modules = set(re.findall(r"python -m ((?:assistant|evals|ingest|knowledge|prompts|tests)[\w.]*)", TEXT))
    assert {"evals.benchmarks.squad", "evals.benchmarks.cold_start", "knowledge.training"} <= modules
    assert not [module for module in modules if importlib.util.find_spec(module) is None]


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\((?!#|https?:)([^)]+)\)", TEXT)
    named += re.findall(r"`((?:assistant|evals|ingest|knowledge|prompts|tests)/[\w./-]+)`", TEXT)
    named += re.findall(r"python -m pytest (\S+)", TEXT)
    written_by_the_reader = {"ingest/formats/NAME.py"}
    assert not [name for name in named if not (ROOT / name).exists() and name not in written_by_the_reader]


def test_every_heading_that_the_readme_links_to_is_there() -> None:
    headings = {re.sub(r"[^\w -]", "", line.lstrip("# ")).lower().replace(" ", "-") for line in TEXT.splitlines()}
    assert not set(re.findall(r"\]\(#([^)]+)\)", TEXT)) - headings


def test_the_picture_is_a_small_png() -> None:
    assert f"]({PICTURE.relative_to(ROOT).as_posix()})" in TEXT
    assert PICTURE.read_bytes().startswith(b"\x89PNG")
    assert PICTURE.stat().st_size < LARGEST_PICTURE


def test_every_task_of_the_makefile_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    tasks = re.search(r"^\.PHONY: (.+)$", makefile, re.M)
    assert tasks
    # A make that runs this suite hands its own options down (`--trace`, `-n`); they are none of this one's.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "--no-print-directory", "help"]
    shown = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    listed = dict(line.split("\t", 1) for line in shown.splitlines())
    assert set(listed) == set(tasks[1].split())
    assert all(meaning.strip() for meaning in listed.values())


@pytest.mark.parametrize("task", re.findall(r"`make ([a-z]+)", TEXT))
def test_every_task_that_the_readme_names_is_one(task: str) -> None:
    assert f"\n{task}:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_format_that_is_read_stands_in_the_readme() -> None:
    from ingest.formats import KNOWN_SUFFIXES

    table = TEXT.split("## What it reads", 1)[1].split("**Metadata", 1)[0]
    assert set(re.findall(r"`(\.[a-z]+)`", table)) == set(KNOWN_SUFFIXES)


def test_every_key_of_metadata_stands_in_the_readme() -> None:
    from ingest.metadata import ALIASES, KEYS

    table = TEXT.split("**Metadata of a report**", 1)[1].split("**Courses**", 1)[0]
    rows = [re.findall(r"`([^`]+)`", " ".join(line.split("|")[1:3])) for line in table.splitlines() if "|" in line]
    assert {name for row in rows for name in row} == set(KEYS) | set(ALIASES)


def test_the_concept_that_the_readme_adds_is_understood(tmp_path: Path) -> None:
    from importlib.resources import files

    from knowledge.thesaurus import Thesaurus

    concept = TEXT.split("**A word that is not understood.**", 1)[1].split("```yaml\n", 1)[1].split("```", 1)[0]
    path = tmp_path / "thesaurus.yaml"
    path.write_text(files("knowledge").joinpath("thesaurus.yaml").read_text("utf-8") + concept, encoding="utf-8")
    assert "onboarding" in {expansion.term for expansion in Thesaurus.load(path).expand("Har vi et introforløb?")}
