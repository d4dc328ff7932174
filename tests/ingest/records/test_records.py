import datetime

from ingest.records import check_records
from ingest.records.headings import words
from ingest.types import RawRecord, RawValue
from knowledge.types import Course, CourseRun, Learner, Price, Profile, SourceKind, Visibility


def make_record(line: int = 1, kind: SourceKind = SourceKind.COURSE, **fields: object) -> RawRecord:
    return RawRecord(
        kind, {name: RawValue(value, line + place) for place, (name, value) in enumerate(fields.items())}, line
    )


def course_from(**fields: object) -> Course:
    checked = check_records([make_record(**fields)])
    assert not checked.faulty, checked.faulty[0].faults
    course = checked.good[0].record
    assert isinstance(course, Course)
    return course


def profile_from(*records: RawRecord) -> Profile:
    checked = check_records(records)
    assert not checked.faulty, checked.faulty[0].faults
    assert len(checked.good) == 1
    profile = checked.good[0].record
    assert isinstance(profile, Profile)
    return profile


def test_a_course_by_danish_headings() -> None:
    course = course_from(
        id="dip-1", titel="Diplommodul om samtaler", udbyder="VIA", niveau="Diplom", ects="7,5", varighed="8 dage",
        form="fysisk", sted="Aarhus", start="12-01-2027", slut="2027-03-01", frist="1. december 2026",
        pris="9.500 kr.", moms="ekskl.", maalgruppe="Jobkonsulenter", kraever="Samtaleteknik (niveau 2)",
        giver="Jobrettet samtale; Coaching", profiler="p1 | p2", kilde_url="https://x.dk/1", hentet="2026-11-01",
        gyldig_fra="2026-01-01", gyldig_til="2027-12-31", fiktiv="ja", beskrivelse="Om samtaler.",
    )  # fmt: skip
    assert (course.course_id, course.source_id, course.provider) == ("dip-1", "dip-1", "VIA")
    assert (course.level, course.ects, course.form, course.duration) == ("diplom", 7.5, "physical", "8 dage")
    run = CourseRun(datetime.date(2027, 1, 12), datetime.date(2027, 3, 1), "Aarhus", datetime.date(2026, 12, 1))
    assert course.runs == (run,)
    assert course.price == Price(9500.0, "DKK", False)
    assert course.learner is Learner.EMPLOYEE
    assert [(one.label, one.level) for one in course.requires] == [("Samtaleteknik", 2)]
    assert [one.label for one in course.provides] == ["Jobrettet samtale", "Coaching"]
    assert course.profiles == ("p1", "p2")
    assert course.retrieved == datetime.date(2026, 11, 1)
    assert course.valid_to == datetime.date(2027, 12, 31)
    assert course.fictional
    assert course.transfer is None


def test_a_course_by_english_headings_is_the_same() -> None:
    course = course_from(
        title="T", provider="VIA", level="diploma", ects=5, price="100 DKK", vat_included=True, learner="manager"
    )
    assert (course.level, course.ects, course.price, course.learner) == (
        "diplom",
        5.0,
        Price(100.0, "DKK", True),
        Learner.MANAGER,
    )


