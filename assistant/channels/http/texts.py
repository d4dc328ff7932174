"""`GET /api/texts/{text_id}`: a source's whole text, to show a quotation in its place."""

from typing import Any

from fastapi import FastAPI

from assistant.channels.http.service import Service
from knowledge.errors import UnknownTextError
from knowledge.visible import VisibleSnapshot


def register(api: FastAPI, service: Service) -> None:
    """Add the route."""

    @api.get("/api/texts/{text_id}", summary="The text a citation points into")
    def text(text_id: str) -> dict[str, Any]:
        return {"text_id": text_id, "text": read_text(text_id, service)}


def read_text(text_id: str, service: Service) -> str:
    """A text that may be shown: of a source now, or cited once and still kept; raises `UnknownTextError`."""
    current = service.parts.knowledge_base.current()
    if text_id in VisibleSnapshot(current).text_ids:
        return current.text(text_id)
    hidden_now = any(source.text_id == text_id for source in current.sources())
    if hidden_now or not _was_shown(text_id, service):
        raise UnknownTextError(f"No source that may be shown has the text {text_id!r}.", text_id=text_id)
    return current.text(text_id)


def _was_shown(text_id: str, service: Service) -> bool:
    """Whether an answer cited the text, or the latest earlier generation that knows it would show it."""
    if text_id in service.given_texts:
        return True
    for generation in service.parts.knowledge_base.earlier():
        if any(source.text_id == text_id for source in generation.sources()):
            return text_id in VisibleSnapshot(generation).text_ids
    return False
