"""A small share of the search for CPR numbers; `python -m tests.privacy_run` does it with 100,000."""

import random
from pathlib import Path

import pytest

from tests.evals.judges import forget_providers
from tests.privacy_run import FORMS, left_in, numbers, run


def test_no_number_is_left_wherever_texts_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_providers(monkeypatch)
    # Set by the run; taken back here.
    monkeypatch.setenv("OPENAI_BASE_URL", "")
    monkeypatch.setenv("OPENAI_API_KEY", "")
    figures = run(600, 3, 7, tmp_path)
    assert not figures["broken"], figures
    assert figures["eval cases"] > 0


def test_a_number_that_is_left_is_found_in_any_form() -> None:
    made = numbers(10 * len(FORMS), random.Random(3))
    known = frozenset(digits for digits, _ in made)
    assert all(left_in(f"xx 12 {written}, 10", known) for _, written in made)
