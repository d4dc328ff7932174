"""`POST /api/ask`: one question, one answer."""

from typing import Annotated, Any

from fastapi import FastAPI
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from assistant.channels.http.service import Service
from assistant.core.rendering import answer_to_json
from assistant.core.types import AskRequest, Turn
from knowledge.types import Learner

# Ids of ours have 36 characters; other doors may bring their own.
LONGEST_CONVERSATION_ID = 200


def whole(text: str) -> str:
    """Refuse half a character (a lone surrogate, which JSON can hold): no answer could repeat it."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("string_unicode", "half a character")
    return text


Text = Annotated[str, AfterValidator(whole)]
ConversationId = Annotated[Text, Field(min_length=1, max_length=LONGEST_CONVERSATION_ID)]


class Asked(BaseModel):
    """The body of a question; a long one is shortened by the assistant, which says so."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    conversation_id: ConversationId | None = None
    learner: Learner | None = None


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.post("/api/ask", summary="Answer a question from the sources")
    def ask(asked: Asked) -> dict[str, Any]:
        return reply(asked, service)


def reply(asked: Asked, service: Service) -> dict[str, Any]:
    """Answer in the conversation, and remember the turn."""
    history = service.conversations.history(asked.conversation_id)
    answer = service.parts.assistant.ask(
        AskRequest(asked.question, asked.conversation_id, history, asked.learner),
    )
    service.conversations.remember(answer.conversation_id, Turn(answer.question, answer.text))
    service.given_texts.add(citation.text_id for citation in answer.citations)
    return answer_to_json(answer)
