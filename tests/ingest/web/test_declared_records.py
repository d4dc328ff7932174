"""Pages become courses and profiles by the selectors that are declared for their source, and stay what they were."""

import copy
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ingest import parallel
from ingest.connected import Connection, ingest_connected
from ingest.options import IngestOptions
from ingest.types import IngestReport
from ingest.web.sources import ConnectedSource, SourceError, read_sources, restored
from knowledge.generations import KnowledgeBase
from knowledge.types import CourseCompetence, Price
from tests.ingest.web.shops import COURSES, PROFILES, course, profile
from tests.ingest.web.site import Site

TITLE = "Samtaler der virker"


@pytest.fixture
def run(base: KnowledgeBase, tmp_path: Path) -> Any:
    def ran(*sources: ConnectedSource, **options: bool) -> IngestReport:
        return ingest_connected((), base, Connection(tmp_path / "data", sources), IngestOptions(**options))

    return ran


def source_of(site: Site, *paths: str, records: Any = (COURSES, PROFILES), **values: Any) -> ConnectedSource:
    given = {"name": "lyng", "rate": 50, "records": list(records), **values}
    (source,) = read_sources([given if values else {**given, "urls": [site.address + path for path in paths]}])
    return source


def codes(report: IngestReport) -> list[str]:
    return [fault.code for fault in report.failed]


def test_the_page_of_a_course_becomes_a_course(run: Any, base: KnowledgeBase, site: Site) -> None:
    url = course(site, "/kurser/samtaler", TITLE, "7.500 kr. ekskl. moms", ("2. marts 2027", "4. maj 2027"))
    report = run(source_of(site, "/kurser/samtaler"))
    assert (codes(report), [notice.code for notice in report.notices]) == ([], [])
    (found,) = base.current().courses()
    assert (found.title, found.provider, found.ects, found.fictional) == (TITLE, "Kursushuset Lyng", 2.5, True)
    assert found.price == Price(7500.0, "DKK", False)
    assert [(str(one.start), one.place) for one in found.runs] == [("2027-03-02", "Lyngby"), ("2027-05-04", "Lyngby")]
    assert found.provides == (
        CourseCompetence("Den svære samtale", "sam-1", None),
        CourseCompetence("Aktiv lytning", None, None),
    )
    assert found.description == "Et kursus i at føre samtaler.\n\nDet er for ansatte i jobcentre."
    assert found.url == f"{site.address}/tilmeld?kursus=1"
    (source,) = base.current().sources()
    assert (source.url, source.kind.value) == (found.url, "course")
    assert url.startswith(site.address)


def test_the_page_of_a_profile_becomes_a_profile(run: Any, base: KnowledgeBase, site: Site) -> None:
    url = profile(site, "/profiler/jobkonsulent", "Jobkonsulent", ("Den svære samtale", "Virksomhedskontakt"))
    run(source_of(site, "/profiler/jobkonsulent"))
    (found,) = base.current().profiles()
    assert (found.title, found.profile_set, found.url) == ("Jobkonsulent", "Lyngprofiler", url)
    assert found.tasks == ("Føre samtaler", "Skrive planer")
    assert [(one.label, one.description) for one in found.competences] == [
        ("Den svære samtale", "At kunne det."),
        ("Virksomhedskontakt", "At kunne det."),
    ]


def test_a_page_that_changes_changes_its_record(run: Any, base: KnowledgeBase, site: Site) -> None:
    source = source_of(site, "/kurser/samtaler")
    course(site, "/kurser/samtaler", TITLE, "7.500 kr.")
    run(source)
    course(site, "/kurser/samtaler", TITLE, "8.000 kr.")
    assert [one.title for one in run(source).changed] == [TITLE]
    assert base.current().courses()[0].price == Price(8000.0, "DKK", None)
    assert run(source).kept == 1


