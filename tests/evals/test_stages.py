"""Every stage can be taken out and put back, and what is kept of it is forgotten both times."""

import ast
import importlib
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import assistant
import ingest
import knowledge
from assistant.core import composing
from assistant.core.verification import verify
from evals.assembling import Assembled
from evals.citing import verified_by
from evals.running import ask
from evals.stages import Stage, stages, without
from knowledge import ranking
from knowledge.danish import stem
from knowledge.types import SearchQuery
from tests.evals.questions import UNKNOWN, make_case, make_citation

STAGES = {stage.name: stage for stage in stages()}
SOURCES = [
    path for package in (assistant, ingest, knowledge) for path in Path(package.__path__[0]).rglob("*.py")
]  # fmt: skip


def value_of(where: str, name: str) -> Any:
    module, _, inner = where.partition(":")
    owner: Any = importlib.import_module(module)
    return getattr(getattr(owner, inner) if inner else owner, name)


def values_of(stage: Stage) -> list[Any]:
    return [value_of(where, name) for where, name, _ in stage.patches]


def test_stages_have_names_of_their_own() -> None:
    assert len(STAGES) == len(stages())
    assert {"stemming", "threshold", "verification"} <= STAGES.keys()


@pytest.mark.parametrize("stage", stages(), ids=lambda stage: stage.name)
def test_a_stage_is_taken_out_and_put_back(stage: Stage) -> None:
    before = values_of(stage)
    with without(stage):
        assert all(value is out for value, (_, _, out) in zip(values_of(stage), stage.patches, strict=True))
    assert all(value is kept for value, kept in zip(values_of(stage), before, strict=True))


@pytest.mark.parametrize("stage", stages(), ids=lambda stage: stage.name)
def test_what_takes_a_stage_out_changes_something(stage: Stage) -> None:
    assert stage.patches
    assert all(value != out for value, (_, _, out) in zip(values_of(stage), stage.patches, strict=True))


def test_a_stage_is_put_back_after_an_error() -> None:
    before = values_of(STAGES["threshold"])
    with pytest.raises(RuntimeError), without(STAGES["threshold"]):
        raise RuntimeError
    assert values_of(STAGES["threshold"]) == before


@pytest.mark.parametrize(
    "patch", [("knowledge.danish", "no_such_name", None), ("knowledge.thesaurus:Thesaurus", "no_such_name", None)]
)
def test_a_name_that_is_not_there_is_an_error_and_nothing_is_taken_out(patch: tuple[str, str, Any]) -> None:
    right = STAGES["threshold"].patches[0]
    before = value_of(*right[:2])
    with pytest.raises(AttributeError, match="no_such_name"), without(Stage("renamed", (right, patch))):
        pass
    assert value_of(*right[:2]) == before


def test_stems_are_forgotten_when_stemming_is_taken_out_and_put_back() -> None:
    whole = stem("medarbejderne")
    assert whole != "medarbejderne"
    with without(STAGES["stemming"]):
        assert stem("medarbejderne") == "medarbejderne"
    assert stem("medarbejderne") == whole


def test_every_cache_is_empty_while_a_stage_is_out_and_after() -> None:
    stem("medarbejderne")
    assert stem.cache_info().currsize
    with without(STAGES["verification"]):
        assert stem.cache_info().currsize == 0
        stem("medarbejderne")
    assert stem.cache_info().currsize == 0


def test_a_constant_that_is_taken_out_is_read_where_it_stands() -> None:
    """A module that imported it by name, or made it a default, would keep the old value."""
    taken = {(where, name) for s in stages() for where, name, value in s.patches if not callable(value)}
    names = {name for _, name in taken}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported = {(str(node.module), alias.name) for alias in node.names}
                assert not imported & taken, f"{path}:{node.lineno}: import the module and read the constant from it"
            elif isinstance(node, ast.arguments):
                defaults = {part.id for d in node.defaults for part in ast.walk(d) if isinstance(part, ast.Name)}
                assert not defaults & names, f"{path}: a default keeps the value of {defaults & names}"


def test_without_verification_anything_is_borne_out_in_answers_and_only_there() -> None:
    bears_out = verified_by({"t1": "42 ledere svarede."}.__getitem__)
    with without(STAGES["verification"]):
        assert composing.verify is not verify
        assert not bears_out("43 ledere svarede.", [make_citation()])
    assert composing.verify is verify


def test_without_a_part_of_the_keyword_search_the_others_keep_their_weight() -> None:
    before = dict(ranking.KEYWORD_WEIGHTS)
    with without(STAGES["4-grams"]):
        assert dict(ranking.KEYWORD_WEIGHTS) == before | {"ngrams": 0.0}
    assert dict(ranking.KEYWORD_WEIGHTS) == before


def test_without_the_threshold_the_assistant_answers_what_it_does_not_know(tiny: Assembled) -> None:
    case = make_case(question=UNKNOWN["question"])
    with without(STAGES["threshold"]):
        assert ask(case, tiny.assistant).claims
    assert not ask(case, tiny.assistant).claims


def test_search_and_answers_work_without_all_stages_at_once(tiny: Assembled) -> None:
    with ExitStack() as out:
        for stage in stages():
            out.enter_context(without(stage))
        found = tiny.current().search(SearchQuery("Hvor mange ledere svarede?", 5)).hits
        answer = ask(make_case(conversation=("Hvem spurgte COK?",)), tiny.assistant)
    assert found
    assert answer.text
