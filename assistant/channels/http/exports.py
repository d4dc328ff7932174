"""Profiles and courses in another format than JSON, for who asks with `?format=` or `Accept`."""

import hashlib
from collections.abc import Sequence
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel

from assistant.channels.http.replies import CACHE_CONTROL, described, is_known
from ingest.exporting import MEDIA_TYPES, Exportable, ExportFormat
from ingest.exporting.writing import export
from knowledge.types import Course, Profile, Snapshot

FormatAsked = Literal["json", "yaml", "csv", "xlsx", "jsonld"]
_JSON = "json"
_TAG_DIGITS = 32
# Names that the same formats go by besides.
_ALSO = {"application/x-yaml": ExportFormat.YAML, "text/yaml": ExportFormat.YAML}


def wanted_format(request: Request, asked: FormatAsked | None) -> ExportFormat | None:
    """Give the format that a request wants, None for JSON: what the address says goes before the header."""
    if asked is not None:
        return None if asked == _JSON else ExportFormat(asked)
    known = {media_type: one for one, media_type in MEDIA_TYPES.items()} | _ALSO
    for part in request.headers.get("accept", "").split(","):
        media_type = part.split(";")[0].strip().lower()
        if media_type in ("*/*", "application/json", "application/*"):
            return None
        if media_type in known:
            return known[media_type]
    return None


def reply_export(
    request: Request, records: Sequence[Course | Profile], snapshot: Snapshot, wanted: ExportFormat
) -> Response:
    """Give records of one kind as a file, with its ETag; raises `ExportError`."""
    what = Exportable.COURSES if request.url.path.endswith(Exportable.COURSES) else Exportable.PROFILES
    content = export(what, records, snapshot, wanted)
    tag = f'"{hashlib.sha256(content).hexdigest()[:_TAG_DIGITS]}"'
    headers = {"ETag": tag, "Cache-Control": CACHE_CONTROL, "Vary": "Accept"}
    if is_known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    disposition = f'attachment; filename="{what.value}.{wanted.value}"'
    return Response(content, media_type=wanted.media_type, headers={**headers, "Content-Disposition": disposition})


def described_list(model: type[BaseModel]) -> dict[str, Any]:
    """The arguments of a route whose list has the model's shape, or is a file in another format."""
    about = described(model, 422)
    # Without a schema: what is in a file is the format's own business.
    about["responses"][200]["content"] = {media_type: {} for media_type in MEDIA_TYPES.values()}
    return about
