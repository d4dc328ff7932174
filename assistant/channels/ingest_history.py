"""The history of ingests as programs and people read it: who started which, how far it is, what came of it."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.channels.explaining import explain_fault, explain_notice
from assistant.channels.state.types import INTERRUPTED, IngestRun, Key, RunState
from assistant.core.rendering import to_json
from ingest.types import Fault, Notice
from knowledge.types import Visibility
from prompts.dates import written_date
from prompts.wording import Wording

SCHEDULE = "schedule"
"""The owner of the runs that nobody starts."""
LISTED = ("run_id", "state", "started", "finished", "owner", "roots", "stage", "done", "total")
_CHANGES = ("added", "changed", "removed")
# A report of hundreds of lines is not read; the run's own JSON has them all.
MOST_LINES = 40


def listed_run(run: IngestRun, names: Mapping[str, str], language: str, wording: Wording) -> dict[str, Any]:
    """A run in a list: what came of it in numbers."""
    shown: dict[str, Any] = {name: to_json(getattr(run, name)) for name in LISTED}
    report = run.report
    return shown | {
        "started_by": names.get(run.owner),
        "generation": report.get("generation") if report else None,
        "counts": counts_of(report) if report else None,
        "problem": problem_of(run, language, wording),
    }


def names_of(keys: Sequence[Key]) -> dict[str, str]:
    """What the keys are called, by id."""
    return {key.key_id: key.name for key in keys}


def counts_of(report: Mapping[str, Any]) -> dict[str, int]:
    """How many sources a report names, by what happened to them."""
    if "counts" in report:
        return dict(report["counts"])
    counts = {name: len(report.get(name, ())) for name in (*_CHANGES, "failed")}
    return {**counts, "kept": int(report.get("kept", 0))}


def problem_of(run: IngestRun, language: str, wording: Wording) -> str | None:
    """Why a run failed, as a sentence."""
    return wording.say(language, "ingest.interrupted") if run.problem == INTERRUPTED else run.problem


def without_internal(run: IngestRun, internal: Collection[str]) -> IngestRun:
    """A run as somebody sees it who does not see internal sources: their titles are gone, and how many there are stays.

    `internal`: the paths of the internal sources that are known now, which faults and notices may name.
    """
    if run.report is None:
        return run
    hidden, paths = 0, set(internal)
    report = dict(run.report)
    for name in _CHANGES:
        shown = [one for one in report.get(name, ()) if one.get("visibility") != Visibility.INTERNAL]
        hidden += len(report.get(name, ())) - len(shown)
        paths |= {one.get("path") for one in report.get(name, ())} - {one.get("path") for one in shown}
        report[name] = shown
    for name in ("failed", "notices"):
        shown = [one for one in report.get(name, ()) if one.get("path") not in paths]
        hidden += len(report.get(name, ())) - len(shown)
        report[name] = shown
    return replace(run, report=report | {"hidden": hidden, "counts": counts_of(run.report)})


def heading_of(run: IngestRun, names: Mapping[str, str], language: str, wording: Wording) -> str:
    """When a run began, what it reads, and who started it."""
    roots = ", ".join(run.roots) or wording.say(language, "ingests.everything")
    return wording.say(
        language,
        "ingests.heading",
        when=moment(run.started, language, wording),
        roots=roots,
        who=who(run, names, language, wording),
    )


def who(run: IngestRun, names: Mapping[str, str], language: str, wording: Wording) -> str:
    """Who started a run."""
    if run.owner == SCHEDULE:
        return wording.say(language, "ingests.by_schedule")
    if not run.owner:
        return wording.say(language, "ingests.by_this_machine")
    return wording.say(language, "ingests.by_key", name=names.get(run.owner, run.owner))


def moment(when: datetime.datetime, language: str, wording: Wording) -> str:
    """A day and a time of day, as the clock on the wall shows it."""
    local = when.astimezone()
    return wording.say(language, "ingests.moment", day=written_date(local.date(), language), time=f"{local:%H:%M}")


def outcome(run: IngestRun, language: str, wording: Wording) -> str:
    """One sentence: how far a run is, what came of it, or why it failed."""
    if run.state is RunState.RUNNING:
        return progress_of(run, language, wording)
    if run.report is None:
        return problem_of(run, language, wording) or ""
    key = "ingest.dry_run" if run.report.get("dry_run") else "ingest.summary"
    return wording.say(language, key, generation=run.report.get("generation"), **counts_of(run.report))


def progress_of(run: IngestRun, language: str, wording: Wording) -> str:
    """The stage of a run that is under way, and how far it is in it."""
    key = f"stage.{run.stage}"
    stage = wording.say(language, key if wording.knows(language, key) else "stage.begin")
    if not run.total:
        return stage
    return wording.say(language, "ingests.so_far", stage=stage, done=run.done, total=run.total)


def lines_of(report: Mapping[str, Any], language: str, wording: Wording) -> list[str]:
    """What a report names, line by line."""
    lines = []
    for name in _CHANGES:
        for change in report.get(name, ()):
            details = ", ".join(part for part in (change.get("publisher"), change.get("path")) if part)
            key = f"ingests.{name}" if details else f"ingests.{name}_alone"
            lines.append(wording.say(language, key, title=change["title"], **({"details": details} if details else {})))
    faults = [explain_fault(Fault(**one), wording, language) for one in report.get("failed", ())]
    lines += [wording.say(language, "ingests.failed", fault=one) for one in faults]
    lines += [explain_notice(Notice(**one), wording, language) for one in report.get("notices", ())]
    if report.get("hidden"):
        lines.append(wording.say(language, "ingests.hidden", count=report["hidden"]))
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], wording.say(language, "ingests.more", count=len(lines) - MOST_LINES)]
