"""The buttons below an answer, and the form for a reason."""

from typing import Any

from slack_bolt import Ack, App

from assistant.channels.slack import answers, arrivals
from assistant.channels.slack.blocks import names
from assistant.channels.slack.blocks.excerpts import Excerpt, sources_view
from assistant.channels.slack.blocks.modals import feedback_view, given_reason
from assistant.channels.slack.desk import Desk, is_direct
from assistant.channels.slack.listeners.letting_in import is_let_in
from assistant.channels.slack.listeners.opening import open_view
from assistant.channels.slack.pressing import Pressed, arrival, asked_again, asked_by_button, pressed
from assistant.channels.state.slack_types import Arrival
from assistant.core.types import Answer
from knowledge.errors import FagkompasError
from knowledge.personal import mask_personal


def register(app: App, desk: Desk) -> None:
    """Listen."""
    for name, made in (
        (names.NUMBERED[names.FOLLOW_UP], asked_by_button),
        (names.NUMBERED[names.ASK_ABOUT_COURSE], asked_by_button),
        (names.NUMBERED[names.EXAMPLE], asked_by_button),
        (names.TRY_AGAIN, asked_again),
        (names.SHARE, shared),
        (names.SOLVED, solved),
        (names.ASK_COLLEAGUE, handed_to_colleague),
    ):
        on_press(app, desk, name, made)

    @app.action(names.FEEDBACK)
    def judged(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            judge(pressed(body), desk)
        ack()

    @app.action(names.OPEN_SOURCES)
    def sources(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            open_sources(pressed(body), desk)
        ack()

    @app.view(names.FEEDBACK_REASON)
    def explained(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        verdict, answer_id, reason = given_reason(view)
        person = body["user"]["id"]
        given: dict[str, Any] = {
            "answer_id": answer_id,
            "verdict": verdict,
            "comment": mask_personal(reason, answer_id).text,
            "person": person,
        }
        # That the form closes says that it was sent.
        given["asked_for_reason"] = True
        desk.put(Arrival(f"reason:{view['id']}", arrivals.JUDGED, f"judged/{person}/{answer_id}", given))
        ack()


def on_press(app: App, desk: Desk, name: Any, made: Any) -> None:
    """Put into the queue what a button asks for."""

    @app.action(name)
    def press(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            desk.put(made(pressed(body), desk))
        ack()


def shared(press: Pressed, _desk: Desk) -> Arrival:
    """An answer is shared once in a channel."""
    return arrival(arrivals.SHARE, press, f"{press.value}:{press.channel}", answer_id=press.value)


def solved(press: Pressed, _desk: Desk) -> Arrival:
    """A question is answered once."""
    return arrival(arrivals.SOLVED, press, press.value, answer_id=press.value)


def handed_to_colleague(press: Pressed, _desk: Desk) -> Arrival:
    """Colleagues are asked once by each person."""
    return arrival(arrivals.COLLEAGUE, press, f"{press.value}:{press.person}", answer_id=press.value)


def judge(press: Pressed, desk: Desk) -> None:
    """Keep the verdict; ask for a reason where an answer did not help."""
    verdict, answer_id = names.read_feedback(press.value)
    asks = verdict == "down"
    body = {**press.place, "answer_id": answer_id, "verdict": verdict, "comment": "", "asked_for_reason": asks}
    desk.put(Arrival(f"judged:{press.trigger}", arrivals.JUDGED, f"judged/{press.person}/{answer_id}", body))
    if asks:
        open_view(press, feedback_view(answer_id, verdict, desk.show(desk.language_of(press.person))), desk)


def open_sources(press: Pressed, desk: Desk) -> None:
    """Show the quotations in their sources."""
    answer = answers.find_answer(press.value, desk)
    show = desk.show(desk.language_of(press.person))
    alone = press.ephemeral or is_direct(press.channel or "")
    open_view(press, sources_view(excerpts(answer, alone, desk) if answer else [], show), desk)


def excerpts(answer: Answer, alone: bool, desk: Desk) -> list[Excerpt]:
    """The quotations of an answer whose sources may still be shown."""
    found = []
    for citation in answer.citations:
        try:
            found.append(Excerpt(citation, desk.snapshot(alone).text(citation.text_id)))
        except FagkompasError:
            continue
    return found
