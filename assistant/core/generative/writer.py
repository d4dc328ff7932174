"""Lets a language model write an answer, tells each claim as soon as it is checked, and says how far it came."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assistant.core.chat_models import open_chat
from assistant.core.composing import readable
from assistant.core.events import Event, Sources, Stage, Status
from assistant.core.generative.agent import look_up
from assistant.core.generative.calling import Call, Caller, Failure, NamedChat, Tokens
from assistant.core.generative.checking import Refused, Register, as_told
from assistant.core.generative.cited import search_results
from assistant.core.generative.desk import Desk
from assistant.core.generative.material import Material, gather_material
from assistant.core.generative.page import Page
from assistant.core.generative.rewriting import is_faithful, rewrite, told
from assistant.core.generative.said import Said, claims_in, settled
from assistant.core.types import Citation, Claim, Language, NearestSource, Turn, Usage
from knowledge.types import Hit, Snapshot
from prompts.templates import Prompt
from prompts.wording import Wording

# Calls of one model before the next is asked; seconds before a repetition, twice as many each time.
TRIES = 3
FIRST_PAUSE = 0.5
# A claim that is mended needs less time than an answer: without so much left, nobody is asked.
LEAST_SECONDS_TO_MEND = 3.0
# Of its seconds a question that needs steps may use so many for looking up.
LOOKING_SHARE = 0.6
# Fewer words out of a sentence say nothing by themselves.
LEAST_QUOTED_WORDS = 5
LANGUAGES = {"da": "Danish", "en": "English"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may take: seconds in all, tokens of passages in, tokens of a reply out."""

    seconds: float = 30.0
    input_tokens: int = 6_000
    output_tokens: int = 1_500


