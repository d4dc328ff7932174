"""The tool `list_changes`: what changed between two generations."""

from collections.abc import Generator
from dataclasses import replace

from assistant.channels.changing import report_to_json, report_to_lines
from assistant.channels.mcp.shapes import ChangesWanted
from assistant.channels.mcp.types import Client, Given, Room
from ingest.changes.comparing import compare_generations


def list_changes(asked: ChangesWanted, client: Client, room: Room) -> Generator[Given | None]:
    """Tell what changed, what matters to people first; raises `UnknownGenerationError`."""
    base, seen = room.service.parts.knowledge_base, client.caller.visibilities
    report = compare_generations(base, asked.from_generation, asked.to_generation, seen)
    shown = replace(report, changes=report.changes[: asked.most])
    lines = report_to_lines(shown, room.wording, client.language)
    if left := len(report.changes) - len(shown.changes):
        lines.append(room.wording.say(client.language, "mcp.more", count=left))
    told = report_to_json(report, room.wording, client.language)
    told["changes"] = told["changes"][: asked.most]
    yield Given({**told, "total": len(report.changes)}, "\n".join(lines))
