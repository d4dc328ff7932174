"""From question to answer: the whole path on one screen."""

import datetime
import time
import uuid
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

from assistant.core import extractive
from assistant.core.drafting import draft_of
from assistant.core.drafts import Draft, Room
from assistant.core.events import Answered, Event, Stage, Status, told, told_on
from assistant.core.generative.calling import Tokens
from assistant.core.generative.desk import Desk
from assistant.core.generative.joining import joined
from assistant.core.generative.writer import Task, Writer, Written
from assistant.core.notices import notices_on_courses, notices_on_schemes, notices_on_sources
from assistant.core.parts import needs_steps
from assistant.core.private import asks_of_person
from assistant.core.question import Question
from assistant.core.smalltalk import smalltalk
from assistant.core.turns import Turns
from assistant.core.types import Answer, AskRequest, Language, Mode, Notice, Turn, Usage
from knowledge.courses import course_status
from knowledge.language import detect_language
from knowledge.personal import Personal, mask_personal
from knowledge.schemes import read_schemes
from knowledge.thesaurus import Thesaurus
from knowledge.types import CourseStatus, Snapshot, Source, SourceKind
from knowledge.visible import VisibleSnapshot
from prompts.dates import written_date
from prompts.wording import Wording

# Nobody asks in more; the rest of a pasted document would only blur the search.
LONGEST_QUESTION = 2_000
# Python computes one thing at a time: more of them only make each other, and all that waits for a turn between two
# looks into a database, slower, until more questions come than are answered.
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an assistant works with besides the knowledge base; time and ids are given, so that tests can fix them."""

    wording: Wording
    thesaurus: Thesaurus
    today: Callable[[], datetime.date] = datetime.date.today
    new_id: Callable[[], str] = lambda: uuid.uuid4().hex
    clock: Callable[[], float] = time.perf_counter


class Assistant:
    """Answers questions from the generation that is current when they are asked."""

    def __init__(
        self, current: Callable[[], Snapshot], surroundings: Surroundings, writer: Writer | None = None
    ) -> None:
        """`writer`: the language model that answers; without one, answers are quotations."""
        self._current = current
        self._writer = writer
        self._with = surroundings
        self._schemes = read_schemes(surroundings.thesaurus)
        self._turns = Turns(AT_ONCE)

    def ask(self, request: AskRequest) -> Answer:
        """Answer one question; raises `KnowledgeError` only when there is nothing to ask."""
        *_, last = self.stream(request)
        assert isinstance(last, Answered)
        return last.answer

    def stream(self, request: AskRequest) -> Generator[Event]:
        """Answer one question in events, the whole answer last; raises as `ask` does.

        At most `AT_ONCE` are worked on at once, in the order they came; whoever waits for a language model keeps
        nobody. Closing the iterator ends the work.
        """
        yield Status(Stage.SEARCHING)
        started = self._with.clock()
        writer = self._writer if request.may_use_model else None
        asked, draft, question = self._drafted(request, writer)
        if writer is None or question is None:
            if self._writer is not None and question is not None:
                asked.codes.append("model_used_up")
            usage = writer.usage(asked.used) if writer else Usage()
            yield from told(self._finished(asked, draft, started, usage))
            return
        written = yield from writer.write(self._task(question, asked))
        answer = self._finished(asked, joined(written, draft), started, written.usage, written)
        yield from told_on(answer, written.text, len(written.citations))

    def _drafted(self, request: AskRequest, writer: Writer | None) -> "tuple[_Asked, Draft, Question | None]":
        """What was asked, the answer without a model, and the question where a model may answer better."""
        with self._turns:
            asked = self._receive(request)
            if writer is None or not _may_be_rewritten(asked):
                return asked, *asked.draft()
        asked = self._stood_alone(asked, writer)
        with self._turns:
            return asked, *asked.draft()

    def _stood_alone(self, asked: "_Asked", writer: Writer) -> "_Asked":
        """A follow-up as the model makes it stand alone; as it was asked where it does not."""
        alone = writer.stand_alone(asked.text, asked.before, asked.language, asked.used)
        return asked if alone is None else replace(asked, searched=alone, before=())

    def _task(self, question: Question, asked: "_Asked") -> Task:
        room = asked.room
        with self._turns:
            hits = extractive.hits_for(question, room)
        today = written_date(room.today, question.language)
        desk = Desk(room, question.language, self._turns) if needs_steps(question.text) else None
        return Task(question.text, question.language, hits, room.snapshot, room.wording, today, asked.used, desk)

    def _finished(
        self, asked: "_Asked", draft: Draft, started: float, usage: Usage, written: Written | None = None
    ) -> Answer:
        return Answer(
            id=f"ans_{self._with.new_id()}",
            conversation_id=asked.conversation_id,
            generation=asked.room.snapshot.number,
            mode=Mode.GENERATIVE if written and written.claims else Mode.EXTRACTIVE,
            kind=draft.kind,
            question=asked.text,
            language=asked.language,
            text=draft.text,
            claims=draft.claims,
            citations=draft.citations,
            courses=draft.courses,
            notices=self._notices([*asked.codes, *asked.search_codes(), *_codes(written)], draft, asked),
            nearest=draft.nearest,
            searched_also=draft.searched_also,
            follow_ups=draft.follow_ups,
            filters=draft.filters,
            without=draft.without,
            plan=draft.plan,
            usage=usage,
            latency_ms=round((self._with.clock() - started) * 1000),
        )

    def _receive(self, request: AskRequest) -> "_Asked":
        """Mask and shorten a question and those before it."""
        snapshot = VisibleSnapshot(self._current(), request.visibilities)
        conversation_id = request.conversation_id or f"con_{self._with.new_id()}"
        text, codes = _masked(request.question, conversation_id)
        said = [mask_personal(turn.question, conversation_id).text[:LONGEST_QUESTION] for turn in request.history]
        before = [replace(turn, question=question) for turn, question in zip(request.history, said, strict=True)]
        if before and before[-1].question == text:
            # It is the same question again: it leans on what came before it, and says itself what is taken away.
            before = [replace(turn, without=()) for turn in before]
            while before and before[-1].question == text:
                before.pop()
        today = request.today or self._with.today()
        room = Room(snapshot, self._with.wording, today, request, self._with.thesaurus)
        language = request.language or detect_language(text)
        used = Tokens(charge=request.charge)
        return _Asked(room, conversation_id, text, text, before, language, codes, used, snapshot)

    def _notices(self, codes: Sequence[str], draft: Draft, asked: "_Asked") -> tuple[Notice, ...]:
        wording, language, snapshot, today = self._with.wording, asked.language, asked.room.snapshot, asked.room.today
        own = [Notice(code, wording.say(language, f"notice.{code}", limit=LONGEST_QUESTION)) for code in codes]
        suggested = {number for course in draft.courses for number in course.citations}
        cited = {c.source_id for c in draft.citations if c.number not in suggested}
        sources = [source for source_id in sorted(cited) if (source := snapshot.source(source_id))]
        told = [asked.room.request.question, *(f"{one.title} {one.quote}" for one in draft.citations)]
        found = (
            *own,
            *notices_on_schemes(told, self._schemes, today, language, wording),
            *notices_on_sources(sources, today, language, wording, _over(sources, snapshot, today)),
            *notices_on_courses(draft.courses, language, wording),
        )
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it was received."""

    room: Room
    conversation_id: str
    text: str
    """Masked and shortened."""
    searched: str
    """The same, or what a model has made of it so that it stands alone."""
    before: Sequence[Turn]
    """What it may lean on, masked too; none where it stands alone."""
    language: Language
    codes: list[str]
    """Of the notices that say what was done to it."""
    used: Tokens
    """By a language model."""
    searched_in: VisibleSnapshot

    def search_codes(self) -> list[str]:
        """Of the notices that say what the search went without."""
        return ["words_alone"] if self.searched_in.by_words_alone else []

    def draft(self) -> tuple[Draft, Question | None]:
        """Answer it without a model; see `draft_of`."""
        return draft_of(self.searched, self.before, self.language, self.room)