def test_a_page_that_no_rule_fits_is_a_report_and_so_is_the_list(run: Any, base: KnowledgeBase, site: Site) -> None:
    course(site, "/kurser/samtaler", TITLE, "7.500 kr.")
    site.page("/kurser/", "Alle vores kurser", links=("/kurser/samtaler", "/om"))
    site.page("/om", "Om kursushuset")
    report = run(source_of(site, sections=[f"{site.address}/kurser/"]))
    assert codes(report) == []
    kinds = {source.title: source.kind.value for source in base.current().sources()}
    assert kinds == {"Alle vores kurser": "report", "Om kursushuset": "report", TITLE: "course"}


def test_a_layout_that_changes_forgets_nothing_and_is_told(run: Any, base: KnowledgeBase, site: Site) -> None:
    source = source_of(site, "/kurser/samtaler", "/profiler/jobkonsulent")
    course(site, "/kurser/samtaler", TITLE, "7.500 kr.")
    profile(site, "/profiler/jobkonsulent", "Jobkonsulent", ("Den svære samtale",))
    run(source)
    before = base.current().courses(), base.current().profiles()
    for path in ("/kurser/samtaler", "/profiler/jobkonsulent"):
        site.page(path, "Ny hjemmeside", "Vi har fået ny hjemmeside, og her står alting på en helt anden måde.")
    report = run(source)
    assert sorted(codes(report)) == ["selector_nothing", "selectors_nothing"]
    faults = {fault.code: fault for fault in report.failed}
    nothing = faults["selector_nothing"]
    assert (nothing.field, nothing.values) == (
        "competences",
        {"selector": ".kompetence", "page": f"{site.address}/profiler/jobkonsulent"},
    )
    assert faults["selectors_nothing"].field == "pris, ects, beskrivelse, link, runs, provides"
    assert (base.current().courses(), base.current().profiles()) == before
    assert (report.removed, report.changed, report.added) == ((), (), ())
    # Once the selectors fit the new layout, the page is read again, although it has not changed.
    moved = copy.deepcopy(PROFILES) | {"required": []}
    moved["fields"]["competences"] = "p"
    report = run(source_of(site, "/kurser/samtaler", "/profiler/jobkonsulent", records=(COURSES, moved)))
    assert codes(report) == ["selectors_nothing"]
    assert [one.title for one in base.current().profiles()] == ["Ny hjemmeside"]


def test_selectors_go_before_schema_org_for_the_fields_they_name(run: Any, base: KnowledgeBase, site: Site) -> None:
    head = (
        '<script type="application/ld+json">{"@type": "Course", "@id": "sam-1", "name": "Et andet navn", '
        '"provider": "Kursushuset Lyng", "offers": {"price": 900, "priceCurrency": "DKK"}}</script>'
    )
    site.page("/kurser/samtaler", TITLE, head=head)
    rule = {"kind": "course", "fields": {"title": "h1", "pris": ".pris"}}
    run(source_of(site, "/kurser/samtaler", records=(rule,)))
    (found,) = base.current().courses()
    assert (found.course_id, found.title, found.provider) == ("sam-1", TITLE, "Kursushuset Lyng")
    assert found.price == Price(900.0, "DKK", None)


def test_several_courses_of_a_page_are_found_and_a_faulty_one_stops_no_other(
    run: Any, base: KnowledgeBase, site: Site
) -> None:
    rule = {"kind": "course", "page": "/alle", "each": ".kursus", "fields": {"title": "h2", "start": ".start"}}
    source = source_of(site, sections=[f"{site.address}/alle"], records=[rule])

    def show(*starts: str) -> None:
        parts = [
            f"<div class=kursus><h2>Kursus {number}</h2><p class=start>{start}</p></div>"
            for number, start in enumerate(starts, start=1)
        ]
        site.page("/alle", "Alle kurser", "".join(parts))

    show("2. marts 2027", "4. maj 2027")
    assert codes(run(source)) == []
    assert sorted(one.title for one in base.current().courses()) == ["Kursus 1", "Kursus 2"]
    show("31. februar 2027", "5. maj 2027")
    report = run(source)
    assert [(fault.code, fault.field) for fault in report.failed] == [("bad_date", "start")]
    assert {one.title: str(one.runs[0].start) for one in base.current().courses()} == {
        "Kursus 1": "2027-03-02",
        "Kursus 2": "2027-05-05",
    }
    show()
    assert codes(run(source)) == ["selector_nothing"]
    assert len(base.current().courses()) == 2


