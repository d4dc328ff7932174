"""A simulated year: `python -m tests.ingest.web.year --weeks 52`.

A site on loopback changes every week: courses, profiles and articles are added, reworded and closed, and in every
second week or so the site is down or gives errors, login pages, an empty sitemap, empty pages or another layout.
Courses and profiles become records by declared selectors. After a visit all that is known must be what the site says
now, or what it said last where it could not be had; nothing may be forgotten that was not closed. Prints a summary;
exit code 1 on any violation.
"""

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.changes.comparing import compare_generations
from ingest.changes.types import ChangeCode
from ingest.connected import Connection, ingest_connected
from ingest.web.sources import read_sources
from knowledge.embeddings import load
from knowledge.generations import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from tests.ingest.web.site import Answer, Site, running_site

PAGES = 30
SEED = 7
# What a week brings, and how often among twelve weeks.
TROUBLES = {
    "none": 5,
    "down": 1,
    "errors": 1,
    "login": 1,
    "empty sitemap": 1,
    "empty pages": 1,
    "soft 404": 1,
    "all redirected": 1,
    "other layout": 1,
}
KINDS = ("kurser", "profiler", "artikler")
_COMPETENCES = ("samtale", "visitation", "virksomhedskontakt", "planlægning", "dokumentation", "rådgivning")
_PRICE = re.compile(r"koster (\d+) kroner")
RECORDS: list[dict[str, Any]] = [
    {
        "kind": "course",
        "page": "/kurser/*",
        "required": ["price"],
        "fields": {
            "title": "h1",
            "provider": {"text": "Kursushuset Lyng"},
            "fictional": {"text": "ja"},
            "description": ".om",
            "price": {"select": ".om", "match": _PRICE.pattern},
        },
    },
    {
        "kind": "profile",
        "page": "/profiler/*",
        "required": ["competences"],
        "fields": {
            "title": "h1",
            "set": {"text": "Lyngprofiler"},
            "fictional": {"text": "ja"},
            "description": ".om",
            "competences": ".om b",
        },
    },
]
_NEW = {ChangeCode.SOURCE_NEW, ChangeCode.COURSE_NEW, ChangeCode.PROFILE_NEW}
_WITHDRAWN = {ChangeCode.SOURCE_WITHDRAWN, ChangeCode.COURSE_CLOSED, ChangeCode.PROFILE_WITHDRAWN}


@dataclass(slots=True)
class Year:
    """What was seen."""

    weeks: int = 0
    troubles: Counter[str] = field(default_factory=Counter)
    added: int = 0
    changed: int = 0
    removed: int = 0
    generations: int = 0
    records: int = 0
    """Courses and profiles at the end."""
    quiet_requests: int = 0
    """Asked for in a week in which nothing had changed, and answered with anything but "not modified"."""
    violations: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Catalogue:
    """What the site really has: path -> its text."""

    pages: dict[str, str] = field(default_factory=dict)
    made: int = 0

    def go_on(self, luck: random.Random) -> None:
        """A week's changes: some new, some reworded, at most a few closed."""
        for _ in range(luck.randint(0, 3) if self.pages else PAGES):
            self.made += 1
            path = f"/{KINDS[self.made % len(KINDS)]}/{self.made}"
            self.pages[path] = _text(path, luck)
        for path in luck.sample(sorted(self.pages), luck.randint(0, 4)):
            self.pages[path] = _text(path, luck)
        for path in luck.sample(sorted(self.pages), luck.randint(0, 2)):
            del self.pages[path]

    def show(self, site: Site) -> None:
        """Have the site say so."""
        robots = site.answers["/robots.txt"]
        site.answers.clear()
        site.answers["/robots.txt"] = robots
        for path, text in self.pages.items():
            shown = " ".join(f"<b>{word}</b>" if word in _COMPETENCES else word for word in text.split())
            site.page(path, _title(path), f"<span class=om>{shown}</span>")
        site.sitemap(*self.pages)


def _title(path: str) -> str:
    _, kind, number = path.split("/")
    return f"Fra {kind} nummer {number}"


def _text(path: str, luck: random.Random) -> str:
    days, price = luck.randint(1, 9), luck.randrange(1_000, 9_000, 50)
    if path.startswith("/profiler/"):
        return f"Den, der har {_title(path)}, kan {' og '.join(luck.sample(_COMPETENCES, 2))} hver dag."
    return f"{_title(path)} for medarbejdere i jobcentre varer {days} dage og koster {price} kroner."


def spoil(site: Site, trouble: str) -> None:
    """Let the site break for a week."""
    site.down = trouble == "down"
    shown = [path for path in site.answers if path.startswith(tuple(f"/{kind}/" for kind in KINDS))]
    pages = {
        "errors": Answer(b"fejl", status=500),
        "login": Answer(b"<title>Log ind</title><h1>Log ind</h1><input type=password>"),
        "empty pages": Answer(b"<div id=app></div>"),
        "soft 404": Answer(b"<title>Siden findes ikke</title><h1>Siden findes ikke</h1><p>Vi fandt den ikke.</p>"),
        "all redirected": Answer(status=302, headers={"Location": "/"}),
    }
    if trouble in pages:
        site.answers |= dict.fromkeys(shown, pages[trouble])
        site.page("/", "Forside")
    if trouble == "other layout":
        for path in shown:
            if not path.startswith("/artikler/"):
                site.page(path, _title(path))
    if trouble == "empty sitemap":
        site.sitemap()
        for path in shown:
            del site.answers[path]


