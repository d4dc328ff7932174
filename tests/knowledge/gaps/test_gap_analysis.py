"""What a team lacks and has: levels, wishes, mixes of profiles, names in any spelling."""

import pytest

from knowledge.gaps.errors import TeamError
from knowledge.gaps.types import AskedBy, TeamRow
from tests.knowledge.gaps.municipality import make_course, make_profile, report_of

PROFILE = make_profile("konsulent", ("Jobrettet samtale", 3), ("Dokumentation", None))


def lacks(*rows: TeamRow) -> dict[str, tuple[int | None, int | None]]:
    report = report_of(rows, [PROFILE], [])
    return {gap.label: (gap.has, gap.wanted) for gap in report.analysis.gaps}


def test_a_level_below_what_the_profile_asks_is_a_gap() -> None:
    assert lacks(TeamRow("Bo", ("konsulent",), "Jobrettet samtale", 2)) == {
        "Jobrettet samtale": (2, 3),
        "Dokumentation": (0, None),
    }


def test_without_a_stated_level_only_who_has_none_lacks_it() -> None:
    assert lacks(TeamRow("Bo", ("konsulent",), "Dokumentation", 1)) == {"Jobrettet samtale": (0, 3)}


def test_a_competence_without_a_level_is_there_and_said_to_be_unclear() -> None:
    report = report_of([TeamRow("Bo", ("konsulent",), "Jobrettet samtale")], [PROFILE], [])
    assert [gap.label for gap in report.analysis.gaps] == ["Dokumentation"]
    assert [notice.code for notice in report.analysis.notices] == ["level_unclear"]


def test_a_wish_is_a_gap_of_ones_own() -> None:
    report = report_of([TeamRow("Bo", (), "Jobrettet samtale", 3, 5)], [PROFILE], [])
    (gap,) = report.analysis.gaps
    assert (gap.has, gap.wanted, gap.reasons[0].asked_by) == (3, 5, AskedBy.PERSON)


def test_a_person_is_a_mix_of_profiles_and_the_highest_level_counts() -> None:
    lead = make_profile("leder", ("Jobrettet samtale", 5), ("Budget", 2))
    report = report_of([TeamRow("Bo", ("Konsulent, Leder",))], [PROFILE, lead], [])
    gaps = {gap.label: (gap.wanted, len(gap.reasons)) for gap in report.analysis.gaps}
    assert gaps == {"Jobrettet samtale": (5, 2), "Dokumentation": (None, 1), "Budget": (2, 1)}


def test_what_a_profile_builds_on_is_asked_for_too() -> None:
    base = make_profile("basis", ("Lovgivning", 2))
    special = make_profile("special", ("Budget", 2), builds_on=("basis", "special"))
    report = report_of([TeamRow("Bo", ("special",))], [base, special], [])
    assert [gap.label for gap in report.analysis.gaps] == ["Lovgivning", "Budget"]


def test_unknown_names_are_noticed_with_the_nearest() -> None:
    rows = [TeamRow("Bo", ("konsulenten x",), "Jobbrettet sammtale", 2), TeamRow("Eva", ("konsulenten x",))]
    notices = report_of(rows, [PROFILE], []).analysis.notices
    told = {notice.code: notice.values for notice in notices}
    assert told["unknown_competence"]["nearest"] == ["Jobrettet samtale"]
    assert told["unknown_profile"]["nearest"] == ["Konsulent"]
    assert [notice.code for notice in notices].count("unknown_profile") == 1


def test_two_names_of_one_competence_may_not_contradict_each_other() -> None:
    rows = [TeamRow("Bo", (), "Jobrettet samtale", 2, line=2), TeamRow("Bo", (), "jobrettede samtaler", 3, line=3)]
    with pytest.raises(TeamError) as raised:
        report_of(rows, [PROFILE], [])
    assert [(fault.code, fault.line, fault.values["first"]) for fault in raised.value.faults] == [
        ("contradiction", 3, 2)
    ]


def test_strengths_that_are_not_in_use_and_what_only_one_has_are_named() -> None:
    rows = [
        TeamRow("Bo", ("konsulent",), "Jobrettet samtale", 4, None, False),
        TeamRow("Eva", ("konsulent",), "Dokumentation", 2),
        TeamRow("Ida", ("konsulent",), "Dokumentation", 0),
    ]
    analysis = report_of(rows, [PROFILE], []).analysis
    assert [(one.person, one.label, one.level) for one in analysis.unused] == [("Bo", "Jobrettet samtale", 4)]
    assert {(one.person, one.label) for one in analysis.vulnerable} == {
        ("Bo", "Jobrettet samtale"),
        ("Eva", "Dokumentation"),
    }


def test_the_next_colleague_should_bring_what_no_course_gives_or_most_lack() -> None:
    rows = [TeamRow(name, ("konsulent",)) for name in ("Bo", "Eva", "Ida")]
    hiring = report_of(rows, [PROFILE], [make_course("a", "Dokumentation")]).analysis.hiring
    assert [(one.label, one.why) for one in hiring] == [
        ("Jobrettet samtale", "no_course"),
        ("Dokumentation", "many_lack"),
    ]
