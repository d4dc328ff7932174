"""A municipality's own profile beside the published one, and the published one's versions."""

import datetime
from dataclasses import replace

from knowledge.profiles.derivation import derivation_of
from knowledge.profiles.types import Difference, Part, Standing, Verdict
from knowledge.profiles.versions import newer_than, standing_of, versions_of
from knowledge.profiles.viewing import view_profile
from knowledge.types import Competence, Profile
from knowledge.worddiff import Fate

TODAY = datetime.date(2026, 11, 22)
CONTACT = Competence("kontakt", "Kontakt til virksomheder", "Finde job.", level=3)
LAW = Competence("jura", "Jura")
TALK = Competence("samtale", "Samtale")
OLD = Profile(
    "virk-2019", "fagprofiler", "2019", "Virksomhedsprofilen", "virk-2019", "Binder sammen.",
    ("Besøge virksomheder", "Skrive i sagen"), (CONTACT, LAW),
)  # fmt: skip
NEW = Profile(
    "virk-2025", "fagprofiler", "2025", "Virksomhedsprofilen", "virk-2025", "Binder sammen.",
    ("Besøge og betjene virksomheder", "Skrive i sagen"),
    (replace(CONTACT, label="Kontakt til små virksomheder", level=4), TALK),
)  # fmt: skip
OWN = replace(OLD, profile_id="vores", source_id="vores", profile_set="Egen", title="Vores", derived_from="virk-2019")


def told(found: tuple[Difference, ...]) -> list[tuple[str, str, str]]:
    return [(one.verdict.value, one.part.value, one.name) for one in found]


def test_what_an_own_profile_adds_drops_and_rewords_is_told_word_by_word() -> None:
    own = replace(OWN, tasks=("Besøge virksomheder", "Holde møder"), competences=(
        replace(CONTACT, description="Finde gode job."), Competence("egen", "Rundvisning"),
    ))  # fmt: skip
    found = derivation_of(own, OLD, None).differences
    assert told(found) == [
        ("dropped", "task", "Skrive i sagen"),
        ("added", "task", "Holde møder"),
        ("reworded", "competence_description", "Kontakt til virksomheder"),
        ("dropped", "competence", "Jura"),
        ("added", "competence", "Rundvisning"),
    ]
    assert [(piece.fate, piece.text) for piece in found[2].words] == [
        (Fate.SAME, "Finde "), (Fate.NEW, "gode "), (Fate.SAME, "job."),
    ]  # fmt: skip


def test_every_change_of_a_newer_version_is_unfollowed_at_first() -> None:
    derivation = derivation_of(OWN, OLD, NEW)
    assert derivation.differences == ()
    assert told(tuple(one.change for one in derivation.unfollowed)) == [
        ("reworded", "task", "Besøge virksomheder"),
        ("reworded", "competence", "Kontakt til virksomheder"),
        ("reworded", "level", "Kontakt til virksomheder"),
        ("dropped", "competence", "Jura"),
        ("added", "competence", "Samtale"),
    ]


def test_a_profile_that_is_as_the_newer_one_has_followed_everything() -> None:
    own = replace(OWN, tasks=NEW.tasks, competences=NEW.competences)
    assert derivation_of(own, OLD, NEW).unfollowed == ()


def test_what_is_dropped_need_not_be_reworded_and_what_is_worded_otherwise_is_shown() -> None:
    dropped = replace(OWN, competences=(LAW,))
    assert told(tuple(one.change for one in derivation_of(dropped, OLD, NEW).unfollowed)) == [
        ("reworded", "task", "Besøge virksomheder"),
        ("dropped", "competence", "Jura"),
        ("added", "competence", "Samtale"),
    ]
    worded = replace(OWN, competences=(replace(CONTACT, label="Kontakt til alle"), LAW))
    of_label = [one for one in derivation_of(worded, OLD, NEW).unfollowed if one.change.part is Part.COMPETENCE]
    assert [(one.change.verdict, one.own_words) for one in of_label] == [
        (Verdict.REWORDED, "Kontakt til alle"), (Verdict.DROPPED, None), (Verdict.ADDED, None),
    ]  # fmt: skip


def test_a_competence_that_was_added_already_is_followed_whatever_its_wording() -> None:
    own = replace(OWN, tasks=NEW.tasks, competences=(NEW.competences[0], replace(TALK, label="Gode samtaler")))
    assert derivation_of(own, OLD, NEW).unfollowed == ()


def test_versions_are_of_one_set_and_go_by_their_numbers() -> None:
    oldest = replace(OLD, profile_id="virksomhed", version="2018", title="Virksomhedsprofilen 2018")
    other_set = replace(OLD, profile_id="x", profile_set="andet", version="2030")
    another = replace(OLD, profile_id="helhed-2025", version="2025", title="Helhedsprofilen")
    everything = (NEW, oldest, OLD, other_set, another, OWN)
    assert versions_of(OLD, everything) == (oldest, NEW)
    assert newer_than(OLD, everything) is NEW
    assert newer_than(NEW, everything) is None
    assert versions_of(OWN, everything) == ()


def test_a_profile_is_in_force_between_its_days() -> None:
    assert standing_of(OLD, TODAY) is Standing.CURRENT
    assert standing_of(replace(OLD, valid_to=datetime.date(2026, 11, 21)), TODAY) is Standing.PAST
    assert standing_of(replace(OLD, valid_from=datetime.date(2026, 11, 23)), TODAY) is Standing.FUTURE


def test_a_view_gathers_what_the_others_tell() -> None:
    own = replace(OWN, builds_on=("basis", "ukendt"))
    basis = Profile("basis", "fagprofiler", "2019", "Basis", "basis", competences=(TALK,), basis=True)
    everything = (OLD, NEW, own, basis)
    view = view_profile(own, everything, TODAY)
    assert [one.competence for one in view.inherited] == [TALK]
    assert view.builds_on == (basis,)
    assert view.unknown == ("ukendt",)
    assert view.derivation is not None
    assert (view.derivation.origin, view.derivation.newer) == (OLD, NEW)
    assert view_profile(OLD, everything, TODAY).derived == (own,)
    assert view_profile(OLD, everything, TODAY).derivation is None
