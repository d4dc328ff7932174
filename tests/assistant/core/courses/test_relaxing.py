"""Which filters are given up where nothing fits them all, and how they are told of."""

import datetime

from assistant.core.courses.applied import applied
from assistant.core.courses.relaxing import GROUPS, relaxed
from knowledge.courses import CourseFilter, Order
from knowledge.types import Learner, Profile
from prompts.wording import LANGUAGES, Wording

WORDING = Wording.load()
WHOLE = CourseFilter(
    query="samtaler",
    profile="vk",
    competence="mægling",
    provider="Lyng",
    level="diplom",
    form="online",
    max_price=0.0,
    min_price=1500.0,
    min_ects=7.5,
    max_ects=10.0,
    place="Aarhus",
    start_from=datetime.date(2027, 1, 1),
    start_to=datetime.date(2027, 6, 30),
    learner=Learner.MANAGER,
    places=("Odense", "Vejle"),
    not_places=("København",),
    regions=("jylland",),
    not_forms=("online",),
    not_levels=("master",),
    max_days=0.5,
    with_vat=True,
    sort=Order.PRICE,
)


def test_the_least_weighty_filter_is_given_up_first_and_never_the_learner() -> None:
    wanted = CourseFilter(query="samtaler", place="Aarhus", max_price=1000.0, learner=Learner.CITIZEN)
    given_up = [set(names) for names, _ in relaxed(wanted)]
    assert given_up == [{"place"}, {"max_price"}, {"place", "max_price"}]
    assert all(wider.learner is Learner.CITIZEN for _, wider in relaxed(wanted))
    assert next(wider for _, wider in relaxed(wanted)) == CourseFilter("samtaler", max_price=1000.0, learner="citizen")  # type: ignore[arg-type]


def test_a_wish_without_a_subject_keeps_at_least_one_filter() -> None:
    assert list(relaxed(CourseFilter(place="Aarhus"))) == []
    assert len(list(relaxed(CourseFilter(place="Aarhus", form="online")))) == 2


def test_every_field_that_narrows_can_be_given_up() -> None:
    names = set().union(*GROUPS)
    assert WHOLE.asked().keys() - names == {"query", "learner", "sort"}


def test_every_filter_has_words_in_both_languages() -> None:
    profiles = [Profile("vk", "s", "1", "Virksomhedskonsulent", "vk")]
    for language in LANGUAGES:
        told = applied(WHOLE, {"place"}, profiles, WORDING, language)
        assert (
            {one.name for one in told if not one.met} == {"place"} == {one.name for one in told if one.text == "Aarhus"}
        )
        assert all(one.text and "{" not in one.text for one in told)
    words = {f"{one.name}={one.value}": one.text for one in applied(WHOLE, (), profiles, WORDING, "da")}
    assert words["profile=vk"] == "for Virksomhedskonsulent"
    assert words["max_price=0"] == "gratis"
    assert words["min_price=1500"] == "mindst 1.500 kr."
    assert words["min_ects=7.5"] == "mindst 7,5 ECTS"
    assert words["start_from=2027-01-01"] == "fra 1. januar 2027"
    assert words["not_form=online"] == "ikke online"
    assert words["region=jylland"] == "i Jylland"
