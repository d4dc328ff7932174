"""A run as Markdown for a pull request: what changed first, short enough for GitHub."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.reports.figures import (
    BEYOND,
    BROKEN,
    MENDED,
    Change,
    Figure,
    Run,
    answers,
    beyond,
    changes,
    command,
    figure_of,
    figures,
    flips,
    groups,
    part,
    untouched,
)
from evals.reports.headings import HEADLINES, METRICS, ordered
from evals.reports.words import Words
from prompts.wording import Wording

# GitHub refuses a body of more than 65,536 characters; the rest is room for what a pull request says itself.
LONGEST = 60_000
# More than a reviewer reads one by one; the HTML report has them all.
MOST_FLIPPED = 20
# A question is recognised by its first words.
LONGEST_QUESTION = 200
# Long lists of names tell a reviewer nothing.
MOST_NAMES = 20

# Whatever Markdown or GitHub would make something of; a backslash before any of them leaves it as it is.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$])")
# GitHub turns these into mentions and links to issues even when escaped; a zero-width space keeps them words.
_MENTION = re.compile(r"((?<!\w)@|#|\bGH-)(?=\w)")


def to_markdown(run: Run, language: str = "en") -> str:
    """The run's report as Markdown of fewer than 60,000 characters, in `da` or `en`.

    Everything that comes from cases, answers or settings is escaped: it shows as text and mentions nobody.
    """
    words = Words(Wording.load(), language)
    sections = (_head, _headline, _suites, _flipped, _faults, _judge, _reproduce)
    whole = "\n\n".join(text for section in sections if (text := section(run, words)))
    return _cut(whole, f"\n\n_{words.say('cut')}_") + "\n"


def escaped(text: object) -> str:
    """Text as Markdown that shows exactly it, on one line."""
    line = " ".join(str(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MENTION.sub("\\1\u200b", _SPECIAL.sub(r"\\\1", line).replace("\\#", "#"))


def _head(run: Run, words: Words) -> str:
    asked = answers(run)
    passed = sum(bool(one.get("passed")) for one in asked)
    about = words.say(
        "about",
        cases=run.get("cases", len(asked)),
        version=run.get("version", "–"),
        generation=run.get("generation", "–"),
        created=words.moment(run.get("created", "–")),
    )
    lines = [f"## {words.say('title')}", "", escaped(about) + "  "]
    if asked:
        lines.append(f"**{words.say('passed_of', passed=passed, cases=len(asked))}**")
    return "\n".join(lines)


def _headline(run: Run, words: Words) -> str:
    whole, halves = figures(part(run, "metrics")), groups(run, "halves")
    changed = changes(part(run, "against_baseline", "metrics"))
    baseline = run.get("against_baseline") and part(run, "against_baseline").get("baseline")
    since = words.say("since", baseline=f"`{_code(baseline)}`") if baseline else words.say("no_baseline")
    heads = ["metric", "whole", "tune", "report", *(["change_interval", "verdict"] if changed else [])]
    rows = []
    for name in ordered([*whole, *(metric for half in halves.values() for metric in half)]):
        tune, report = (halves.get(half, {}).get(name) for half in ("tune", "report"))
        cells = [f"{escaped(words.heading(name))}{_direction(name)}", words.figure(name, whole.get(name))]
        cells += [words.figure(name, tune), f"**{words.figure(name, report)}**" if report else "–"]
        rows.append(cells + (_change(name, changed.get(name), words) if changed else []))
    table = _table([words.say(head) for head in heads], rows)
    return "\n\n".join([f"### {words.say('headline')}", since, table, *_beyond(run, words)])


def _beyond(run: Run, words: Words) -> list[str]:
    lines = [
        f"- {escaped(suite)}: {escaped(words.heading(name))} {words.change(name, change)}"
        for suite, name, change in beyond(run)
    ]
    return [f"**{words.say('beyond_lead')}**", "\n".join(lines)] if lines else []


def _direction(name: str) -> str:
    return " ↓" if name in METRICS and not METRICS[name].higher_is_better else ""


def _change(name: str, change: Change | None, words: Words) -> list[str]:
    if change is None:
        return ["–", "–"]
    verdict = words.verdict(change.verdict)
    return [words.change(name, change), f"**{verdict}**" if change.verdict == BEYOND else verdict]


def _suites(run: Run, words: Words) -> str:
    suites, halves = groups(run, "suites"), untouched(run)
    if not suites:
        return ""
    present = {name for found in suites.values() for name in found}
    names = [name for name in HEADLINES if name in present] or ordered(present)[: len(HEADLINES)]
    heads = [words.say("suite"), words.say("cases"), *(words.heading(name) + _direction(name) for name in names)]
    counts = _cases_by_suite(run)
    rows = [
        [escaped(suite), str(counts.get(suite, "–"))]
        + [_both(name, found.get(name), halves.get(suite, {}).get(name), words) for name in names]
        for suite, found in suites.items()
    ]
    return "\n\n".join([f"### {words.say('by_suite')}", words.say("by_suite_pull"), _table(heads, rows)])


def _both(name: str, whole: Figure | None, report: Figure | None, words: Words) -> str:
    if whole is None:
        return "–"
    return words.value(name, whole.value) + (f" · **{words.value(name, report.value)}**" if report else "")


def _cases_by_suite(run: Run) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in answers(run):
        counts[str(one.get("suite"))] = counts.get(str(one.get("suite")), 0) + 1
    return counts


def _flipped(run: Run, words: Words) -> str:
    if not part(run, "against_baseline"):
        return ""
    questions = {str(one.get("id")): str(one.get("question", "")) for one in answers(run)}
    flipped, lines = flips(run), [f"### {words.say('flipped')}"]
    for side in (BROKEN, MENDED):
        ids = [case for case, found in flipped.items() if found == side]
        lines += ["", f"**{words.say(side)}: {len(ids)}**", ""]
        lines += [f"- `{_code(case)}` {escaped(_short(questions.get(case, '')))}" for case in ids[:MOST_FLIPPED]]
        if len(ids) > MOST_FLIPPED:
            lines.append(f"- {words.say('more', count=len(ids) - MOST_FLIPPED)}")
    gone, new = (len(part(run, "against_baseline").get(name) or ()) for name in ("gone", "new"))
    return "\n".join([*lines, *(["", words.say("new_and_gone", new=new, gone=gone)] if gone or new else [])])


def _faults(run: Run, words: Words) -> str:
    sets = {name: part(run, "faults", name) for name in ("planted", "by_hand")}
    rows = [
        [words.say(name), *(_rate(found, rate, words) for rate in ("catch_rate", "false_alarm_rate"))]
        + [words.plain(found.get(count)) for count in ("n_faulty", "n_honest")]
        for name, found in sets.items()
        if found
    ]
    if not rows:
        return ""
    heads = ["fault_set", "catch_rate", "false_alarm_rate", "n_faulty", "n_honest"]
    lines = [f"### {words.say('faults')}", _table([words.say(head) for head in heads], rows)]
    for kind in ("missed", "alarmed"):
        if names := sets["planted"].get(kind):
            lines.append(f"{words.say(kind)}: {_names(names, words)}")
    return "\n\n".join(lines)


def _rate(found: Mapping[str, Any], name: str, words: Words) -> str:
    return words.figure(name, figure_of(found.get(name)))


def _names(names: Sequence[object], words: Words) -> str:
    told = [str(one.get("id", one)) if isinstance(one, Mapping) else str(one) for one in names]
    more = f" {words.say('more', count=len(told) - MOST_NAMES)}" if len(told) > MOST_NAMES else ""
    return ", ".join(f"`{_code(_short(name))}`" for name in told[:MOST_NAMES]) + more


def _judge(run: Run, words: Words) -> str:
    judge = part(run, "judge")
    if not judge:
        return ""
    told = words.say("judge_counts" if judge.get("counts") else "judge_does_not_count")
    rows = [[words.say("agreement"), _rate(judge, "agreement", words)]]
    rows.append([words.say("failures"), words.plain(judge.get("failures"))])
    for name in ("supported", "answers", "usage"):
        if name in judge:
            figure = figure_of(judge[name])
            rows.append([words.say(name), words.figure("agreement", figure) if figure else words.plain(judge[name])])
    rows = [[heading, escaped(value)] for heading, value in rows]
    return "\n\n".join([f"### {words.say('judge')}", told, _table([words.say("model"), escaped(judge["model"])], rows)])


def _reproduce(run: Run, words: Words) -> str:
    rows = [[f"`{_code(name)}`", escaped(words.plain(value))] for name, value in part(run, "configuration").items()]
    lines = [f"### {words.say('reproduce')}", f"```\n{_code(command(run))}\n```", words.say("reproduce_lead")]
    return "\n\n".join(lines + ([_table([words.say("configuration"), words.say("value")], rows)] if rows else []))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _code(text: object) -> str:
    """Text that can stand between backticks, in a table too."""
    return " ".join(str(text).replace("`", "'").replace("|", "/").split())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUESTION else text[: LONGEST_QUESTION - 1].rstrip() + "…"


def _cut(text: str, note: str) -> str:
    """The text, or its whole lines up to the limit and the note."""
    room = LONGEST - len(note) - 2
    return text if len(text) <= room else text[: text.rfind("\n", 0, room)].rstrip() + note
