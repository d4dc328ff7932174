"""`fagkompas eval`: how good the answers are, whether they got better, and which questions say so."""

import datetime
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.channels.cli.answers import JsonOption
from assistant.channels.cli.feedback_cases import read_feedback_cases, save_cases
from assistant.channels.cli.ingesting import progress_bar
from assistant.channels.cli.session import Session, application, session_of, write, write_error, write_json
from evals.cases import Split, select
from prompts.wording import Wording

if TYPE_CHECKING:
    from evals.cases import Case
    from evals.evaluating import Setting
    from evals.runs import Run

HELP = Wording.load()
CHECK_FAILED = 1
"""Exit code: an answer got worse than the baseline allows."""
RESULTS, MARKDOWN, PAGE = "results.json", "report.md", "report.html"


def _help(name: str) -> str:
    return HELP.say("da", f"help.eval_{name}")


FileOption = Path | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    suites: Sequence[str] = ()
    cases: Path | None = None
    feedback: bool = False
    save_cases: Path | None = None
    split: Split | None = None
    judge: str = ""

    @property
    def is_of_suites(self) -> bool:
        """Whether the bundled suites are asked, in a data folder of their own."""
        return self.cases is None and not self.feedback


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the results."""

    baseline: Path | None = None
    save_baseline: Path | None = None
    report: Path | None = None
    metrics: Sequence[str] = ()
    show: bool = False
    as_json: bool = False


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(name="eval", help=HELP.say("da", "help.eval"))
    def evaluate(
        context: typer.Context,
        suites: Annotated[list[str] | None, typer.Argument(metavar="[SUITE]...")] = None,
        cases: Annotated[FileOption, typer.Option(help=_help("cases"))] = None,
        feedback: Annotated[bool, typer.Option("--feedback", help=_help("feedback"))] = False,
        save_cases: Annotated[FileOption, typer.Option(metavar="FILE.jsonl", help=_help("save_cases"))] = None,
        baseline: Annotated[FileOption, typer.Option(help=_help("baseline"))] = None,
        save_baseline: Annotated[FileOption, typer.Option(help=_help("save_baseline"))] = None,
        report: Annotated[FileOption, typer.Option(help=_help("report"))] = None,
        split: Annotated[Split | None, typer.Option(help=_help("split"))] = None,
        metric: Annotated[list[str] | None, typer.Option(help=_help("metric"))] = None,
        judge: Annotated[str, typer.Option(metavar="PROVIDER:NAME", help=_help("judge"))] = "",
        show: Annotated[bool, typer.Option("--show", help=_help("show"))] = False,
        ablate: Annotated[bool, typer.Option("--ablate", help=_help("ablate"))] = False,
        as_json: JsonOption = False,
    ) -> None:
        session = session_of(context)
        asked = Asked(suites or (), cases, feedback, save_cases, split, judge)
        if ablate:
            _ablate(asked, session, as_json)
            return
        wanted = Wanted(baseline, save_baseline, report, metric or (), show, as_json)
        if _evaluate(asked, wanted, session):
            raise typer.Exit(CHECK_FAILED)


def _evaluate(asked: Asked, wanted: Wanted, session: Session) -> list[str]:
    """Run, write what was wanted, and say what closes the gate (only where there is a baseline)."""
    from evals.baseline import compare, read_baseline, write_baseline
    from evals.gate import shortcomings
    from evals.measures import named
    from evals.runs import run_to_json

    named(wanted.metrics)
    _refuse_unwritable(wanted, session)
    baseline = read_baseline(wanted.baseline) if wanted.baseline else None
    run = _run(asked, session)
    comparison = compare(run.outcomes, baseline) if baseline else None
    record = run_to_json(run, comparison, datetime.datetime.now(datetime.UTC))
    if wanted.save_baseline:
        write_baseline(wanted.save_baseline, run.outcomes, {"version": run.version, **run.configuration})
    if wanted.report:
        _write_reports(wanted.report, record)
    _show(run, record, wanted)
    sentences = shortcomings(record) if baseline else []
    for sentence in sentences:
        write_error(sentence)
    return sentences


def _refuse_unwritable(wanted: Wanted, session: Session) -> None:
    """Refuse before anything is asked: answers that took minutes would be lost."""
    folders = [wanted.report] if wanted.report else []
    folders += [wanted.save_baseline.parent] if wanted.save_baseline else []
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        if wanted.save_baseline and wanted.save_baseline.exists():
            wanted.save_baseline.open("a").close()
    except OSError as error:
        raise session.refuse("refused.eval_unwritable", path=error.filename, reason=error.strerror) from None


def _run(asked: Asked, session: Session) -> "Run":
    from evals.evaluating import evaluate, evaluate_suites

    cases = _cases(asked, session)
    with progress_bar(session) as bar:
        setting = _setting(asked, session, bar)
        if asked.is_of_suites:
            return evaluate_suites(cases, setting)
        with application(session) as parts:
            return evaluate(cases, parts.knowledge_base.current(), parts.assistant, setting)


def _cases(asked: Asked, session: Session) -> "list[Case]":
    from evals.case_files import read_cases
    from evals.suites import read_suites

    if (asked.cases is not None) + bool(asked.suites) + asked.feedback > 1:
        raise session.refuse("refused.eval_one_kind")
    if asked.save_cases and not asked.feedback:
        raise session.refuse("refused.eval_save_what")
    if asked.feedback:
        found = read_feedback_cases(session)
    else:
        found = read_cases(asked.cases) if asked.cases is not None else read_suites(asked.suites)
    chosen = select(found, asked.split)
    if not chosen:
        raise session.refuse("refused.eval_no_cases", split=asked.split)
    if asked.save_cases:
        save_cases(asked.save_cases, chosen, session)
    return chosen


def _setting(asked: Asked, session: Session, bar: Any) -> "Setting":
    from evals.evaluating import Setting

    def progress(done: int, total: int) -> None:
        if bar is not None:
            bar("ask", done, total)

    settings = session.settings
    return Setting(settings.data, settings.embedding, progress, asked.judge)


def _show(run: "Run", record: Mapping[str, Any], wanted: Wanted) -> None:
    from evals.runs import without_answers
    from evals.tables import comparison_lines, failure, faults_lines, figures_table

    if wanted.as_json:
        write_json(without_answers(record))
        return
    if wanted.show:
        for outcome in run.outcomes:
            if not outcome.passed:
                write(failure(outcome) + "\n")
    write(figures_table(record, wanted.metrics))
    lines = [*faults_lines(record["faults"]), *comparison_lines(record["against_baseline"])]
    write("\n".join(["", f"{record['cases']} cases, {len(record['failed'])} failed", *lines]))


def _write_reports(folder: Path, record: Mapping[str, Any]) -> None:
    from evals.reports import to_html, to_markdown

    folder.mkdir(parents=True, exist_ok=True)
    (folder / RESULTS).write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / MARKDOWN).write_text(to_markdown(record), encoding="utf-8")
    (folder / PAGE).write_text(to_html(record), encoding="utf-8")


def _ablate(asked: Asked, session: Session, as_json: bool) -> None:
    from evals.ablation import ablate, ablation_table

    if asked.feedback:
        raise session.refuse("refused.eval_ablate_suites")
    with progress_bar(session) as bar:
        rows = ablate(_cases(asked, session), _setting(asked, session, bar))
    write_json({"rows": rows}) if as_json else write(ablation_table(rows))
