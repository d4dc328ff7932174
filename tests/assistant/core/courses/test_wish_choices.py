"""Places, forms, levels, providers, profiles, competences and order, read out of everyday words."""

import datetime

import pytest

from assistant.core.courses.mending import mended
from assistant.core.courses.places import read_places
from assistant.core.courses.reading import Reading
from assistant.core.courses.request import Supply, read_request
from knowledge.courses import CourseFilter, Order
from knowledge.types import Competence, Course, CourseCompetence, CourseRun, Learner, Profile

TODAY = datetime.date(2026, 11, 22)
PLACES = ["Aarhus", "Odense", "København", "Nykøbing Falster", "Online", "Hele landet"]
SUPPLY = Supply(
    [
        Course("a", "Samtaler", "a", provider="Kursushuset Lyng (fiktiv)", runs=(CourseRun(place="Aarhus"),)),
        Course("b", "Samtaler", "b", provider="Fjordens Kurser", provides=(CourseCompetence("Svære samtaler"),)),
    ],
    [
        Profile("vk", "s", "1", "Virksomhedskonsulent (fiktiv)", "vk", competences=(Competence("m", "Mægling"),)),
        Profile("leder", "s", "1", "Faglig leder", "leder", aliases=("teamleder",)),
    ],
)


def places(words: str) -> dict[str, object]:
    return dict(read_places(Reading(words), PLACES).found)


def wanted(words: str) -> CourseFilter:
    return read_request(words, None, SUPPLY, TODAY).filter


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("i Århus", {"places": ("Aarhus",)}),
        ("tæt på Odense", {"places": ("Odense",)}),
        ("i Aarhus eller Odense", {"places": ("Aarhus", "Odense")}),
        ("i kbh", {"places": ("København",)}),
        ("in Copenhagen", {"places": ("København",)}),
        ("i Nykøbing Falster", {"places": ("Nykøbing Falster",)}),
        ("uden for København", {"not_places": ("København",)}),
        ("på Sjælland", {"regions": ("sjaelland",)}),
        ("i Region Sjælland", {"regions": ("region-sjaelland",)}),
        ("in Jutland", {"regions": ("jylland",)}),
        ("i hele landet", {}),
        ("online", {}),
    ],
)
def test_places_and_parts_of_the_country_are_read(words: str, expected: dict[str, object]) -> None:
    assert places(words) == expected


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("ikke online", "not_forms", ("online",)),
        ("men ikke diplom", "not_levels", ("diplom",)),
        ("hos Lyng", "provider", "Kursushuset Lyng (fiktiv)"),
        ("i april", "provider", None),
        ("til vores virksomhedskonsulenter", "profile", "vk"),
        ("om virksomhedskonsulenter", "profile", None),
        ("for teamledere", "profile", None),
        ("for teamledere", "learner", Learner.MANAGER),
        ("der giver kompetencen mægling", "competence", "Mægling"),
        ("der giver svære samtaler", "competence", "Svære samtaler"),
        ("billigst", "sort", Order.PRICE),
        ("der starter først", "sort", Order.DATE),
    ],
)
def test_a_choice_becomes_a_filter(words: str, field: str, value: object) -> None:
    assert getattr(wanted(f"Kurser {words}"), field) == value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kurser i aprli", "kurser i april"),
        ("onlnie kurser", "online kurser"),
        ("i feburar", "i februar"),
        ("Anders i april", "Anders i april"),
        ("aprils kurser", "aprils kurser"),
        ("om unge under 18", "om unge under 18"),
    ],
)
def test_a_slip_of_the_finger_is_mended_and_other_words_are_left(written: str, meant: str) -> None:
    assert mended(written, ["Aalborg", "Randers", "Hele landet"]) == meant


def test_a_place_in_another_spelling_is_left_to_the_reader_of_places() -> None:
    assert mended("i Århus", ["Aarhus"]) == "i Århus"
