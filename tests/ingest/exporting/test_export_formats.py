"""What the formats look like to those who open them, and what they refuse."""

import csv
import datetime
import io
import json
from pathlib import Path

import openpyxl
import pytest
import yaml

from ingest.exporting import Exportable, ExportFormat
from ingest.exporting.errors import ExportError
from ingest.exporting.writing import write
from ingest.exporting.written import written
from ingest.formats import reader_for
from ingest.records import check_records
from ingest.types import RawRecord
from knowledge.types import Competence, Course, CourseCompetence, CourseRun, Price, Profile, Transfer

PROFILE = Profile(
    "konsulent", "fiktiv", "2026", "Konsulent", "konsulent", tasks=("Skrive", "Læse; regne"),
    competences=(Competence("k-1", "Samtale", level=3, same_as=("http://data.europa.eu/esco/skill/1",)),),
)  # fmt: skip
COURSE = Course(
    "k", "=HYPERLINK(1)", "k", provider="Lyng", form="physical", price=Price(2395.0, "DKK", False),
    runs=(CourseRun(datetime.date(2027, 1, 12), place="Aarhus", seats=20), CourseRun(place="Vejle", said="marts 2027")),
    provides=(CourseCompetence("Samtale", "k-1", 3),), transfer=Transfer(shared_with_colleagues="Oplæg"),
)  # fmt: skip


def text_of(record: Course | Profile, wanted: ExportFormat) -> str:
    return bytes_of(record, wanted).decode("utf-8-sig")


def bytes_of(record: Course | Profile, wanted: ExportFormat) -> bytes:
    what = Exportable.PROFILES if isinstance(record, Profile) else Exportable.COURSES
    return write([written(record, None)], what, wanted)


def read_from(path: Path, content: str) -> tuple[RawRecord, ...]:
    path.write_text(content, encoding="utf-8")
    return reader_for(path)(path).records


def test_a_profile_is_a_row_and_each_of_its_competences_another() -> None:
    rows = list(csv.DictReader(io.StringIO(text_of(PROFILE, ExportFormat.CSV)), delimiter=";"))
    assert [row["titel"] for row in rows] == ["Konsulent", "Konsulent"]
    assert rows[0]["opgaver"] == 'Skrive; "Læse; regne"'
    assert (rows[1]["kompetence"], rows[1]["niveau"], rows[1]["kompetence_id"]) == ("Samtale", "3", "k-1")


def test_a_course_is_a_row_a_run_with_danish_headings_and_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(text_of(COURSE, ExportFormat.CSV)), delimiter=";"))
    assert rows[0]["giver"] == "Samtale {k-1} (niveau 3)"
    assert (rows[0]["pris"], rows[0]["valuta"], rows[0]["moms"]) == ("2395", "DKK", "nej")
    assert [(row["start"], row["tid"], row["sted"], row["pladser"]) for row in rows] == [
        ("2027-01-12", "", "Aarhus", "20"),
        ("", "marts 2027", "Vejle", ""),
    ]
    assert (rows[0]["form"], rows[0]["deling"]) == ("fysisk fremmøde", "Oplæg")


def test_no_cell_of_a_table_is_a_formula() -> None:
    assert ";'=HYPERLINK(1);" in text_of(COURSE, ExportFormat.CSV)
    sheet = openpyxl.load_workbook(io.BytesIO(bytes_of(COURSE, ExportFormat.XLSX))).active
    assert sheet["B2"].value == "=HYPERLINK(1)"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n", "d"}


def test_yaml_reads_as_people_write_it() -> None:
    (profile,) = yaml.safe_load(text_of(PROFILE, ExportFormat.YAML))["profiler"]
    assert profile["opgaver"] == ["Skrive", "Læse; regne"]
    assert profile["kompetencer"] == [
        {"id": "k-1", "navn": "Samtale", "svarer_til": ["http://data.europa.eu/esco/skill/1"], "niveau": 3}
    ]
    (course,) = yaml.safe_load(text_of(COURSE, ExportFormat.YAML))["kurser"]
    assert course["transfer"] == {"deling": "Oplæg"}
    assert course["hold"][0] == {"start": datetime.date(2027, 1, 12), "sted": "Aarhus", "pladser": 20}


def test_profiles_are_concepts_in_a_scheme_with_links_to_esco() -> None:
    document = json.loads(text_of(PROFILE, ExportFormat.JSONLD))
    scheme, profile = document["@graph"]
    assert (scheme["@type"], scheme["prefLabel"]) == ("ConceptScheme", "fiktiv")
    assert profile["inScheme"] == scheme["@id"]
    assert document["@context"]["prefLabel"] == "skos:prefLabel"
    (competence,) = profile["competences"]
    assert (competence["@id"], competence["notation"]) == ("k-1", "k-1")
    assert (competence["@type"], competence["closeMatch"]) == ("Concept", ["http://data.europa.eu/esco/skill/1"])


def test_courses_are_schema_org_courses_with_instances_and_offers() -> None:
    (course,) = json.loads(text_of(COURSE, ExportFormat.JSONLD))["@graph"]
    assert course["provider"] == {"@type": "Organization", "name": "Lyng"}
    assert course["offers"] == {
        "@type": "Offer", "price": 2395.0, "priceCurrency": "DKK", "valueAddedTaxIncluded": False
    }  # fmt: skip
    assert course["hasCourseInstance"][0] == {
        "@type": "CourseInstance", "startDate": "2027-01-12", "maximumAttendeeCapacity": 20,
        "location": {"@type": "Place", "name": "Aarhus"},
    }  # fmt: skip
    assert course["teaches"] == [{"@type": "DefinedTerm", "name": "Samtale", "termCode": "k-1", "level": 3}]


def test_a_profile_of_another_maker_takes_its_set_from_its_scheme(tmp_path: Path) -> None:
    document = {
        "@graph": [
            {"@id": "s", "@type": "skos:ConceptScheme", "prefLabel": {"@value": "Andres", "@language": "da"}},
            {"@id": "p", "@type": ["skos:Concept", "Profile"], "prefLabel": "Leder", "inScheme": {"@id": "s"}},
        ]
    }
    checked = check_records(read_from(tmp_path / "p.jsonld", json.dumps(document, indent=1)))
    profile = checked.good[0].record
    assert isinstance(profile, Profile)
    assert (profile.profile_id, profile.profile_set, profile.title) == ("p", "Andres", "Leder")
    assert checked.good[0].line == 17


@pytest.mark.parametrize(("wanted", "longest"), [(ExportFormat.CSV, 131_072), (ExportFormat.XLSX, 32_767)])
def test_what_a_cell_cannot_hold_is_refused_with_the_field(wanted: ExportFormat, longest: int) -> None:
    long = Course("lang", "Lang", "lang", description="x" * (longest + 1))
    with pytest.raises(ExportError, match="lang: the field 'beskrivelse'"):
        bytes_of(long, wanted)
    assert len(bytes_of(long, ExportFormat.YAML)) > longest


def test_an_apostrophe_that_keeps_a_formula_away_is_taken_off_again(tmp_path: Path) -> None:
    records = read_from(tmp_path / "k.csv", "titel;udbyder;start\r\n'=1+1;'quoted';2027-01-12\r\n")
    assert [value.value for value in records[0].fields.values()] == ["=1+1", "'quoted'", "2027-01-12"]
