"""Asks the assistant every case and says how good the answers are: `python -m evals.quality`."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.core.types import AskRequest
from evals.assembling import assembled
from evals.cases import CASES_FOLDER, Case, Split, read_cases, select
from evals.gate import missed
from evals.scoring import Grounds, Row, Scored, score, summarise
from evals.tables import failure, figures_table
from knowledge.errors import FagkompasError
from knowledge.settings import DEFAULT_EMBEDDING

PROJECT = Path(__file__).resolve().parents[1]
SAMPLES = PROJECT / "knowledge" / "samples"
SEEDS = PROJECT.parent / "shared" / "seeds"

EXIT_DONE, EXIT_MISSED, EXIT_REFUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suites, print the figures; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        scored = [one for path in options.cases for one in _suite(path, options)]
    except FagkompasError as error:
        print(error.message, file=sys.stderr)
        return EXIT_REFUSED
    rows = summarise(scored)
    sentences = missed(rows) if options.gate else []
    print(as_json(scored, rows, sentences) if options.json else _as_text(scored, rows, options.show))
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return EXIT_MISSED if sentences else EXIT_DONE


def ask_cases(cases: Sequence[Case], roots: Sequence[Path], data: Path, embedding: str) -> list[Scored]:
    """Ingest the roots into the data folder, ask each case there, and score the answers."""
    with assembled(roots, data, embedding) as parts:
        for fault in parts.report.failed:
            print(f"{fault.path}: {fault.error}", file=sys.stderr)
        grounds = Grounds.of(parts.knowledge_base.current())
        requests = [AskRequest(case.question, learner=case.learner) for case in cases]
        return [
            score(case, parts.assistant.ask(request), grounds) for case, request in zip(cases, requests, strict=True)
        ]


def as_json(scored: Sequence[Scored], rows: Sequence[Row], sentences: Sequence[str]) -> str:
    """The figures as one JSON document."""
    suites: dict[str, dict[str, dict[str, object]]] = {}
    for row in rows:
        figures = {name: asdict(figure) for name, figure in row.figures.items()}
        suites.setdefault(row.suite, {}).setdefault(row.split, {})[row.kind] = {"cases": row.cases, **figures}
    failed = [one.case.id for one in scored if not one.passed]
    return json.dumps(
        {"cases": len(scored), "suites": suites, "failed": failed, "missed": list(sentences)}, ensure_ascii=False
    )


def _as_text(scored: Sequence[Scored], rows: Sequence[Row], show: bool) -> str:
    failures = [failure(one) for one in scored if not one.passed] if show else []
    return "\n\n".join([*failures, figures_table(rows)])


def _suite(path: Path, options: argparse.Namespace) -> list[Scored]:
    cases = select(read_cases(path), Split(options.split) if options.split != "all" else None)
    roots = options.sources or [options.seeds if path.stem == "seeds" else SAMPLES]
    if absent := [root for root in roots if not root.exists()]:
        print(f"{path.name} is skipped: {absent[0]} is not there; name its folder.", file=sys.stderr)
        return []
    if options.data:
        return ask_cases(cases, roots, options.data / path.stem, options.embedding)
    with tempfile.TemporaryDirectory(prefix="fagkompas-quality-") as data:
        return ask_cases(cases, roots, Path(data), options.embedding)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.quality", description="How good the answers are.")
    bundled = sorted(CASES_FOLDER.glob("*.jsonl"))
    parser.add_argument("--cases", type=Path, nargs="+", default=bundled, help="case files; the bundled ones")
    parser.add_argument("--sources", type=Path, nargs="+", help="ask these documents, whatever the case file")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="the documents of seeds.jsonl")
    parser.add_argument("--data", type=Path, help="a data folder to keep; a temporary one without it")
    parser.add_argument("--embedding", default=DEFAULT_EMBEDDING, help="the embedding model")
    parser.add_argument("--split", choices=["tune", "report", "all"], default="all", help="which half; both")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument(
        "--show", action="store_true", help="every failing case with its answer (of the tune half, while tuning)"
    )
    parser.add_argument("--gate", action="store_true", help="exit 1 where the report split misses an aim")
    return parser


if __name__ == "__main__":
    sys.exit(main())