def test_a_schema_org_course_with_instances_and_offers() -> None:
    course = course_from(**{
        "@context": "https://schema.org", "@type": "Course", "@id": "https://www.x.dk/kurser/12", "name": "T",
        "provider": {"@type": "Organization", "name": "VIA"}, "educationalLevel": "akademi",
        "numberOfCredits": {"@type": "StructuredValue", "value": 10}, "timeRequired": "P6D",
        "audience": {"@type": "Audience", "audienceType": "Teamledere"}, "coursePrerequisites": ["Erfaring"],
        "teaches": [{"@type": "DefinedTerm", "name": "Ledelse", "termCode": "k1"}, "Økonomi"],
        "offers": {"@type": "Offer", "price": 7300, "priceCurrency": "DKK", "valueAddedTaxIncluded": True},
        "hasCourseInstance": [
            {"@type": "CourseInstance", "courseMode": "onsite", "startDate": "2027-04-12",
             "location": {"@type": "Place", "name": "Campus", "address": {"addressLocality": "Roskilde"}}},
            {"@type": "CourseInstance", "startDate": "2027-09-01", "location": {"@type": "VirtualLocation"}},
        ],
    })  # fmt: skip
    assert (course.course_id, course.url) == ("x-dk-kurser-12", "https://www.x.dk/kurser/12")
    assert (course.ects, course.duration, course.form, course.level) == (10.0, "6 dage", "physical", "akademi")
    assert course.price == Price(7300.0, "DKK", True)
    assert course.learner is Learner.MANAGER
    assert [one.label for one in course.requires] == ["Erfaring"]
    assert [(one.label, one.competence_id) for one in course.provides] == [("Ledelse", "k1"), ("Økonomi", None)]
    assert [(run.start, run.place) for run in course.runs] == [
        (datetime.date(2027, 4, 12), "Campus, Roskilde"),
        (datetime.date(2027, 9, 1), "Online"),
    ]


def test_the_text_says_the_fields_in_the_files_own_words() -> None:
    said = {"titel": "T", "udbyder": "VIA", "pris": "2.395,- kr.", "moms": "ekskl", "giver": "a | b"}
    checked = check_records([make_record(**said, start="marts 2027", beskrivelse="Et.\n\nTo.")])
    text = checked.good[0].text
    assert text.startswith("T\n\nUdbyder: VIA\n")
    assert "Start: marts 2027\n" in text
    assert "Pris: 2.395,- kr. ekskl. moms\n" in text
    assert "Giver kompetencer i: a; b" in text
    assert text.endswith("\n\nEt.\n\nTo.")
    assert [notice.code for notice in checked.notices] == ["imprecise_date"]
    assert all(text[block.start : block.end].strip() for block in checked.good[0].blocks)


def test_every_fault_is_named_by_field_and_line_and_the_others_are_read() -> None:
    checked = check_records([
        make_record(10, id="a", titel="A", ects="mange", start="2027-02-30", fiktiv="måske"),
        make_record(20, id="b", titel="B"),
        make_record(30, id="c"),
    ])  # fmt: skip
    assert [one.record_id for one in checked.good] == ["b"]
    first, last = checked.faulty
    assert [(fault.field, fault.line, fault.reason) for fault in first.faults] == [
        ("start", 13, "bad_date"),
        ("ects", 12, "bad_number"),
        ("fiktiv", 14, "bad_flag"),
    ]
    assert first.record_id == "a"
    assert [(fault.field, fault.line, fault.reason) for fault in last.faults] == [("titel", 30, "missing")]


def test_an_unknown_field_is_a_notice_with_the_nearest_name() -> None:
    checked = check_records([make_record(5, titel="A", udbydder="VIA", zzz="1")])
    assert [(one.code, one.field, one.line, dict(one.values or {})) for one in checked.notices] == [
        ("unknown_field", "udbydder", 6, {"nearest": "udbyder"}),
        ("unknown_field", "zzz", 7, {"nearest": None}),
    ]


def test_what_is_true_of_a_column_is_said_once() -> None:
    checked = check_records([make_record(number, id=f"k{number}", titel="A", ukendt="x") for number in range(5)])
    assert len(checked.notices) == 1


def test_of_two_records_with_one_id_the_first_counts_and_both_places_are_named() -> None:
    checked = check_records([make_record(2, id="a", titel="Et"), make_record(9, id="a", titel="To")])
    assert [one.record.title for one in checked.good] == ["Et"]
    fault = checked.faulty[0].faults[0]
    assert (fault.reason, fault.line) == ("duplicate_id", 9)
    assert "line 2" in fault.message


def test_rows_of_one_course_that_differ_in_time_and_place_are_its_runs() -> None:
    checked = check_records([
        make_record(2, id="a", titel="A", start="2027-01-01", sted="Vejle"),
        make_record(3, id="a", titel="A", start="2027-05-01", sted="Aarhus"),
        make_record(4, id="a", titel="", start="2027-09-01", sted="Odense"),
    ])  # fmt: skip
    course = checked.good[0].record
    assert isinstance(course, Course)
    assert [run.place for run in course.runs] == ["Vejle", "Aarhus", "Odense"]
    assert "Hold: start 2027-05-01, sted Aarhus" in checked.good[0].text


