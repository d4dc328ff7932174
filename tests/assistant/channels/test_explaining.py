"""Every code that ingest and knowledge can raise has a sentence in both languages that its values fill."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.channels.explaining import explain_error, explain_fault, explain_finding, explain_notice, find_sentence
from ingest import errors as ingest_errors
from ingest.errors import IngestError, RootError
from ingest.types import Fault, Notice
from knowledge.checks import Finding
from knowledge.errors import DamagedError, EmbeddingError, FagkompasError, UnknownGenerationError
from prompts.wording import LANGUAGES, Wording

ROOT = Path(__file__).resolve().parents[3]
WORDING = Wording.load()
FAULTS = {error.__name__ for error in vars(ingest_errors).values() if isinstance(error, type)} - {"RootError"}
# Calls that make a fault or a notice, and where among their arguments the code stands.
MAKERS = {"Notice": ("ingest_notice", 0), "Fault": ("fault", 2), "Finding": ("finding", 0)}
METHODS = {"fault": ("fault", 1), "notice": ("ingest_notice", 0), "_fault": ("fault", 3), "_differing": ("finding", 0)}


@dataclass(frozen=True)
class Said:
    """A code that some call makes; `values` None where the call does not show them."""

    key: str
    values: frozenset[str] | None
    place: str


def error_classes(parent: type[FagkompasError] = FagkompasError) -> Iterator[type[FagkompasError]]:
    for child in parent.__subclasses__():
        yield child
        yield from error_classes(child)


def said_in(path: Path) -> Iterator[Said]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        keywords = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        if name in FAULTS | {"RootError", "ValueTrouble"}:
            yield from _raised(name, node, keywords, place)
        elif name in MAKERS or (name in METHODS and (name != "_fault" or "discovery" in path.name)):
            prefix, position = {**MAKERS, **METHODS}[name]
            code = node.args[position] if len(node.args) > position else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield Said(f"{prefix}.{code.value}", _literal(keywords.get("values")), place)


def _raised(name: str, node: ast.Call, keywords: dict[str, ast.expr], place: str) -> Iterator[Said]:
    reason = node.args[0] if name == "ValueTrouble" else keywords.get("reason")
    reasons = [n.value for n in ast.walk(reason) if isinstance(n, ast.Constant)] if reason else []
    values = frozenset(keywords) - {"field", "line", "only_notice"}
    for one in [value for value in reasons if isinstance(value, str)]:
        if name == "RootError":
            yield Said(f"error.root_{one}", values, place)
        elif name == "ValueTrouble":
            only_notice = "only_notice" in keywords
            yield Said(f"{'ingest_notice' if only_notice else 'fault'}.{one}", frozenset({"value"}), place)
        else:
            yield Said(f"fault.{one}", values, place)


def _literal(values: ast.expr | None) -> frozenset[str] | None:
    if isinstance(values, ast.Dict):
        return frozenset(
            key.value for key in values.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
        )
    return None


SAID = [said for package in ("ingest", "knowledge") for path in sorted((ROOT / package).rglob("*.py"))
        if "training" not in path.parts for said in said_in(path)]  # fmt: skip


def test_the_search_for_codes_finds_them() -> None:
    keys = {said.key for said in SAID}
    assert len(keys) > 60
    assert {"fault.encrypted", "fault.bad_date", "ingest_notice.undated", "finding.no_generation"} <= keys
    assert {"error.root_missing", "fault.link_outside", "ingest_notice.several_prices"} <= keys


@pytest.mark.parametrize("said", SAID, ids=lambda said: f"{said.place} {said.key}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence(said: Said, language: str) -> None:
    values = said.values or frozenset()
    known = dict.fromkeys(values | ({"value"} if "written" in values else set()), "x")
    if said.values is None:
        known |= dict.fromkeys(_placeholders(language, said.key), "x")
    assert find_sentence(WORDING, language, said.key, known), f"{said.place}: give {language}.{said.key} a sentence"


def _placeholders(language: str, key: str) -> set[str]:
    """What any sentence for the key wants, for calls that do not show what they give."""
    keys = [known for known in WORDING.sentences[language] if known == key or known.startswith(f"{key}_")]
    return {name for known in keys for name in WORDING.placeholders(language, known)}


@pytest.mark.parametrize("error", sorted({error.code for error in error_classes()} | {"error"}))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_sentence(error: str, language: str) -> None:
    assert WORDING.knows(language, f"error.{error}")


def test_the_sentence_that_names_most_is_chosen() -> None:
    damaged = DamagedError("…", file="knowledge.sqlite")
    assert "knowledge.sqlite" in explain_error(damaged, WORDING)
    assert explain_error(DamagedError("…"), WORDING) == WORDING.say("da", "error.damaged")


def test_what_is_not_given_is_left_out() -> None:
    nothing = UnknownGenerationError("…", number=None, kept=[1, 2])
    assert explain_error(nothing, WORDING).endswith("Gemt er: 1, 2.")
    nothing_at_all = UnknownGenerationError("…", number=None, kept=[])
    assert "None" not in explain_error(nothing_at_all, WORDING)
    assert "[]" not in explain_error(nothing_at_all, WORDING)


def test_an_error_without_a_sentence_keeps_its_own() -> None:
    class NewError(FagkompasError):
        code = "brand_new"

    assert explain_error(NewError("Do this."), WORDING) == "Do this."


def test_a_fault_says_where_it_is() -> None:
    fault = Fault("kurser.csv", "…", "bad_date", "start", 7, {"value": "2027-02-31"})
    assert explain_fault(fault, WORDING) == (
        "kurser.csv, linje 7, felt »start«: »2027-02-31« er ikke en dato i kalenderen. Skriv for eksempel 2026-03-31."
    )
    assert explain_fault(fault, WORDING, "en").startswith("kurser.csv, line 7, field “start”: “2027-02-31” is not")


def test_sizes_are_told_in_megabytes() -> None:
    fault = Fault("stor.pdf", "…", "too_large", values={"size": 300 * 2**20, "limit": 200 * 2**20})
    assert explain_fault(fault, WORDING) == "stor.pdf: Fylder 300 MB; grænsen er 200 MB. Del den op."


def test_notices_and_findings_are_told_with_their_values() -> None:
    notice = Notice("unknown_field", "kurser.csv", "titl", 1, {"nearest": "titel"})
    assert explain_notice(notice, WORDING).endswith("Mente du »titel«?")
    assert "None" not in explain_notice(Notice("unknown_field", None, "x", None, {"nearest": None}), WORDING)
    assert explain_finding(Finding("vectors_not_found", values={"count": 1}), WORDING).startswith("Tekststykker, der")


def test_only_a_root_error_stops_an_ingest() -> None:
    error = RootError("…", reason="missing", root="/hest")
    assert isinstance(error, IngestError)
    assert explain_error(error, WORDING) == "/hest findes ikke. Se efter, om stien er rigtig."


def test_a_model_whose_files_were_altered_is_told_from_another_one() -> None:
    named = {"built_with": "a", "configured": "b"}
    assert "er bygget med embedding-modellen a" in explain_error(EmbeddingError("…", altered=None, **named), WORDING)
    said = "Filerne i embedding-modellen a er andre"
    assert said in explain_error(EmbeddingError("…", altered="a", built_with="a", configured="a"), WORDING)
    assert said in explain_finding(Finding("embedding_differs", values={"altered": "a"}), WORDING)
