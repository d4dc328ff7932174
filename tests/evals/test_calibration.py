"""The fit of when to abstain finds what separates, and says what thresholds cost."""

import pytest

from assistant.core.abstention import Signs
from evals.calibration import Example, errors, fit, report

ANSWERED = [Example(f"a{place}", True, Signs(0.6, 0.0, 0.1 * (place % 3))) for place in range(20)]
NAMELESS = [Example(f"n{place}", False, Signs(0.6, 1.0, 0.0)) for place in range(4)]
ODD = [Example(f"o{place}", False, Signs(0.6, 0.0, 0.8)) for place in range(4)]


def test_what_separates_gets_a_weight_against_an_answer() -> None:
    _, score, missing_name, odd_words = fit([*ANSWERED, *NAMELESS, *ODD])
    assert missing_name < -1
    assert odd_words < -1
    assert abs(score) < abs(odd_words)


def test_two_fits_are_the_same() -> None:
    found = [*ANSWERED, *NAMELESS, *ODD]
    assert fit(found) == fit(found)


def test_both_errors_are_shares_of_their_own_kind() -> None:
    assert errors([*ANSWERED, *NAMELESS], 0.5) == pytest.approx((1.0, 0.0))
    assert errors([*ANSWERED, *NAMELESS], 1.1) == pytest.approx((1.0, 1.0))
    assert errors([], 0.5) == (0.0, 0.0)


def test_the_report_names_every_sign_and_threshold() -> None:
    text = report([*ANSWERED, *NAMELESS])
    assert "24 questions, 4 of them unanswerable" in text
    assert all(name in text for name in ("bias", "score", "missing_name", "odd_words", "0.50"))
