"""The bundled samples: every format, every source with its origin, nothing personal."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from builders import make_knowledge_base

from ingest.formats import reader_for
from ingest.metadata import Metadata, find_metadata
from ingest.pipeline import ingest
from ingest.records import check_records
from ingest.types import Notice
from knowledge.masking import mask_cpr

SAMPLES = Path(__file__).parents[2] / "knowledge" / "samples"
FORMATS = {".md", ".txt", ".html", ".pdf", ".docx", ".csv", ".xlsx", ".yaml", ".jsonld"}
# The page behind this report has no date, and a date of ours would be a guess.
UNDATED = {"discus-jobrettet-opkvalificering.docx"}


def sources() -> list[Path]:
    return sorted(path for path in SAMPLES.rglob("*") if path.is_file() and not path.name.endswith(".meta.yaml"))


def reports() -> list[Path]:
    return [path for path in sources() if path.parent.name == "rapporter"]


def front_matter(path: Path) -> Mapping[str, Any]:
    parts = path.read_text(encoding="utf-8").split("---\n")
    return yaml.safe_load(parts[1]) if len(parts) > 2 else {}


def described(path: Path) -> tuple[Metadata, tuple[Notice, ...]]:
    beside = path.with_name(path.name + ".meta.yaml")
    metadata, _, notices = find_metadata(reader_for(path)(path), path, beside if beside.exists() else None)
    return metadata, notices


def flattened(course: Mapping[str, Any]) -> Mapping[str, Any]:
    provider = course["provider"]["name"]
    return {"id": course["identifier"], "titel": course["name"], "udbyder": provider, **course}


def graph(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [flattened(course) for course in document.get("@graph", [document])]


def courses() -> Iterator[Mapping[str, Any]]:
    for path in sorted((SAMPLES / "kurser").iterdir()):
        text = path.read_text(encoding="utf-8") if path.suffix != ".xlsx" else ""
        if path.suffix == ".yaml":
            yield from yaml.safe_load(text)["kurser"]
        elif path.suffix == ".csv":
            yield from csv.DictReader(text.splitlines(), delimiter=";")
        elif path.suffix == ".xlsx":
            head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
            yield from (dict(zip(head, row, strict=True)) for row in rows)
        elif path.suffix == ".jsonld":
            yield from graph(json.loads(text))
        elif path.suffix == ".html":
            yield from graph(json.loads(text.split('ld+json">')[1].split("</script>")[0]))
        else:
            yield front_matter(path)


def is_fictional(record: Mapping[str, Any]) -> bool:
    return record.get("fiktiv") in (True, "ja")


def profiles() -> Iterator[Mapping[str, Any]]:
    for path in sorted((SAMPLES / "profiler").iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".yaml":
            yield from yaml.safe_load(text)["profiler"]
        else:
            yield from csv.DictReader(text.splitlines(), delimiter=";")


def words_of(path: Path) -> int:
    if path.suffix == ".docx":
        import docx

        document = docx.Document(str(path))
        return sum(len(paragraph.text.split()) for paragraph in document.paragraphs)
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as document:
            return sum(len(page.get_textpage().get_text_range().split()) for page in document)
    return len(re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")).split())


def test_the_samples_use_every_format() -> None:
    assert {path.suffix for path in sources()} == FORMATS
    assert len(reports()) >= 10


@pytest.mark.parametrize("path", reports(), ids=lambda path: path.name)
def test_a_report_names_its_publisher_its_address_and_its_date(path: Path) -> None:
    known, _ = described(path)
    assert known.publisher
    assert known.url is not None
    assert known.url.startswith("https://")
    assert known.retrieved
    assert (known.date is None) == (path.name in UNDATED)


@pytest.mark.parametrize(
    "path", [path for path in reports() if path.suffix not in {".csv", ".xlsx"}], ids=lambda path: path.name
)
def test_a_report_is_long_enough_to_search_and_short_enough_to_read(path: Path) -> None:
    assert 300 <= words_of(path) <= 700


def test_the_pdf_reports_have_several_pages() -> None:
    import pypdfium2

    for path in SAMPLES.rglob("*.pdf"):
        with pypdfium2.PdfDocument(path) as document:
            assert len(document) >= 2


def test_there_are_at_least_46_courses_each_with_its_own_id() -> None:
    ids = [course["id"] for course in courses()]
    assert len(ids) >= 46
    assert len(set(ids)) == len(ids)


def test_a_documented_course_names_its_source_and_when_it_was_seen() -> None:
    documented = [course for course in courses() if not is_fictional(course)]
    assert len(documented) >= 12
    for course in documented:
        assert str(course["kilde_url"]).startswith("http"), course["id"]
        assert course.get("kilde_dato") or course.get("hentet"), course["id"]


def test_an_invented_course_has_an_invented_provider() -> None:
    for course in courses():
        assert is_fictional(course) == str(course["udbyder"]).endswith("(fiktiv)"), course["id"]


def test_courses_for_citizens_employees_and_managers_are_all_there() -> None:
    learners = [course["laerer"] for course in courses()]
    assert learners.count("borger") >= 6
    assert learners.count("leder") >= 4
    assert learners.count("medarbejder") > len(learners) / 2


def test_only_invented_profiles_have_invented_content() -> None:
    known = list(profiles())
    assert {profile["version"] for profile in known if not is_fictional(profile)} == {"2018", "2019", "2025"}
    for profile in known:
        assert is_fictional(profile) == profile["id"].startswith("demo-")
        assert is_fictional(profile) or profile["kilde_url"].startswith("https://")


def test_each_competence_of_an_invented_profile_is_provided_by_a_course() -> None:
    provided: set[str] = set()
    for course in courses():
        given = course.get("giver") or course.get("teaches") or ()
        provided |= set(given.split(" | ") if isinstance(given, str) else given)
    for profile in filter(is_fictional, profiles()):
        labels = {competence["navn"] for competence in profile["kompetencer"]}
        assert 5 <= len(labels) <= 8
        assert labels <= provided, profile["id"]


def test_no_text_holds_what_looks_like_a_cpr_number() -> None:
    for path in sources():
        if path.suffix not in {".pdf", ".docx", ".xlsx"}:
            assert mask_cpr(path.read_text(encoding="utf-8"))[1] == 0, path.name


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_a_sample_is_read_without_a_fault_or_an_unknown_field(path: Path) -> None:
    extracted = reader_for(path)(path)
    checked = check_records(extracted.records)
    assert not checked.faulty
    notices = [*extracted.notices, *checked.notices]
    if not extracted.records:
        notices += described(path)[1]
    assert [notice.code for notice in notices] == (["undated"] if path.name in UNDATED else [])


def test_the_whole_folder_is_ingested_without_a_fault_or_an_unknown_field(tmp_path: Path) -> None:
    with closing(make_knowledge_base(tmp_path)) as knowledge_base:
        report = ingest([SAMPLES], knowledge_base)
        snapshot = knowledge_base.current()
        assert report.failed == ()
        assert {notice.code for notice in report.notices} == {"undated"}
        assert len(snapshot.courses()) == len(list(courses()))
        assert len(snapshot.profiles()) == len(list(profiles()))
        assert all(snapshot.passages(source.source_id) for source in snapshot.sources())
