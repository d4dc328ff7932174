"""What profiles say of each other and of their competences, and what courses say of their runs."""

import datetime

from ingest.records import check_records
from ingest.types import RawRecord, RawValue
from knowledge.types import Competence, CourseRun, SourceKind
from tests.ingest.records.test_records import course_from, make_record, profile_from


def row(line: int, **fields: object) -> RawRecord:
    return RawRecord(SourceKind.PROFILE, {name: RawValue(value, line) for name, value in fields.items()}, line)


def faults(record: RawRecord) -> list[str]:
    return [fault.reason for fault in check_records([record]).faulty[0].faults]


def test_a_competence_with_all_that_skos_knows_of_it_by_danish_headings() -> None:
    competence = {
        "id": "k1", "navn": "Samtaleteknik", "beskrivelse": "At føre en samtale.", "kaldes også": ["Jobsamtale"],
        "skjulte_navne": "samtalleteknik; jobsamtalle", "bredere": "kommunikation", "relateret": ["coaching", "mi"],
        "svarer_til": "http://data.europa.eu/esco/skill/1", "niveau": 3,
    }  # fmt: skip
    (found,) = profile_from(make_record(kind=SourceKind.PROFILE, titel="P", kompetencer=[competence])).competences
    assert found == Competence(
        "k1", "Samtaleteknik", "At føre en samtale.", ("Jobsamtale",), ("samtalleteknik", "jobsamtalle"),
        ("kommunikation",), ("coaching", "mi"), ("http://data.europa.eu/esco/skill/1",), 3,
    )  # fmt: skip


def test_the_same_a_row_a_competence() -> None:
    first = {"id": "p", "titel": "P", "beskrivelse": "Om P.", "sæt": "fiktiv"}
    profile = profile_from(
        row(1, **first),
        row(2, id="p", titel="P", kompetence="Samtale", kompetence_id="k1", niveau="2", bredere="k0",
            skjulte_navne="samtalle", relateret="k3", esco="https://x.dk/1", kompetencebeskrivelse="Om samtale."),
        row(3, id="p", titel="P", kompetence="Vejledning"),
    )  # fmt: skip
    assert profile.description == "Om P."
    assert profile.competences == (
        Competence("k1", "Samtale", "Om samtale.", (), ("samtalle",), ("k0",), ("k3",), ("https://x.dk/1",), 2),
        Competence("vejledning", "Vejledning"),
    )


def test_a_level_out_of_range_is_named_with_its_line() -> None:
    record = row(4, titel="P", kompetencer=[{"navn": "Samtale", "niveau": RawValue("7", 6)}])
    (fault,) = check_records([record]).faulty[0].faults
    assert (fault.line, fault.field) == (6, "niveau")
    assert "0 to 5" in str(fault)


def test_a_profile_says_what_it_is_made_from_and_that_it_is_a_basis() -> None:
    profile = profile_from(
        make_record(
            kind=SourceKind.PROFILE, titel="P", afledt_af="vk-2019", basis="ja", bygger_paa="b1; b2", bemaerk="Kladde"
        )
    )
    assert (profile.derived_from, profile.basis, profile.builds_on) == ("vk-2019", True, ("b1", "b2"))
    assert profile.details == (("note", "Kladde"),)


def test_references_of_json_ld_are_their_ids() -> None:
    profile = profile_from(
        make_record(kind=SourceKind.PROFILE, titel="P", derived_from={"@id": "a"}, builds_on=[{"@id": "b"}, "c"])
    )
    assert (profile.derived_from, profile.builds_on) == ("a", ("b", "c"))


def test_a_profile_is_made_from_one_other() -> None:
    assert faults(make_record(kind=SourceKind.PROFILE, titel="P", afledt_af="a; b")) == ["several_origins"]


def test_seats_and_times_that_are_no_days_stay_with_their_run() -> None:
    course = course_from(
        titel="K", hold=[{"start": "2027-01-12", "pladser": 20}, {"start": "marts 2027", "sted": "Vejle"}]
    )
    assert course.runs == (
        CourseRun(datetime.date(2027, 1, 12), seats=20),
        CourseRun(place="Vejle", said="marts 2027"),
    )


def test_a_single_number_of_seats_holds_for_every_run() -> None:
    course = course_from(titel="K", start="2027-01-12; 2027-02-12", pladser="16")
    assert [run.seats for run in course.runs] == [16, 16]


def test_half_a_seat_is_a_fault_and_from_to_a_notice() -> None:
    assert faults(make_record(titel="K", start="2027-01-12", pladser="2,5")) == ["bad_number"]
    checked = check_records([make_record(titel="K", start="2027-01-12", pladser="16 til 20")])
    assert [notice.code for notice in checked.notices] == ["several_numbers"]


def test_what_is_readable_text_only_is_kept_as_details() -> None:
    course = course_from(titel="K", maalgruppe="Ledere og medarbejdere", eksamen="Mundtlig", pris="oplyses senere")
    assert dict(course.details) == {
        "audience": "Ledere og medarbejdere", "exam": "Mundtlig", "price": "oplyses senere"
    }  # fmt: skip
