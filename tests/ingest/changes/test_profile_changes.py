"""What changed about profiles and reports."""

import datetime
from dataclasses import replace

from ingest.changes.types import ChangeCode, Validity
from knowledge.worddiff import Fate
from tests.ingest.changes.snapshots import Known, a_competence, a_profile, a_report, compared, of_profile


def test_the_same_profile_has_not_changed() -> None:
    assert of_profile(a_profile("Facilitering"), a_profile("Facilitering")) == []


def test_profiles_come_and_go() -> None:
    (come,), (gone,) = of_profile(None, a_profile()), of_profile(a_profile(), None)
    assert (come.code, gone.code) == (ChangeCode.PROFILE_NEW, ChangeCode.PROFILE_WITHDRAWN)
    assert (come.title, come.of) == ("Tovholder", "egne 2026")


def test_a_profile_that_ceased_to_hold_between_the_two_says_so() -> None:
    profile = a_profile(valid_to=datetime.date(2026, 9, 30))
    (change,) = of_profile(profile, profile)
    assert (change.code, change.after) == (
        ChangeCode.PROFILE_EXPIRED,
        Validity("2026", None, datetime.date(2026, 9, 30)),
    )


def test_another_validity_is_told_with_the_one_before() -> None:
    (change,) = of_profile(a_profile(), a_profile(valid_to=datetime.date(2030, 1, 1)))
    assert change.code is ChangeCode.PROFILE_VALIDITY
    assert (change.before, change.after) == (Validity("2026"), Validity("2026", None, datetime.date(2030, 1, 1)))


def test_competences_are_added_and_dropped() -> None:
    changes = of_profile(a_profile("Jura", "Samtaler"), a_profile("Samtaler", "Økonomi"))
    assert [(change.code, change.item) for change in changes] == [
        (ChangeCode.COMPETENCE_DROPPED, "Jura"),
        (ChangeCode.COMPETENCE_ADDED, "Økonomi"),
    ]


def test_a_label_with_a_word_more_is_the_same_competence_reworded() -> None:
    (change,) = of_profile(a_profile("Kontakt til virksomheder"), a_profile("Kontakt til små virksomheder"))
    assert (change.code, change.part, change.item) == (
        ChangeCode.COMPETENCE_REWORDED,
        "label",
        "Kontakt til små virksomheder",
    )
    assert [piece.text.strip() for piece in change.words if piece.fate is Fate.NEW] == ["små"]


def test_an_id_says_that_it_is_the_same_whatever_it_is_called() -> None:
    old = a_profile(competences=(a_competence("Jura", competence_id="k1"),))
    new = a_profile(competences=(a_competence("Lovgivning i praksis", competence_id="k1"),))
    assert [change.code for change in of_profile(old, new)] == [ChangeCode.COMPETENCE_REWORDED]


def test_descriptions_and_levels_of_competences_are_compared() -> None:
    old = a_profile(competences=(a_competence("Jura", description="Kender loven.", level=2),))
    new = a_profile(competences=(a_competence("Jura", description="Kender loven godt.", level=3),))
    reworded, level = of_profile(old, new)
    assert (reworded.code, reworded.part) == (ChangeCode.COMPETENCE_REWORDED, "description")
    assert (level.code, level.before, level.after) == (ChangeCode.COMPETENCE_LEVEL, 2, 3)


def test_tasks_title_and_description_of_a_profile_are_compared() -> None:
    old = a_profile(tasks=("Leder møder",), description="Samler trådene.")
    new = a_profile(tasks=("Skriver referat",), description="Samler alle trådene.", title="Tovholderen")
    assert [(change.code, change.item or change.part) for change in of_profile(old, new)] == [
        (ChangeCode.TASK_DROPPED, "Leder møder"),
        (ChangeCode.TASK_ADDED, "Skriver referat"),
        (ChangeCode.PROFILE_REWORDED, "description"),
        (ChangeCode.PROFILE_REWORDED, "title"),
    ]


def test_reports_come_go_and_change() -> None:
    before = Known((), (), [a_report("gammel"), a_report("fast"), a_report("flyttet"), a_report("rettet")])
    after = Known(
        (), (), [a_report("fast"), a_report("flyttet", path="ny/mappe.txt"), a_report("ny"), a_report("rettet", "Nyt.")]
    )
    assert [(change.code, change.subject_id) for change in compared(before, after)] == [
        (ChangeCode.SOURCE_WITHDRAWN, "gammel"),
        (ChangeCode.SOURCE_NEW, "ny"),
        (ChangeCode.SOURCE_CHANGED, "rettet"),
    ]


def test_a_record_is_told_of_as_a_source_only_where_nothing_else_tells() -> None:
    old, new = a_report("tovholder", "Et."), a_report("tovholder", "To.")
    before, after = Known((), [a_profile("Jura")], [old]), Known((), [a_profile("Jura", "Tal")], [new])
    assert [change.code for change in compared(before, after)] == [ChangeCode.COMPETENCE_ADDED]
    after = replace(after, held_profiles=[a_profile("Jura")])
    assert [change.code for change in compared(before, after)] == [ChangeCode.SOURCE_CHANGED]