def test_runs_in_one_row_are_split_and_one_place_serves_all() -> None:
    course = course_from(titel="A", start="2027-01-01 | 2027-05-01", slut="2027-01-02 | 2027-05-02", sted="Vejle")
    assert [(run.end, run.place) for run in course.runs] == [
        (datetime.date(2027, 1, 2), "Vejle"),
        (datetime.date(2027, 5, 2), "Vejle"),
    ]


def test_a_run_that_ends_before_it_starts_is_a_fault() -> None:
    checked = check_records([make_record(titel="A", start="2027-05-01", slut="2027-01-01")])
    assert checked.faulty[0].faults[0].reason == "end_before_start"
    checked = check_records([make_record(titel="A", gyldig_fra="2027-05-01", gyldig_til="2027-01-01")])
    assert checked.faulty[0].faults[0].reason == "end_before_start"


def test_a_heading_may_say_whether_vat_is_in_the_price() -> None:
    assert course_from(**{"titel": "A", "Pris (ekskl. moms)": "2.395"}).price == Price(2395.0, "DKK", False)
    assert course_from(**{"titel": "A", "Pris inkl. moms": "2.395"}).price == Price(2395.0, "DKK", True)


def test_runs_as_a_list_of_mappings_or_dates() -> None:
    course = course_from(titel="A", hold=[{"start": "2027-01-01", "sted": "Vejle"}, "2027-05-01"])
    assert [(run.start, run.place) for run in course.runs] == [
        (datetime.date(2027, 1, 1), "Vejle"),
        (datetime.date(2027, 5, 1), None),
    ]


def test_transfer_comes_as_mapping_columns_or_words() -> None:
    mapped = course_from(
        titel="A", transfer={"foer": "Vælg en sag", "leder_involveret": True, "deling": "Oplæg", "ukendt": "x"}
    )
    assert mapped.transfer is not None
    assert (mapped.transfer.before, mapped.transfer.manager_involved) == ("Vælg en sag", "ja")
    assert mapped.transfer.shared_with_colleagues == "Oplæg"
    columns = course_from(titel="A", transfer_efter="Prøv det", egen_opgave="En sag", opfoelgning="Møde")
    assert columns.transfer is not None
    assert (columns.transfer.after, columns.transfer.own_task, columns.transfer.follow_up) == (
        "Prøv det",
        "En sag",
        "Møde",
    )
    said = course_from(titel="A", transfer="før: Vælg; Aftal opfølgning med lederen")
    assert said.transfer is not None
    assert (said.transfer.before, said.transfer.after) == ("Vælg", "Aftal opfølgning med lederen")


def test_who_a_course_is_for_is_said_outright_or_by_its_target_group() -> None:
    assert course_from(titel="A", laerer="borger", maalgruppe="Medarbejdere").learner is Learner.CITIZEN
    assert course_from(titel="A", maalgruppe="Ledige over 50 år").learner is Learner.CITIZEN
    assert course_from(titel="A", laerer=["medarbejder", "leder"]).learner is None
    checked = check_records([make_record(titel="A", laerer="Lektor Jensen")])
    assert [one.code for one in checked.notices] == ["unknown_learner"]


def test_a_course_without_an_id_gets_one_of_its_title_and_provider() -> None:
    assert course_from(titel="Én vej ind", udbyder="KP").course_id == "en-vej-ind-kp"


def test_two_headings_for_one_field_are_joined_or_the_first_counts() -> None:
    checked = check_records([make_record(titel="A", giver="x", kompetencer="y", udbyder="VIA", provider="KP")])
    course = checked.good[0].record
    assert isinstance(course, Course)
    assert [one.label for one in course.provides] == ["x", "y"]
    assert course.provider == "VIA"
    assert [one.code for one in checked.notices] == ["field_twice"]


