"""What a run found beside its figures, in HTML: flipped questions, planted faults, the judge, how to repeat it."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.reports.figures import BROKEN, MENDED, Run, answers, command, figure_of, flips, part
from evals.reports.markup import Child, Markup, element
from evals.reports.tables import pairs, table
from evals.reports.words import Words

RATES = ("catch_rate", "false_alarm_rate")
COUNTS = ("n_faulty", "n_honest")


def flipped(run: Run, anchors: Mapping[str, str], words: Words) -> list[Child]:
    """The questions that changed sides since the baseline, each a link to its answer."""
    if not part(run, "against_baseline"):
        return []
    questions = {str(one.get("id")): str(one.get("question", "")) for one in answers(run)}
    found, parts = flips(run), []
    for side in (BROKEN, MENDED):
        ids = [case for case, flip in found.items() if flip == side]
        parts.append(element("h3", None, f"{words.say(side)} ({len(ids)})"))
        items = [element("li", None, _linked(case, questions.get(case, ""), anchors)) for case in ids]
        parts.append(element("ul", None, *items) if items else element("p", None, words.say("none_mended")))
    gone, new = (len(part(run, "against_baseline").get(name) or ()) for name in ("gone", "new"))
    counts = element("p", None, words.say("new_and_gone", new=new, gone=gone)) if gone or new else None
    return [*parts, counts]


def faults(run: Run, words: Words) -> list[Child]:
    """The planted faults: how many were caught and what slipped through."""
    sets = {name: part(run, "faults", name) for name in ("planted", "by_hand")}
    rows: list[Sequence[Child]] = [
        [
            words.say(name),
            *(words.figure(rate, figure_of(found.get(rate))) for rate in RATES),
            *(words.plain(found.get(count)) for count in COUNTS),
        ]
        for name, found in sets.items()
        if found
    ]
    if not rows:
        return []
    heads = [words.say(head) for head in ("fault_set", *RATES, *COUNTS)]
    parts: list[Child] = [element("p", None, words.say("faults_lead")), table(words.say("faults"), heads, rows)]
    for name, found in sets.items():
        told = [_by_category(found, words), *(_listed(found, kind, words) for kind in ("missed", "alarmed"))]
        if any(told):
            parts += [element("h3", None, words.say(name)), *told]
    return parts


def judge(run: Run, words: Words) -> list[Child]:
    """Which model judged, whether its scores count, and what it found."""
    found = part(run, "judge")
    if not found:
        return [element("p", None, words.say("judge_none"))]
    told = {words.say("model"): words.plain(found.get("model"))}
    told[words.say("agreement")] = words.figure("agreement", figure_of(found.get("agreement")))
    told[words.say("failures")] = words.plain(found.get("failures"))
    for name in ("supported", "answers", "usage"):
        if name in found:
            figure = figure_of(found[name])
            told[words.say(name)] = words.figure("agreement", figure) if figure else words.plain(found[name])
    counts = words.say("judge_counts" if found.get("counts") else "judge_does_not_count")
    return [element("p", None, counts), pairs(words.say("judge"), (words.say("name"), words.say("value")), told)]


def reproduce(run: Run, words: Words) -> list[Child]:
    """The command and every setting of the run."""
    settings = {str(name): words.plain(value) for name, value in part(run, "configuration").items()}
    heads = words.say("name"), words.say("value")
    parts: list[Child] = [element("p", None, words.say("reproduce_lead")), element("pre", None, command(run))]
    return parts + ([pairs(words.say("configuration"), heads, settings)] if settings else [])


def _linked(case: str, question: str, anchors: Mapping[str, str]) -> Markup:
    told = element("code", None, case), f" {question}"
    return element("a", {"href": f"#{anchors[case]}"}, *told) if case in anchors else element("span", None, *told)


def _by_category(found: Mapping[str, Any], words: Words) -> Markup | None:
    categories = part(found, "by_category")
    if not categories:
        return None
    columns = list(dict.fromkeys(key for one in categories.values() if isinstance(one, Mapping) for key in one))
    if not columns or all(figure_of(one) for one in categories.values()):
        told = {name: words.figure("catch_rate", figure_of(one)) for name, one in categories.items()}
        return pairs(words.say("category"), (words.say("category"), words.say("catch_rate")), told)
    rows: list[Sequence[Child]] = [
        [name, *(_value(column, one.get(column), words) for column in columns)]
        for name, one in categories.items()
        if isinstance(one, Mapping)
    ]
    heads = [words.say("category"), *(words.label("evaluation", column) for column in columns)]
    return table(words.say("category"), heads, rows)


def _value(name: str, found: object, words: Words) -> str:
    figure = figure_of(found) if name in RATES else None
    return words.figure(name, figure) if figure else words.plain(found)


def _listed(found: Mapping[str, Any], kind: str, words: Words) -> Markup | None:
    """The faults that slipped through or alarmed, folded away."""
    listed = found.get(kind)
    if not isinstance(listed, Sequence) or not listed:
        return None
    items = [element("li", None, _told(one, words)) for one in listed]
    summary = element("summary", None, f"{words.say(kind)} ({len(items)})")
    return element("details", {"class": "list"}, summary, element("ul", None, *items))


def _told(one: object, words: Words) -> str:
    if isinstance(one, Mapping):
        return " · ".join(words.plain(value) for value in one.values() if value not in (None, ""))
    return words.plain(one)
