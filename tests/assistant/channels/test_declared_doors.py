"""Declared records at the doors: the README's example holds, and what is wrong is said in one sentence."""

import re
import tomllib
from pathlib import Path

import pytest

from assistant.channels.explaining import explain_error, explain_fault
from ingest.types import Fault
from ingest.web.sources import SourceError, read_sources
from prompts.wording import LANGUAGES, Wording
from tests.assistant.channels.terminal import run
from tests.ingest.web.shops import COURSES

README = Path(__file__).resolve().parents[3] / "README.md"
PAGE = """<!doctype html><html lang=da><title>x</title><h1>Samtaler der virker</h1>
<dl><dt>Pris</dt><dd>7.500 kr.</dd></dl><p class=fakta>To dage, 2,5 ECTS</p>
<table class=hold><tr><td>2. marts 2027</td><td class=sted>Lyngby</td></tr></table>
<a class=tilmelding href="https://lyng.example/tilmeld">Tilmeld</a></html>"""


def test_the_example_of_the_readme_makes_a_course(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "[[sources.records]]" in block]
    (source,) = read_sources(tomllib.loads(example)["sources"])
    assert source.records[0].kind.value == "course"
    folder = tmp_path / "gemt" / "kurser"
    folder.mkdir(parents=True)
    (folder / "samtaler.html").write_text(PAGE, encoding="utf-8")
    settings = example.replace('sections = ["https://lyng.example/kurser"]', f'folder = "{tmp_path / "gemt"}"')
    (tmp_path / "fagkompas.toml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "ingest", "--data", str(tmp_path / "data")).code == 0
    (course,) = run(capsys, "courses", "--json", "--data", str(tmp_path / "data")).json["courses"]
    assert (course["title"], course["provider"], course["ects"]) == ("Samtaler der virker", "Kursushuset Lyng", 2.5)
    assert (course["price"]["amount"], course["url"]) == (7500.0, "https://lyng.example/tilmeld")
    assert [(one["start"], one["place"]) for one in course["runs"]] == [("2027-03-02", "Lyngby")]


def test_a_selector_that_is_none_is_refused_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fagkompas.toml").write_text(
        '[[sources]]\nname = "lyng"\nfolder = "x"\n[[sources.records]]\nkind = "course"\nfields.titel = "h1 >"\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    outcome = run(capsys, "sources")
    assert (outcome.code, outcome.output, outcome.error.count("\n")) == (2, "", 1)
    assert all(said in outcome.error for said in ("»lyng«", "»h1 >«", "records.fields.titel"))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "report"},
        {"page": 3},
        {"fields": {"pris": ".pris"}},
        {"fields": {"title": "h1 >"}},
        {"fields": {"title": 3}},
        {"fields": {"title": {"select": "h1", "match": "("}}},
        {"fields": {"title": "h1", "prsi": ".pris"}},
        {"fields": {"title": "h1", "pris": {"each": "li"}}},
        {"required": ["teacher"]},
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rule_that_cannot_be_used_has_a_sentence_of_its_own(change: dict[str, object], language: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_sources([{"name": "lyng", "folder": "x", "records": [{**COURSES, **change}]}])
    sentence = explain_error(refused.value, Wording.load(), language)
    assert "lyng" in sentence
    assert sentence != refused.value.message


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [None, "https://lyng.example/kurser/1"])
@pytest.mark.parametrize(
    ("code", "values"), [("selector_nothing", {"selector": ".pris"}), ("selectors_nothing", {"selectors": [".pris"]})]
)
def test_a_page_with_another_layout_is_named_with_its_selector(
    code: str, values: dict[str, object], page: str | None, language: str
) -> None:
    fault = Fault("pris.html", "the log's own words", code, "pris", 3, {**values, "page": page})
    told = explain_fault(fault, Wording.load(), language)
    assert "the log's own words" not in told
    assert all(said in told for said in (".pris", "pris.html", page or ""))
