"""What the routes share: the application's parts, what is kept, and the streams under way."""

import datetime
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.channels.build import Application
from assistant.channels.http.caller import Caller
from assistant.channels.http.exchanges import note_answer
from assistant.channels.http.problems import LOG
from assistant.channels.http.relay import Streams
from assistant.channels.linking import Linked, linked
from assistant.channels.model_budget import within_budget
from assistant.channels.standing import as_it_stands
from assistant.channels.state.errors import StateError
from assistant.channels.state.store import State
from assistant.core.events import Answered, Event
from assistant.core.rendering import answer_to_json
from assistant.core.types import Answer, AskRequest
from knowledge.errors import NoGenerationError
from knowledge.types import Learner
from knowledge.visible import VisibleSnapshot


@dataclass(frozen=True, slots=True)
class Service:
    """One running service."""

    parts: Application
    state: State
    streams: Streams

    def snapshot(self, caller: Caller) -> VisibleSnapshot:
        """What is published now, as far as the caller may see it; raises `NoGenerationError`."""
        return VisibleSnapshot(self.parts.knowledge_base.current(), caller.visibilities)

    def standing(self, answer: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
        """A kept answer, with a notice for each source that no longer says what it quotes."""
        try:
            return as_it_stands(answer, self.snapshot(caller), self.parts.wording)
        except NoGenerationError:
            return dict(answer)

    def linked(self, caller: Caller) -> Linked:
        """The links between the courses and competences that the caller may see; raises `NoGenerationError`."""
        whole = self.parts.knowledge_base.current()
        seen = VisibleSnapshot(whole, caller.visibilities)
        return linked(self.parts.linker, whole, seen, self.state.links.all())

    def request(
        self,
        question: str,
        caller: Caller,
        conversation_id: str | None = None,
        learner: Learner | None = None,
        day: datetime.date | None = None,
    ) -> AskRequest:
        """A question with what was asked before; raises `UnknownConversationError` for somebody else's conversation."""
        history = self.state.conversations.history(conversation_id, caller.owner) if conversation_id else ()
        return AskRequest(question, conversation_id, history, learner, day, caller.visibilities)

    def stream(self, request: AskRequest, caller: Caller) -> Generator[Event]:
        """The answer in events; it is kept before it is told whole, so that it can be shared and judged at once."""
        allowed = within_budget(request, caller.owner, self.parts.settings, self.state)
        for event in self.parts.assistant.stream(allowed):
            if isinstance(event, Answered):
                self._remember(event.answer, caller)
            yield event

    def _remember(self, answer: Answer, caller: Caller) -> None:
        """Keep an answer, with a note when others must not read it: it names what is not for all."""
        note_answer(answer)
        named = {one.source_id for one in answer.citations} | {one.source_id for one in answer.nearest}
        public = VisibleSnapshot(self.parts.knowledge_base.current())
        internal = caller.sees_internal and any(public.source(source_id) is None for source_id in named)
        try:
            self.state.conversations.remember(answer_to_json(answer), caller.owner, internal)
        except StateError as error:
            # An answer that cannot be kept is an answer all the same.
            LOG.error("The answer %s was not kept: %s", answer.id, error.message)

    def ask(self, request: AskRequest, caller: Caller) -> Answer:
        """The whole answer, kept."""
        *_, last = self.stream(request, caller)
        assert isinstance(last, Answered)
        return last.answer
