"""Profiles on top of others: what is inherited, and what a mix of profiles asks for."""

from dataclasses import replace

from knowledge.profiles.lineage import Lineage
from knowledge.types import Competence, Profile


def profile(profile_id: str, *competences: Competence, **changes: object) -> Profile:
    made = Profile(profile_id, "fiktiv", "1", profile_id.title(), profile_id, competences=competences)
    return replace(made, **changes)  # type: ignore[arg-type]


ORDER = Competence("orden", "Orden i sagen", level=2)
LAW = Competence("jura", "Jura", level=3)
TALK = Competence("samtale", "Samtale", level=4)
BASIS = profile("basis", ORDER, LAW, basis=True, aliases=("basiskompetencer",))
MIDDLE = profile("midten", Competence("orden", "Orden i sagen", level=4), builds_on=("basis",))
TOP = profile("toppen", TALK, builds_on=("Midten", "ukendt"))
LINEAGE = Lineage((BASIS, MIDDLE, TOP))


def test_a_profile_is_known_by_id_title_and_alias_in_any_case() -> None:
    for name in ("basis", "Basis", "BASISKOMPETENCER"):
        assert LINEAGE.profile(name) is BASIS
    assert LINEAGE.profile("ukendt") is None


def test_what_the_profiles_below_ask_for_is_inherited_and_the_nearest_word_counts() -> None:
    inherited = LINEAGE.inherited(TOP)
    assert [(one.competence.competence_id, one.competence.level, one.profile_id) for one in inherited] == [
        ("orden", 4, "midten"),
        ("jura", 3, "basis"),
    ]


def test_what_a_profile_says_itself_is_not_inherited_whatever_the_id() -> None:
    own = profile("egen", Competence("min-jura", "Jura", level=1), builds_on=("basis",))
    assert [one.competence for one in Lineage((BASIS, own)).inherited(own)] == [ORDER]


def test_a_profile_may_build_on_a_basis_competence_alone() -> None:
    own = profile("egen", builds_on=("jura",))
    lineage = Lineage((BASIS, own))
    assert [(one.competence, one.title) for one in lineage.inherited(own)] == [(LAW, "Basis")]
    assert lineage.knows("jura")
    assert not lineage.knows("ukendt")


def test_profiles_in_a_ring_are_walked_once() -> None:
    one = profile("en", TALK, builds_on=("to",))
    two = profile("to", LAW, builds_on=("en",))
    assert list(Lineage((one, two)).below(one)) == [two]
