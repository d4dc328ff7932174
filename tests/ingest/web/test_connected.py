"""Pages, sites and folders in one ingest: what is named is visited, what is known is visited again, failures stay."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from ingest.connected import Connection, ingest_connected
from ingest.errors import RootError
from ingest.options import IngestOptions
from ingest.types import IngestReport
from ingest.web.sources import ConnectedSource
from knowledge.generations import KnowledgeBase
from tests.ingest.web.site import Answer, Site


@pytest.fixture
def run(base: KnowledgeBase, tmp_path: Path) -> Any:
    def ran(*given: str, sources: tuple[ConnectedSource, ...] = (), **options: bool) -> IngestReport:
        connection = Connection(tmp_path / "data", sources)
        return ingest_connected(given, base, connection, IngestOptions(**options))

    return ran


def titles(base: KnowledgeBase) -> dict[str, str | None]:
    return {source.title: source.url for source in base.current().sources()}


def test_a_page_that_is_named_is_known_from_then_on(run: Any, base: KnowledgeBase, site: Site) -> None:
    url = site.page("/kursus", "Kursus i samtaler")
    assert len(run(url).added) == 1
    assert titles(base) == {"Kursus i samtaler": url}
    site.page("/kursus", "Kursus i gode samtaler")
    assert len(run().changed) == 1
    assert titles(base) == {"Kursus i gode samtaler": url}
    # Naming another one forgets nothing.
    run(site.page("/andet", "Et andet kursus"))
    assert set(titles(base)) == {"Kursus i gode samtaler", "Et andet kursus"}
    assert base.current().text(base.current().sources()[0].text_id)


def test_a_page_that_is_not_there_is_no_source(run: Any, base: KnowledgeBase, site: Site) -> None:
    run(site.page("/kursus", "Kursus i samtaler"))
    report = run(f"{site.address}/findes-ikke")
    assert [fault.code for fault in report.failed] == ["web_missing"]
    assert report.notices == ()
    assert run().failed == ()


def test_sources_of_the_settings_are_visited_with_everything_and_by_name(
    run: Any, base: KnowledgeBase, site: Site, tmp_path: Path
) -> None:
    site.page("/kurser", "Kurser", links=("/kurser/et",))
    site.page("/kurser/et", "Det første kursus")
    folder = tmp_path / "mappe"
    folder.mkdir()
    (folder / "notat.md").write_text("# Notat\n\nEn tekst om sidemandsoplæring.\n")
    sources = (
        ConnectedSource("kurser", sections=(f"{site.address}/kurser",), rate=50.0),
        ConnectedSource("notater", folder=str(folder)),
    )
    assert len(run("notater", sources=sources).added) == 1
    assert len(run(sources=sources).added) == 2
    assert set(titles(base)) == {"Kurser", "Det første kursus", "Notat"}
    (folder / "notat.md").write_text("# Notat\n\nEn anden tekst om sidemandsoplæring.\n")
    site.page("/kurser/et", "Det første kursus på ny")
    report = run("kurser", sources=sources)
    assert ([one.title for one in report.changed], report.kept) == (["Det første kursus på ny"], 1)


def test_courses_of_schema_org_become_records(run: Any, base: KnowledgeBase, site: Site) -> None:
    course = (
        '{"@context": "https://schema.org", "@type": "Course", "@id": "sam-1", "name": "Samtaler der virker",'
        ' "provider": {"@type": "Organization", "name": "Kursushuset Lyng"}, "description": "Om samtaler."}'
    )
    head = f'<script type="application/ld+json">{course}</script>'
    run(site.page("/kursus", "Samtaler der virker", head=head))
    assert [one.title for one in base.current().courses()] == ["Samtaler der virker"]


def test_an_outage_changes_nothing_and_what_is_gone_goes(run: Any, base: KnowledgeBase, site: Site) -> None:
    urls = [site.page(f"/{name}", f"Kurset {name}") for name in ("et", "to", "tre", "fire")]
    run(*urls)
    site.down = True
    report = run()
    assert (report.generation, report.kept, len(report.removed)) == (1, 4, 0)
    site.down = False
    del site.answers["/fire"]
    assert [one.title for one in run().removed] == ["Kurset fire"]
    for name in ("to", "tre"):
        site.answers[f"/{name}"] = Answer(status=410)
    report = run()
    assert ([fault.code for fault in report.failed], report.removed) == (["web_many_gone"], ())
    assert len(run(allow_removals=True).removed) == 2


@pytest.mark.parametrize("lost", ["folder", "files"])
def test_a_mirror_that_was_lost_forgets_nothing(
    lost: str, run: Any, base: KnowledgeBase, site: Site, tmp_path: Path
) -> None:
    urls = tuple(site.page(f"/{name}", f"Kurset {name}") for name in ("et", "to"))
    sources = (ConnectedSource("kurser", urls=urls, rate=50.0),)
    run(sources=sources)
    shutil.rmtree(tmp_path / "data" / "web")
    if lost == "files":
        (tmp_path / "data" / "web" / "kurser").mkdir(parents=True)
    site.down = True
    report = run(sources=sources)
    assert (report.generation, len(report.failed), report.removed) == (1, 2, ())
    assert len(base.current().sources()) == 2
    site.down = False
    assert run(sources=sources).kept == 2


def test_a_dry_run_asks_nobody(run: Any, base: KnowledgeBase, site: Site) -> None:
    run(site.page("/kursus", "Kursus i samtaler"))
    site.take_asked()
    assert run(dry_run=True).kept == 1
    assert site.take_asked() == []


def test_nothing_known_and_nothing_named_is_refused(run: Any) -> None:
    with pytest.raises(RootError):
        run()