def test_saved_pages_of_a_folder_become_records_too(run: Any, base: KnowledgeBase, site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "gemt"
    (folder / "kurser").mkdir(parents=True)
    course(site, "/kurser/samtaler", TITLE, "7.500 kr.")
    (folder / "kurser" / "samtaler.html").write_bytes(site.answers["/kurser/samtaler"].content)
    (folder / "kurser" / "notat.md").write_text("# Notat\n\nEn tekst om samtaler.\n")
    report = run(source_of(site, folder=str(folder)))
    assert codes(report) == []
    assert [(one.title, one.url) for one in base.current().courses()] == [(TITLE, "/tilmeld?kursus=1")]
    assert len(base.current().sources()) == 2


def test_rules_hold_where_files_are_read_in_processes_of_their_own(
    run: Any, base: KnowledgeBase, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "FEWEST_FILES", 1)
    folder = tmp_path / "kurser"
    folder.mkdir()
    for number in range(3):
        course(site, "/kurser/x", f"Kursus {number}", "7.500 kr.")
        (folder / f"{number}.html").write_bytes(site.answers["/kurser/x"].content)
    assert codes(run(source_of(site, folder=str(tmp_path / "kurser"), records=[{**COURSES, "page": "*"}]))) == []
    assert sorted(one.title for one in base.current().courses()) == ["Kursus 0", "Kursus 1", "Kursus 2"]


def test_cpr_numbers_of_a_page_never_get_in(run: Any, base: KnowledgeBase, site: Site) -> None:
    course(site, "/kurser/samtaler", f"{TITLE} 010190-1234", "7.500 kr.")
    run(source_of(site, "/kurser/samtaler"))
    assert "010190" not in base.current().courses()[0].title


def test_rules_stay_what_they_are_on_their_way_to_another_process(site: Site) -> None:
    source = source_of(site, "/kurser/samtaler")
    assert restored(json.loads(json.dumps([asdict(source)]))) == (source,)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "report"}, "records.kind"),
        ({"sider": "/x"}, "records.sider"),
        ({"page": 3}, "records.page"),
        ({"each": "li >"}, "records.each"),
        ({"fields": None}, "records.fields"),
        ({"fields": {"pris": ".pris"}}, "records.fields"),
        ({"fields": {"title": "h1 >"}}, "records.fields.title"),
        ({"fields": {"title": "h1::text"}}, "records.fields.title"),
        ({"fields": {"title": ""}}, "records.fields.title"),
        ({"fields": {"title": 3}}, "records.fields.title"),
        ({"fields": {"title": {"select": "h1", "text": "x"}}}, "records.fields.title"),
        ({"fields": {"title": {"select": "h1", "match": "("}}}, "records.fields.title"),
        ({"fields": {"title": {"select": "h1", "css": "h1"}}}, "records.fields.title.css"),
        ({"fields": {"title": "h1", "prsi": ".pris"}}, "records.fields.prsi"),
        ({"fields": {"title": "h1", "pris": {"each": "li"}}}, "records.fields.pris"),
        ({"fields": {"title": "h1", "runs": {"each": "li", "farve": "b"}}}, "records.fields.runs.farve"),
        ({"fields": {"title": "h1", "runs": {"each": "li", "start": "b["}}}, "records.fields.runs.start"),
        ({"required": ["pris"], "fields": {"title": "h1"}}, "records.required"),
        ({"required": "title"}, "records.required"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_by_source_and_field(change: Any, field: str, site: Site) -> None:
    with pytest.raises(SourceError) as refused:
        source_of(site, "/x", records=({**COURSES, **change},))
    assert (refused.value.field, refused.value.values["source"]) == (field, "lyng")


@pytest.mark.parametrize("records", ["h1", {"kind": "course"}, [3]])
def test_rules_that_are_no_list_are_refused(records: Any, site: Site) -> None:
    with pytest.raises(SourceError):
        read_sources([{"name": "x", "urls": [f"{site.address}/x"], "records": records}])
