"""The suites put to an assistant whose language model lies, is honest, or is killed in the middle of its answers.

    python -m tests.model_runs lying       # the share of planted lies that the verifier stops
    python -m tests.model_runs honest      # the facts answered, next to those answered without a model
    python -m tests.model_runs killed      # how many of 200 questions end in an answer
    ... [--cases N] [--seed N]             # fewer cases, other luck
    ... [--provider anthropic]             # in that provider's form, with citations of its own

The model is a stub that speaks a provider's protocol over real HTTP, asked through the real client. Exit code 1 when a
limit is broken: less than .98 of the lies stopped, a quotation that does not stand in its source, fewer facts than
without a model, a question without an answer.
"""

import argparse
import json
import os
import random
import re
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from statistics import fmean
from typing import Any

from assistant.core.assistant import Assistant
from assistant.core.build import build_assistant
from assistant.core.generative.writer import Limits, Writer
from assistant.core.types import Answer, Mode
from evals.assembling import DOCUMENTS, SAMPLES, Assembled, asked_on, assembled
from evals.cases import Case
from evals.matching import shows
from evals.metrics.fact_coverage import fact_coverage
from evals.running import ask
from evals.suites import read_suites
from knowledge.types import Snapshot
from tests.assistant.core.generative.replies import claim, passages, reply
from tests.model_stub import Broken, Failure, ModelStub, Replies, Reply, Request

LEAST_STOPPED = 0.98
MOST_LIES = 6
KILLED = 200
SHORTEST_SENTENCE = 6
_SENTENCE = re.compile(r"[^\n.!?]*[^\n\s.!?][^\n.!?]*[.!?](?=\s|$)")
_DIGITS = re.compile(r"\d+")
_INVENTED = "Undersøgelsen viste desuden, at alle kommuner var enige om det på forhånd."


def sentences(text: str) -> list[str]:
    """The sentences of a passage that say something by themselves."""
    found = (match.group().strip() for match in _SENTENCE.finditer(text))
    return [one for one in found if len(one.split()) >= SHORTEST_SENTENCE and not one.startswith(("#", "|", "-"))]


@dataclass
class Liar:
    """Replies with sentences of the passages, each turned into a lie; it stays with them when it is shown why not."""

    luck: random.Random
    told: Counter[str] = field(default_factory=Counter)
    """How many lies of each kind."""
    lies: dict[str, str] = field(default_factory=dict)
    """The lies of the question in hand, each with its kind."""

    def __post_init__(self) -> None:
        rules = tomllib.loads(resources.files("evals.faults").joinpath("rules.toml").read_text("utf-8"))
        self._pairs = [(kind, *pair) for kind, rule in rules.items() for pair in rule.get("da", ())]

    def __call__(self, request: Request) -> Reply:
        given = passages(request)
        made = [
            lie for number, text in given.items() for one in sentences(text) for lie in self._of(number, one, given)
        ]
        self.luck.shuffle(made)
        chosen = made[:MOST_LIES]
        for kind, text, _ in chosen:
            self.lies[text.rstrip(". ")] = kind
        return reply(*(claim(text, pair) for _, text, pair in chosen))

    def _of(self, number: int, true: str, given: dict[int, str]) -> Iterator[tuple[str, str, tuple[int, str]]]:
        """The lies that one sentence can be turned into: what kind, what is claimed, and on which quotation."""
        for kind, before, after in self._pairs:
            lie = re.sub(rf"(?<!\w){re.escape(before)}(?!\w)", after, true, count=1)
            if lie != true:
                yield kind, lie, (number, true)
        if digits := _DIGITS.search(true):
            other = str(int(digits.group()) + self.luck.randint(1, 9))
            yield "digits", true.replace(digits.group(), other, 1), (number, true)
        yield "invented_quotation", _INVENTED, (number, _INVENTED)
        other_number = self.luck.choice(list(given))
        if true not in given[other_number]:
            yield "other_passage", true, (other_number, true)
        if len(given) > 1:
            elsewhere = [one for one in sentences(given[self.luck.choice(list(given))]) if one not in given[number]]
            if elsewhere:
                yield "other_quotation", self.luck.choice(elsewhere), (number, true)


@dataclass
class Honest:
    """Replies with the sentences of the passages that show what the case in hand expects, half in words around them."""

    case: Case | None = None

    def __call__(self, request: Request) -> str:
        assert self.case is not None
        made: list[dict[str, object]] = []
        for fact in self.case.facts:
            shown = (
                (number, line.strip())
                for number, text in passages(request).items()
                for line in text.split("\n")
                if shows(line, fact)
            )
            if (found := next(shown, None)) is not None:
                text = found[1].lstrip("-•* ")
                made.append(claim(text, found, listed=bool(len(made) % 2)))
        return reply(*made)


@contextmanager
def asked_of(
    parts: Assembled, replies: Replies, provider: str, seconds: float = 30.0
) -> Iterator[tuple[Assistant, Writer]]:
    """An assistant that a stub writes for."""
    with ModelStub(replies) as stub:
        os.environ.update(OPENAI_BASE_URL=stub.base_url, OPENAI_API_KEY="sk-not-a-key", NO_PROXY="127.0.0.1")
        os.environ.update(ANTHROPIC_API_URL=stub.base_url.removesuffix("/v1"), ANTHROPIC_API_KEY="sk-ant-not-a-key")
        opened = Writer.open([f"{provider}:stub"], Limits(seconds))
        writer = Writer(opened.models, opened.limits, pause=lambda seconds: None)
        try:
            yield build_assistant(parts.current, asked_on, writer), writer
        finally:
            writer.close()