def _may_be_rewritten(asked: _Asked) -> bool:
    """Whether a question may lean on others, and none of them is one that no model is to be sent."""
    private = any(asks_of_person(text) for text in (asked.text, *(turn.question for turn in asked.before)))
    return bool(asked.before) and not private and smalltalk(asked.text) is None


def _masked(question: str, conversation_id: str) -> tuple[str, list[str]]:
    """Mask and shorten a question; the codes say what was done."""
    masked = mask_personal(question.strip(), conversation_id)
    codes = ["cpr_masked"] if Personal.CPR in masked.found else []
    if masked.found - {Personal.CPR}:
        codes.append("personal_masked")
    if len(masked.text) > LONGEST_QUESTION:
        codes.append("question_cut")
    return masked.text[:LONGEST_QUESTION], codes


def _codes(written: Written | None) -> list[str]:
    """What is to be said of a model that did not come to its end."""
    if written is None or written.failure is None:
        return []
    return ["model_broke_off" if written.claims else "model_unavailable"]


def _over(sources: Sequence[Source], snapshot: Snapshot, today: datetime.date) -> set[str]:
    """The sources among these whose courses can no longer be taken."""
    cited = {source.source_id for source in sources if source.kind is SourceKind.COURSE}
    if not cited:
        return cited
    courses = [course for course in snapshot.courses() if course.source_id in cited]
    return {course.source_id for course in courses if course_status(course, today) is CourseStatus.EXPIRED}
