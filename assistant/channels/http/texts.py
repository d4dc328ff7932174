"""`GET /api/texts/{text_id}`: a source's whole text, to show a quotation in its place."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response

from assistant.channels.http.caller import Caller, caller_of
from assistant.channels.http.replies import described, reply
from assistant.channels.http.service import Service
from assistant.channels.http.shapes.knowledge import SourceText
from knowledge.errors import UnknownTextError
from knowledge.visible import VisibleSnapshot


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.get(
        "/api/texts/{text_id}",
        summary="The text a citation points into",
        tags=["knowledge"],
        operation_id="get_text",
        **described(SourceText, 404),
    )
    def text(request: Request, text_id: str, caller: Annotated[Caller, Depends(caller_of)]) -> Response:
        return reply(request, {"text_id": text_id, "text": read_text(text_id, caller, service)})


def read_text(text_id: str, caller: Caller, service: Service) -> str:
    """A text that may be shown: of a source now, or cited once and still kept; raises `UnknownTextError`."""
    current = service.parts.knowledge_base.current()
    if text_id in VisibleSnapshot(current, caller.visibilities).text_ids:
        return current.text(text_id)
    hidden_now = any(source.text_id == text_id for source in current.sources())
    if hidden_now or not _was_shown(text_id, caller, service):
        raise UnknownTextError(f"No source that may be shown has the text {text_id!r}.", text_id=text_id)
    return current.text(text_id)


def _was_shown(text_id: str, caller: Caller, service: Service) -> bool:
    """Whether a kept answer cites the text, or the latest earlier generation that knows it would show it."""
    if service.state.answers.cites(text_id, caller.sees_internal):
        return True
    for generation in service.parts.knowledge_base.earlier():
        if any(source.text_id == text_id for source in generation.sources()):
            return text_id in VisibleSnapshot(generation, caller.visibilities).text_ids
    return False