def inexact(answer: Answer, snapshot: Snapshot) -> int:
    """How many quotations do not stand in their source, character for character."""
    return sum(snapshot.text(one.text_id)[one.start : one.end] != one.quote for one in answer.citations)


def lying(cases: Sequence[Case], parts: Assembled, seed: int, provider: str) -> dict[str, Any]:
    """Ask all cases of a liar."""
    liar, missed, wrong = Liar(random.Random(seed)), Counter[str](), 0
    examples = []
    with asked_of(parts, liar, provider) as (assistant, writer):
        for case in cases:
            liar.lies.clear()
            answer = ask(case, assistant)
            wrong += inexact(answer, parts.current())
            said = {one.text for one in answer.claims}
            # What another source says word for word, or its own quotation, is no lie that got through.
            quoted = {one.quote.strip().rstrip(". ") for one in answer.citations}
            for lie, kind in liar.lies.items():
                liar.told[kind] += 1
                if lie in said and lie not in quoted:
                    missed[kind] += 1
                    (through,) = [one for one in answer.claims if one.text == lie][:1]
                    quotes = [one.quote for one in answer.citations if one.number in through.citations]
                    examples.append({"kind": kind, "lie": lie, "quotations": quotes})
    total, through = sum(liar.told.values()), sum(missed.values())
    return {
        "lies": total,
        "stopped": round(1 - through / total, 4) if total else None,
        "by kind": {kind: [count, missed[kind]] for kind, count in sorted(liar.told.items())},
        "inexact quotations": wrong,
        "claims": dict(writer.counts),
        "got through": examples,
        "broken": through / total > 1 - LEAST_STOPPED or wrong > 0 if total else True,
    }


def honest(cases: Sequence[Case], parts: Assembled, seed: int, provider: str) -> dict[str, Any]:
    """Ask the cases with facts with an honest model and without any."""
    model, wanted, wrong = Honest(), [case for case in cases if case.facts], 0
    plain = build_assistant(parts.current, asked_on)
    with_model, without, written = [], [], 0
    with asked_of(parts, model, provider) as (assistant, writer):
        for case in wanted:
            model.case = case
            answer = ask(case, assistant)
            wrong += inexact(answer, parts.current())
            written += answer.mode is Mode.GENERATIVE
            with_model.append(fact_coverage(case, answer) or 0.0)
            without.append(fact_coverage(case, ask(case, plain)) or 0.0)
    return {
        "cases": len(wanted),
        "written by the model": written,
        "facts with the model": round(fmean(with_model), 4),
        "facts without": round(fmean(without), 4),
        "inexact quotations": wrong,
        "claims": dict(writer.counts),
        "broken": fmean(with_model) < fmean(without) or wrong > 0,
    }


def killed(cases: Sequence[Case], parts: Assembled, seed: int, provider: str) -> dict[str, Any]:
    """Ask until 200 answers were cut off: the connection ends, nothing more comes, or the service fails."""
    luck, model, kills = random.Random(seed), Honest(), 0

    def kill(request: Request) -> Reply:
        nonlocal kills
        kills += 1
        if luck.random() < 0.1:
            return Failure(luck.choice([500, 502, 503, 529]))
        return Broken(model(request), luck.random(), silent_seconds=60.0 if luck.random() < 0.05 else 0.0)

    ended = broken_off = wrong = asked = 0
    with asked_of(parts, kill, provider, seconds=1.0) as (assistant, _):
        for case in cases:
            model.case, before = case, kills
            answer = ask(case, assistant)
            if kills == before:
                continue
            asked += 1
            ended += bool(answer.text.strip())
            broken_off += any(notice.code == "model_broke_off" for notice in answer.notices)
            wrong += inexact(answer, parts.current())
            if asked == KILLED:
                break
    return {
        "asked": asked,
        "ended in an answer": ended,
        "of them begun by the model": broken_off,
        "inexact quotations": wrong,
        "broken": ended < asked or wrong > 0,
    }


RUNS = {"lying": lying, "honest": honest, "killed": killed}


def run(name: str, data: Path, most: int | None = None, seed: int = 1, provider: str = "openai") -> dict[str, Any]:
    """One run over the documents of the suites, ingested into a data folder."""
    cases = read_suites()
    random.Random(seed).shuffle(cases)
    with assembled([SAMPLES, DOCUMENTS], data) as parts:
        return RUNS[name](cases[:most], parts, seed, provider)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", choices=sorted(RUNS))
    parser.add_argument("--cases", type=int, default=None, help="how many cases; all by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--provider", choices=["anthropic", "openai"], default="openai")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="fagkompas-model-") as folder:
        figures = run(options.run, Path(folder), options.cases, options.seed, options.provider)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return int(bool(figures["broken"]))


if __name__ == "__main__":
    sys.exit(main())
