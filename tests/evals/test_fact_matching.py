import datetime

import pytest

from evals.matching import normalise, shown_text, shows
from tests.evals.questions import make_answer, make_citation, make_suggestion


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("Det er 54 procent", "54 PROCENT"),
        ("Det er 54 %.", "54%"),
        ("Det er 54%.", "54 %"),
        ("a–kasser og\nstyrelsen", "a-kasser og styrelsen"),
        ("jobkonsulenterne", "jobkonsulent*"),
        ("på grund af ”transfer”", "'transfer'"),
        ("14 projekter", "14"),
        ("kl. 16.", "16"),
    ],
)
def test_a_fact_is_found_however_it_is_written(text: str, alternative: str) -> None:
    assert shows(text, [alternative])


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("i 2016", "16"),
        ("16/05/2018", "16"),
        ("2018-11-27", "27"),
        ("10.000 kroner", "10"),
        ("2,5 år", "5"),
        ("de er strenge", "tre"),
        ("jobkonsulenterne", "jobkonsulent"),
        ("54", "54 %"),
    ],
)
def test_a_fact_is_not_found_inside_something_else(text: str, alternative: str) -> None:
    assert not shows(text, [alternative])


def test_normalising_twice_changes_nothing() -> None:
    once = normalise("  “Å”  –  54 %\u00ad ")
    assert once == "'å' - 54%"
    assert normalise(once) == once


def test_citation_marks_and_item_numbers_are_not_what_is_said() -> None:
    shown = shown_text(make_answer(text="1. Ledere svarede [3]\n2. Flere [4]"))
    assert not any(shows(shown, [number]) for number in "1234")


def test_what_is_shown_has_dates_and_courses_but_no_titles() -> None:
    citation = make_citation(date=datetime.date(2016, 8, 17))
    shown = shown_text(make_answer(citation, courses=(make_suggestion("k1"),)))
    assert shows(shown, ["2016-08-17"])
    assert shows(shown, ["Et kursus"])
    assert not shows(shown, ["Rundspørge"])
