"""What came of a scripted day: what is amiss with which question, which limits were broken, and how the day was."""

import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from tests.slack.marks import answer_ids, part_of, place_of, words

if TYPE_CHECKING:
    from tests.slack.day import Asked, Day


def report(day: "Day") -> dict[str, Any]:
    """What is amiss, and how the day was."""
    slack, errors = day.slack, Counter(call.error for call in day.slack.calls if call.error)
    with open_kept(Settings(data=day.folder / "data")) as state:
        amiss = [found for each in day.asked if (found := _amiss(day, each, state.answers.find))]
    # In time: what was sent once and acknowledged, on a connection that held.
    waits = sorted(each.waited for each in slack.deliveries.made if each.acknowledged and each.attempts == 1)
    return {
        "questions": len(day.asked) + len(day.private),
        "in threads": len(day.asked),
        "private": len(day.private),
        "deleted": sum(each.deleted for each in day.asked),
        "edited": sum(each.message.edits > 0 for each in day.asked),
        "amiss": amiss + _private_amiss(day) + _unmarked(day),
        "violations": slack.violations,
        "lost events": sum(each.retried for each in slack.deliveries.lost),
        "delivered again": sum(each.attempts > 1 for each in slack.deliveries.made),
        "refused": dict(errors),
        "expired streams": day.expired,
        "connections": slack.socket.connections,
        "kills": day.kills,
        "calls": len(slack.calls),
        "acknowledged in s: half, 99 %, slowest": [round(waits[int(len(waits) * share)], 3) for share in (0.5, 0.99)]
        + [round(waits[-1], 3)],
        "seconds": round(time.monotonic() - day.began, 1),
    }


def _amiss(day: "Day", asked: "Asked", find: Callable[[str], Any]) -> str:
    """What is wrong with the answer to a question, or nothing."""
    replies = day.replies(asked)
    name = f"{asked.message.channel.id}/{asked.message.ts} {asked.message.text!r}"
    if asked.deleted:
        return f"{name}: answered although deleted" if replies else ""
    parts = sorted(part_of(message) for message in replies)
    if not replies:
        return f"{name}: no answer"
    if parts != list(range(len(parts))):
        return f"{name}: parts {parts}"
    shown = words("\n".join(message.shown for message in replies))
    stored = next((found for number in answer_ids(replies) if (found := find(number))), None)
    if stored is None:
        return f"{name}: no answer with thumbs, but {replies[0].shown[:80]!r}"
    told = [claim["text"] for claim in stored.answer["claims"]]
    missing = [text for text in told if words(text) not in shown]
    return f"{name}: lacks {missing[:1]}" if missing else ""


def _private_amiss(day: "Day") -> list[str]:
    """The private answers: as many as were asked for."""
    asked = Counter(user for user, _ in day.private)
    given = {user: len(answer_ids(day.slack.people[user].private("C1"))) for user in asked}
    return [
        f"{user}: {given[user]} private answers to {count}"
        for user, count in asked.items()
        if not count <= given[user] <= count + day.unsure[user]
    ]


def _unmarked(day: "Day") -> list[str]:
    """The app's messages that answer nothing, or are still being written."""
    found = [m for channel in day.slack.channels.values() for m in channel if m.bot and not m.deleted]
    loose = [m for m in found if m.seen_by is None and (not m.finished or not place_of(m))]
    return [f"{m.channel.id}/{m.ts}: {m.stream or 'unmarked'} {m.shown[:80]!r}" for m in loose]


def is_well(report: dict[str, Any]) -> bool:
    """Whether each question had exactly one complete answer and no limit was broken."""
    return not (report["amiss"] or report["violations"] or report["lost events"])