def run(weeks: int, workplace: Path) -> Year:
    """Live through the weeks."""
    year, luck, catalogue = Year(), random.Random(SEED), Catalogue()
    troubles = [name for name, often in TROUBLES.items() for _ in range(often)]
    settings = KnowledgeSettings(data=workplace / "data", keep_generations=weeks + 1)
    with running_site() as site, KnowledgeBase(settings, lambda: load("danish-static")) as base:
        given = {"name": "lyng", "sitemaps": [f"{site.address}/sitemap.xml"], "rate": 50, "most": 5_000}
        connection = Connection(settings.data, read_sources([{**given, "records": RECORDS}]))
        for week in range(weeks):
            trouble = "none" if week in {0, weeks - 1} else luck.choice(troubles)
            catalogue.go_on(luck)
            catalogue.show(site)
            spoil(site, trouble)
            before = _known(base) if week else {}
            report = ingest_connected((), base, connection)
            _judge(year, week, trouble, catalogue, before, _known(base))
            _check_records(year, week, base)
            year.added, year.changed = year.added + len(report.added), year.changed + len(report.changed)
            year.removed += len(report.removed)
            year.troubles[trouble] += 1
            year.weeks += 1
        site.take_asked()
        ingest_connected((), base, connection)
        year.quiet_requests = sum(status != 304 for _, status in site.take_asked())
        year.generations = len(base.generations())
        _check_history(year, base)
    return year


def _known(base: KnowledgeBase) -> dict[str, str]:
    """Path -> text, as the knowledge base has it."""
    snapshot = base.current()
    known = {urlsplit(one.url or "").path: snapshot.text(one.text_id) for one in snapshot.sources()}
    return {path: text for path, text in known.items() if path.startswith(tuple(f"/{kind}/" for kind in KINDS))}


def _judge(
    year: Year, week: int, trouble: str, catalogue: Catalogue, before: dict[str, str], after: dict[str, str]
) -> None:
    """In a good week everything is as the site says; in a bad one nothing that there is, is other than before."""
    if trouble == "none":
        truth = catalogue.pages
        wrong = [path for path in truth.keys() | after.keys() if truth.get(path, "-") not in after.get(path, "")]
        year.violations += [f"week {week}: {path} is not what the site says" for path in wrong]
    else:
        # What was closed in such a week may be gone: its server says so of that page alone.
        said = {path for path, text in catalogue.pages.items() if text in after.get(path, "")}
        wrong = [path for path in catalogue.pages if path in before and after.get(path) != before[path]]
        wrong = [path for path in wrong if path not in said]
        year.violations += [f"week {week} ({trouble}): {path} was lost or changed" for path in wrong]


def _check_records(year: Year, week: int, base: KnowledgeBase) -> None:
    """What is known of a course or profile by its fields is what its text says, and each page is of its kind."""
    snapshot = base.current()
    kinds = {"course": "kurser", "profile": "profiler", "report": "artikler"}
    for source in snapshot.sources():
        path = urlsplit(source.url or "").path
        if path != "/" and kinds[source.kind.value] != path.split("/")[1]:
            year.violations.append(f"week {week}: {path} became a {source.kind.value}")
    for course in snapshot.courses():
        said = _PRICE.search(course.description or "")
        if not said or course.price is None or course.price.amount != float(said[1]):
            year.violations.append(f"week {week}: {course.title} has the price {course.price}")
    for profile in snapshot.profiles():
        wanted = [word for word in (profile.description or "").split() if word in _COMPETENCES]
        if not wanted or [one.label for one in profile.competences] != wanted:
            year.violations.append(f"week {week}: {profile.title} has other competences than {wanted}")
    year.records = len(snapshot.courses()) + len(snapshot.profiles())


def _check_history(year: Year, base: KnowledgeBase) -> None:
    """What is told of the changes from the first generation to the last is what the two hold."""
    numbers = [info.number for info in base.generations()]
    first, last = (
        {source.source_id: source.text_id for source in base.kept(number).sources()}
        for number in (numbers[0], numbers[-1])
    )
    told = compare_generations(base, numbers[0], numbers[-1]).changes
    wanted = (
        (_WITHDRAWN, first.keys() - last.keys()),
        (_NEW, last.keys() - first.keys()),
        ({*ChangeCode} - _NEW - _WITHDRAWN, {one for one in first.keys() & last.keys() if first[one] != last[one]}),
    )
    for codes, ids in wanted:
        if {one.source_id for one in told if one.code in codes} != ids:
            year.violations.append(f"the history of {', '.join(sorted(codes))} is not right")


def told(year: Year) -> str:
    """The summary as JSON."""
    shown = {name: getattr(year, name) for name in Year.__slots__}
    return json.dumps({**shown, "troubles": dict(year.troubles)}, ensure_ascii=False, indent=2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=52)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="fagkompas-year-") as workplace:
        year = run(asked.weeks, Path(workplace))
    print(told(year))
    return 1 if year.violations or year.quiet_requests else 0


if __name__ == "__main__":
    sys.exit(main())