@dataclass(frozen=True, slots=True)
class Task:
    """One question with what it is answered from."""

    question: str
    language: Language
    hits: Sequence[Hit]
    snapshot: Snapshot
    wording: Wording
    today: str
    used: Tokens = field(default_factory=Tokens)
    """What has been used for it already; all calls are added."""
    desk: Desk | None = None
    """Where a question needs steps: what the model may look up before it answers."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it. `failure`: why the model did not come to its end; None when it did, be it without a claim."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    usage: Usage
    failure: Failure | None = None


@dataclass(slots=True)
class Writer:
    """Writes answers with the first of its models that answers; safe to share between threads."""

    models: Sequence[NamedChat]
    limits: Limits = field(default_factory=Limits)
    pause: Callable[[float], None] = time.sleep
    caller: Caller = field(default_factory=Caller)
    counts: Counter[str] = field(default_factory=Counter)
    """Claims by what became of them (verified, mended, quoted, dropped), failed_calls, input_tokens, output_tokens."""
    told: Callable[[str, int], None] = lambda name, number: None
    """Called with each of these as it is counted."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _prompt: Prompt = field(default_factory=lambda: Prompt.load("write_answer"))
    _cited: Prompt = field(default_factory=lambda: Prompt.load("write_cited"))
    _steps: Prompt = field(default_factory=lambda: Prompt.load("look_up"))
    _alone: Prompt = field(default_factory=lambda: Prompt.load("stand_alone"))
    _mending: Prompt = field(default_factory=lambda: Prompt.load("mend_answer"))

    @classmethod
    def open(cls, names: Sequence[str], limits: Limits) -> "Writer":
        """Open the models `provider:name`, the first one preferred; raises `ModelError`."""
        return cls([NamedChat(name, open_chat(name, limits.seconds, limits.output_tokens)) for name in names], limits)

    def close(self) -> None:
        """Take no more calls."""
        self.caller.close()

    def silent(self) -> Iterator[tuple[str, Failure]]:
        """Ask each model for an empty answer, and give those that do not answer, with why."""
        messages = self._prompt.fill(question="?", passages=(), language=LANGUAGES["da"], today="")
        for model in self.models:
            reading = self.caller.stream(Call(model, messages, self.caller.clock() + self.limits.seconds), Tokens())
            while True:
                try:
                    next(reading)
                except StopIteration as ended:
                    if ended.value is not None:
                        yield model.name, ended.value
                    break

    def write(self, task: Task) -> Generator[Event, None, Written]:
        """Tell the claims that stand as they come, as pieces of text and citations; returns the whole."""
        until = self.caller.clock() + self.limits.seconds
        found = (yield from self._look_up(task.desk, task, until)) if task.desk else ()
        hits = {hit.passage.passage_id: hit for hit in (*found, *task.hits)}
        material = gather_material(list(hits.values()), task.snapshot, self.limits.input_tokens)
        page = Page(Register(task.snapshot, material, task.language), until, used=task.used)
        titles = {source.source_id: source.title for _, source in material.passages}
        yield Sources(tuple(NearestSource(source_id, title) for source_id, title in titles.items()))
        yield Status(Stage.WRITING)
        passages = material.written(task.language, task.wording)
        given: dict[str, str | Sequence[str]] = {
            "question": task.question,
            "passages": passages,
            "language": LANGUAGES[task.language],
        }
        model, failure = None, None
        if passages:
            model, failure = yield from self._ask(partial(self._call, task, material, given), page)
        if model and page.refused and failure is None:
            yield from self._mend(model, given, page)
            for refused in page.refused:
                yield from self._quote(refused, page, task.wording)
        usage = self.usage(page.used, model)
        return Written(page.text, tuple(page.register.claims), tuple(page.register.citations), usage, failure)

    def usage(self, used: Tokens, model: NamedChat | None = None) -> Usage:
        """Count what an answer has used, at its end. `model`: the one that wrote it, if one did."""
        self.count("input_tokens", used.input)
        self.count("output_tokens", used.output)
        return Usage(model.name if model else None, used.input, used.output)

    def stand_alone(self, question: str, before: Sequence[Turn], language: Language, used: Tokens) -> str | None:
        """The question as the first model makes it stand alone; None where what it says is not to be relied on."""
        messages = self._alone.fill(question=question, earlier=told(before), language=LANGUAGES[language])
        rewritten = rewrite(self.caller, self.models[0], messages, self.limits.seconds, used)
        if rewritten is not None and is_faithful(rewritten, question, before):
            return rewritten
        self.count("failed_calls")
        return None

    def _look_up(self, desk: Desk, task: Task, until: float) -> Generator[Event, None, Sequence[Hit]]:
        """Let the first model look up what the question needs; what it was shown counts however that ends."""
        messages = self._steps.fill(question=task.question, language=LANGUAGES[task.language], today=task.today)
        now = self.caller.clock()
        looking = look_up(self.caller, self.models[0], messages, desk, now + (until - now) * LOOKING_SHARE, task.used)
        while True:
            try:
                next(looking)
            except StopIteration as ended:
                if ended.value is not None:
                    self.count("failed_calls")
                return tuple(desk.found.values())
            yield Status(Stage.SEARCHING)

    def _call(
        self, task: Task, material: Material, given: Mapping[str, str | Sequence[str]], model: NamedChat, until: float
    ) -> Call:
        """What a model is asked, in the form it takes."""
        if not model.cites:
            return Call(model, self._prompt.fill(**given, today=task.today), until)
        asked = self._cited.fill(question=task.question, language=LANGUAGES[task.language], today=task.today)
        found = search_results(material, task.question, task.language, task.wording)
        return Call(model, [*asked, *found], until, cited=True)

    def _ask(
        self, asked: Callable[[NamedChat, float], Call], page: Page
    ) -> Generator[Event, None, tuple[NamedChat | None, Failure | None]]:
        """Ask one model after the other until one answers; when one has been heard, no other is asked.

        Those that are left share the time that is left.
        """
        failure: Failure | None = None
        for place, model in enumerate(self.models):
            now = self.caller.clock()
            until = now + (page.until - now) / (len(self.models) - place)
            for attempt in range(TRIES):
                if attempt:
                    self.pause(FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.5))
                page.refused.clear()
                failure = yield from self._listen(asked(model, until), page, "verified")
                if failure is None or page.text:
                    return model, failure
                self.count("failed_calls")
                if failure.lasting or self.caller.clock() >= until:
                    break
        return None, failure

    def _listen(self, call: Call, page: Page, outcome: str) -> Generator[Event, None, Failure | None]:
        """Hear one reply out, and tell each claim that stands as soon as it is whole."""
        reading = self.caller.stream(call, page.used)
        heard, reply = 0, dict[str, Any]()
        try:
            while True:
                try:
                    reply = dict(next(reading))
                except StopIteration as ended:
                    failure: Failure | None = ended.value
                    break
                for said in settled(reply)[heard:]:
                    heard += 1
                    yield from self._tell(said, page, outcome)
        finally:
            # Whoever listened has left: the reply need not be read to its end.
            reading.close()
        for said in claims_in(reply)[heard:] if failure is None else ():
            yield from self._tell(said, page, outcome)
        return failure

    def _tell(self, said: Said, page: Page, outcome: str) -> Generator[Event]:
        if any(as_told(said) == known.text for known in page.register.claims):
            return
        checked = page.register.check(said)
        if isinstance(checked, Refused):
            page.refused.append(checked)
            return
        self.count(outcome)
        yield from page.write(checked, said.listed)

    def _mend(self, model: NamedChat, given: dict[str, str | Sequence[str]], page: Page) -> Generator[Event]:
        """Show the model once why claims were refused; those that still do not stand are left."""
        refused = page.refused
        if page.until - self.caller.clock() >= LEAST_SECONDS_TO_MEND:
            messages = self._mending.fill(**given, claims=[_with_reason(one) for one in refused])
            page.refused = []
            failure = yield from self._listen(Call(model, messages, page.until), page, "mended")
            page.refused = refused if failure else page.refused

    def _quote(self, refused: Refused, page: Page, wording: Wording) -> Generator[Event]:
        """Give the quotations of a claim that does not stand in its place, where they say something by themselves."""
        for citation in refused.citations:
            known = {(one.text_id, one.start, one.end) for one in page.register.citations}
            text = readable(citation.quote)
            if (citation.text_id, citation.start, citation.end) in known or len(text.split()) < LEAST_QUOTED_WORDS:
                continue
            self.count("quoted")
            yield from page.quote(page.register.take(text, [citation]), wording)
            return
        self.count("dropped")

    def count(self, name: str, number: int = 1) -> None:
        """Count what has happened."""
        with self._lock:
            self.counts[name] += number
        self.told(name, number)


def _with_reason(refused: Refused) -> str:
    evidence = "\n".join(f"[{number}] {quotation}" for number, quotation in refused.said.evidence)
    return f"{refused.said.text}\n{evidence}\nRefused: {refused.reason}"
