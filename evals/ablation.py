"""Each stage of search and answering taken out in turn: what the figures are without it."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.evaluating import Setting, evaluate_suites
from evals.runs import figures_to_json
from evals.stages import Stage, stages, without
from evals.summary import total

COLUMNS: Mapping[str, str] = {
    "ndcg_at_10": "nDCG@10",
    "fact_in_answer": "fact",
    "right_source": "source",
    "right_course": "course",
    "abstained_rightly": "abstains rightly",
    "abstained_wrongly": "abstains wrongly",
    "stale_fact": "stale",
}
WHOLE = "everything"


def ablate(cases: Sequence[Case], setting: Setting) -> list[dict[str, Any]]:
    """A row for the whole and one for each stage taken out: `{"stage", "metrics", "failed"}`."""
    return [_row(WHOLE, cases, setting), *(_without(stage, cases, setting) for stage in stages())]


def ablation_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as a Markdown table."""
    lines = [f"| without | {' | '.join(COLUMNS.values())} |", f"|---|{'---:|' * len(COLUMNS)}"]
    for row in rows:
        cells = [_cell(row["metrics"], name) for name in COLUMNS]
        lines.append(f"| {'– (everything)' if row['stage'] == WHOLE else row['stage']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _without(stage: Stage, cases: Sequence[Case], setting: Setting) -> dict[str, Any]:
    with without(stage):
        if not stage.is_indexed:
            return _row(stage.name, cases, setting)
        with tempfile.TemporaryDirectory(prefix="fagkompas-ablation-") as folder:
            return _row(stage.name, cases, replace(setting, data=Path(folder)))


def _row(name: str, cases: Sequence[Case], setting: Setting) -> dict[str, Any]:
    run = evaluate_suites(cases, setting)
    failed = sum(not outcome.passed for outcome in run.outcomes)
    return {"stage": name, "metrics": figures_to_json(total(run.outcomes)), "failed": failed}


def _cell(metrics: Mapping[str, Mapping[str, float]], name: str) -> str:
    return f"{metrics[name]['value']:.3f}" if name in metrics else "–"