def test_visibility_and_publisher_stand_beside_the_record() -> None:
    standing = check_records([make_record(titel="A", udbyder="VIA", synlighed="intern", sprog="en")]).good[0].standing
    assert (standing.visibility, standing.publisher, standing.language) == (Visibility.INTERNAL, "VIA", "en")


def test_a_profile_with_tasks_and_competences() -> None:
    profile = profile_from(
        make_record(
            kind=SourceKind.PROFILE, id="p1", profilsaet="fagprofiler", version="2019", titel="Helhedsprofilen",
            beskrivelse="Samler trådene.", opgaver=["Koordinere"], bygger_paa="basis", aliasser=["tovholder"],
            kompetencer=[{"navn": "Koordination", "beskrivelse": "På tværs.", "aliasser": ["tværfaglighed"]}, "Dialog"],
            gyldig_fra="2019-09-19",
        )
    )  # fmt: skip
    assert (profile.profile_id, profile.profile_set, profile.version) == ("p1", "fagprofiler", "2019")
    assert [(one.competence_id, one.alt_labels) for one in profile.competences] == [
        ("koordination", ("tværfaglighed",)),
        ("dialog", ()),
    ]
    assert (profile.tasks, profile.builds_on, profile.aliases) == (("Koordinere",), ("basis",), ("tovholder",))


def test_the_text_of_a_profile_lists_tasks_and_competences() -> None:
    competences = [{"navn": "k", "beskrivelse": "d"}]
    record = make_record(
        kind=SourceKind.PROFILE,
        titel="P",
        profilsaet="s",
        beskrivelse="Kort.",
        opgaver=["a", "b"],
        kompetencer=competences,
    )
    text = check_records([record]).good[0].text
    assert text == "P\n\nProfilsæt: s\n\nKort.\n\nOpgaver:\n\n• a\n• b\n\nKompetencer:\n\n• k: d"


def test_a_set_of_profiles_hands_its_version_down() -> None:
    record = make_record(
        kind=SourceKind.PROFILE, profilsaet="sæt", version="2019", gyldig_fra="2019-01-01",
        profiler=[{"id": "a", "titel": "A"}, {"id": "b", "titel": "B", "version": "2020"}],
    )  # fmt: skip
    profiles = [one.record for one in check_records([record]).good]
    assert [(one.profile_id, one.profile_set, one.version) for one in profiles if isinstance(one, Profile)] == [
        ("a", "sæt", "2019"),
        ("b", "sæt", "2020"),
    ]


def test_rows_of_one_profile_gather_its_competences() -> None:
    rows = [
        make_record(2, SourceKind.PROFILE, profil="P", profilsaet="s", kompetence="Dialog", beskrivelse="At lytte."),
        make_record(3, SourceKind.PROFILE, profil="P", profilsaet="s", kompetence="Jura", beskrivelse="LAB."),
    ]
    profile = profile_from(*rows)
    assert [(one.label, one.description) for one in profile.competences] == [("Dialog", "At lytte."), ("Jura", "LAB.")]


def test_a_competence_without_a_name_is_a_fault() -> None:
    record = make_record(7, SourceKind.PROFILE, titel="P", profilsaet="s", kompetencer=[{"beskrivelse": "x"}])
    fault = check_records([record]).faulty[0].faults[0]
    assert (fault.reason, fault.field, fault.line) == ("missing", "kompetencer", 9)


def test_a_profile_without_a_set_is_a_notice_and_without_a_title_a_fault() -> None:
    checked = check_records(
        [make_record(kind=SourceKind.PROFILE, titel="P"), make_record(kind=SourceKind.PROFILE, id="q")]
    )
    assert [one.code for one in checked.notices] == ["no_profile_set"]
    assert checked.faulty[0].faults[0].reason == "missing"


def test_no_heading_means_two_fields() -> None:
    for kind in ("course", "profile", "competence", "run"):
        headings = [heading for entry in words()[kind].values() for heading in entry["headings"]]
        assert len(headings) == len(set(headings))
