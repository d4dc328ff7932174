"""The fit of when to abstain finds what separates, and says what thresholds cost on documents it has not seen."""

import pytest

from assistant.core.abstention import Signs
from evals.assembling import Assembled
from evals.calibration import Example, calibration_cases, errors, examples, fit, report, unseen
from evals.cases import Case, Split
from tests.evals.questions import make_case

FAIR = {"score": 0.6, "missing_name": 0.0, "odd_words": 0.0, "lacking": 0.0, "uncounted": 0.0, "own_words": 1.0}


def signs(**changed: float) -> Signs:
    return Signs(**FAIR | changed)


ANSWERED = [Example(f"a{n}", True, signs(odd_words=0.1 * (n % 3)), f"d{n % 5}") for n in range(20)]
NAMELESS = [Example(f"n{n}", False, signs(missing_name=1.0), f"d{n}") for n in range(4)]
ODD = [Example(f"o{n}", False, signs(odd_words=0.8), f"d{n}") for n in range(4)]


def test_what_separates_gets_a_weight_against_an_answer() -> None:
    weights = fit([*ANSWERED, *NAMELESS, *ODD]).weights
    assert weights.missing_name < -1
    assert weights.odd_words < -1
    assert abs(weights.score) < abs(weights.odd_words)


def test_two_fits_are_the_same() -> None:
    found = [*ANSWERED, *NAMELESS, *ODD]
    assert fit(found) == fit(found)


def test_each_question_is_judged_once_by_a_fit_on_other_documents() -> None:
    judged = unseen([*ANSWERED, *NAMELESS])
    assert sorted(example.case_id for example, _ in judged) == sorted(one.case_id for one in [*ANSWERED, *NAMELESS])
    assert errors(judged, 0.5) == pytest.approx((1.0, 0.0))


def test_both_errors_are_shares_of_their_own_kind() -> None:
    judged = [(one, 0.4) for one in [*ANSWERED, *NAMELESS]]
    assert errors(judged, 0.5) == pytest.approx((1.0, 1.0))
    assert errors(judged, 0.3) == pytest.approx((0.0, 0.0))
    assert errors([], 0.5) == (0.0, 0.0)


def test_the_report_names_every_sign_and_threshold() -> None:
    text = report([*ANSWERED, *NAMELESS])
    assert "24 questions, 4 of them unanswerable" in text
    assert all(name in text for name in ("bias", *FAIR, "0.50"))


def test_what_is_fitted_on_is_in_no_suite_and_of_no_half_that_is_never_tuned_on() -> None:
    cases = calibration_cases()
    apart = [case for case in cases if case.suite.startswith("calibration-")]
    assert {case.split for case in cases} == {Split.TUNE}
    assert sum(case.answerable is False for case in apart) >= 300
    assert sum(bool(case.answerable) for case in apart) >= 200
    assert all(case.tags for case in apart)


def test_the_signs_of_what_the_model_decides_are_read_as_it_is_asked(tiny: Assembled) -> None:
    cases: list[Case] = [make_case("own-1", question="Hvor mange ledere svarede på rundspørgen?")]
    assert [(one.case_id, one.answerable) for one in examples(cases, tiny.assistant)] == [("own-1", True)]
