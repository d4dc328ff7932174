import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.core.verification.answers import FaultCode, check_answer
from evals.cases import Split
from evals.faults import BY_HAND, PLANTED, Item, measure, pass_all, read_items, verification
from evals.faults.planting import plant, render
from evals.faults.reading import read_library, read_records
from knowledge.errors import BadInputError

# The aims of the gate; the swaps by hand are reported, not gated.
LEAST_CAUGHT = 0.98
MOST_FALSE_ALARMS = 0.03
ASKED_FOR = {
    "wrong_number",
    "shifted_date",
    "swapped_name",
    "negation_added",
    "negation_removed",
    "modal",
    "wrong_source",
    "shuffled",
    "invented_source",
    "stale_text",
    "uncited",
    "unit",
    "quantifier",
    "opposite",
    "number_word",
    "honest_paraphrase",
    "honest_typography",
    "honest_according_to",
    "honest_lead_in",
    "honest_english",
    "honest_number_word",
    "honest_genitive",
    "honest_two_citations",
}


@pytest.fixture(scope="module")
def planted() -> list[Item]:
    return read_items(PLANTED)


@pytest.fixture(scope="module")
def by_hand() -> list[Item]:
    return read_items(BY_HAND)


def test_the_set_is_as_large_and_as_varied_as_asked_for(planted: list[Item], by_hand: list[Item]) -> None:
    assert len(planted) >= 150
    assert {item.category for item in planted} >= ASKED_FOR
    assert Counter(item.faulty for item in by_hand) == {True: 30, False: 10}
    assert len({item.id for item in [*planted, *by_hand]}) == len(planted) + len(by_hand)


def test_the_committed_items_are_what_the_rules_plant() -> None:
    assert PLANTED.read_text("utf-8") == render(plant())


def test_each_category_is_halved_between_tuning_and_reporting(planted: list[Item], by_hand: list[Item]) -> None:
    halves = Counter((item.category, item.split) for item in [*planted, *by_hand])
    for category in {item.category for item in [*planted, *by_hand]}:
        assert 0 <= halves[category, Split.TUNE] - halves[category, Split.REPORT] <= 1, category


def test_an_honest_item_differs_from_every_faulty_one(planted: list[Item]) -> None:
    honest = {(item.claims, item.citations) for item in planted if not item.faulty}
    assert not honest & {(item.claims, item.citations) for item in planted if item.faulty}


def test_quotations_of_honest_items_stand_in_the_current_text(planted: list[Item], by_hand: list[Item]) -> None:
    library = read_library()
    for item in [*planted, *by_hand]:
        for citation in () if item.faulty else item.citations:
            assert library.text(citation.text_id)[citation.start : citation.end] == citation.quote, item.id


def test_the_verifier_catches_the_planted_faults_and_lets_honest_answers_pass(planted: list[Item]) -> None:
    figures = measure(planted)
    print(f"\ncaught {figures.catch_rate:.3f} of {figures.n_faulty}, missed {figures.missed}")
    print(f"false alarms {figures.false_alarm_rate:.3f} of {figures.n_honest}: {figures.alarmed}")
    assert figures.catch_rate is not None
    assert figures.catch_rate >= LEAST_CAUGHT
    assert figures.false_alarm_rate is not None
    assert figures.false_alarm_rate <= MOST_FALSE_ALARMS


def test_swaps_by_hand_are_reported_apart(by_hand: list[Item]) -> None:
    figures = measure(by_hand)
    print(f"\nby hand: caught {figures.catch_rate:.3f} of 30, false alarms {figures.false_alarm_rate:.3f} of 10")
    assert figures.by_category.keys() == {"roles", "scope", "relation", "honest_look_alike"}


def test_verification_switched_off_catches_nothing(planted: list[Item]) -> None:
    figures = measure(planted, pass_all)
    assert (figures.catch_rate, figures.false_alarm_rate) == (0.0, 0.0)
    assert len(figures.missed) == figures.n_faulty


def test_a_checker_that_cries_at_everything_has_only_false_alarms(planted: list[Item]) -> None:
    figures = measure(planted, lambda item: True)
    assert (figures.catch_rate, figures.false_alarm_rate) == (1.0, 1.0)
    assert len(figures.alarmed) == figures.n_honest


def test_without_items_there_are_no_rates() -> None:
    figures = measure([], verification())
    assert (figures.catch_rate, figures.false_alarm_rate, figures.by_category) == (None, None, {})


def test_each_claim_is_shown_with_its_own_quotations(planted: list[Item]) -> None:
    item = next(item for item in planted if item.id == "honest-answer-01")
    assert [[citation.number for citation in cited] for _, cited in item.evidence] == [[1], [2]]


@pytest.mark.parametrize(
    ("category", "codes"),
    [
        ("wrong_source", {FaultCode.MISPLACED_QUOTE, FaultCode.STALE_TEXT, FaultCode.WRONG_TITLE}),
        ("stale_text", {FaultCode.STALE_TEXT}),
        ("unknown_number", {FaultCode.UNKNOWN_NUMBER}),
        ("uncited", {FaultCode.UNCITED_CLAIM, FaultCode.UNCITED_SENTENCE}),
    ],
)
def test_a_fault_of_the_citations_is_named_as_such(planted: list[Item], category: str, codes: set[FaultCode]) -> None:
    library = read_library()
    for item in planted:
        if item.category == category:
            found = {fault.code for fault in check_answer(item.claims, item.citations, library, item.language)}
            assert found & codes, item.id


@pytest.mark.parametrize("line", ["{", '{"id": "x"}', json.dumps({"id": "x", "category": "modal", "language": "no"})])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(BadInputError, match=r"items\.jsonl, line 1"):
        read_items(path)


def test_every_line_of_the_set_is_an_object() -> None:
    assert all(isinstance(record, dict) for path in (PLANTED, BY_HAND) for _, record in read_records(path))
