"""The report of an ingest, as JSON or in people's words."""

import json
from collections.abc import Sequence

from assistant.channels.cli.session import Session, write, write_json
from assistant.channels.explaining import explain_fault, explain_notice
from ingest.report import report_to_json
from ingest.types import Change, IngestReport
from prompts.dates import written_date

# A report of hundreds of unchanged-looking lines is not read; the JSON has them all.
MOST_SHOWN = 40


def show_line(report: IngestReport, session: Session, as_json: bool) -> None:
    """As `show`, where others follow: JSON in a line each."""
    write(
        json.dumps(report_to_json(report), ensure_ascii=False) if as_json else "\n".join(report_lines(report, session))
    )


def show(report: IngestReport, session: Session, as_json: bool) -> None:
    """Write the report to stdout, as JSON or to be read."""
    if as_json:
        write_json(report_to_json(report))
        return
    write("\n".join(report_lines(report, session)))


def report_lines(report: IngestReport, session: Session) -> list[str]:
    """The report in people's words."""
    head = "ingest.dry_run" if report.dry_run else "ingest.summary"
    counts = {name: len(getattr(report, name)) for name in ("added", "changed", "removed", "failed")}
    lines = [session.say(head, generation=report.generation, kept=report.kept, **counts)]
    for name in ("added", "changed", "removed"):
        lines += _changes(getattr(report, name), name, session)
    lines += [session.say("ingest.failed", fault=explain_fault(f, session.wording)) for f in report.failed]
    notices = [session.say("ingest.notice", notice=explain_notice(n, session.wording)) for n in report.notices]
    return lines + _cut(notices, session)


def _changes(changes: Sequence[Change], name: str, session: Session) -> list[str]:
    lines = []
    for change in changes:
        dated = written_date(change.date, session.language) if change.date else session.say("answer.undated")
        lines.append(session.say(f"ingest.{name}", title=change.title, details=", ".join(_details(change, dated))))
    return _cut(lines, session)


def _details(change: Change, dated: str) -> list[str]:
    return [part for part in (change.publisher, dated, change.path) if part]


def _cut(lines: list[str], session: Session) -> list[str]:
    if len(lines) <= MOST_SHOWN:
        return lines
    return [*lines[:MOST_SHOWN], session.say("ingest.more", count=len(lines) - MOST_SHOWN)]
