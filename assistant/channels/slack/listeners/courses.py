"""The course search: its form, its buttons."""

import json
from typing import Any

from slack_bolt import Ack, App

from assistant.channels.slack import arrivals
from assistant.channels.slack.blocks import names
from assistant.channels.slack.blocks.filters import read_filter, written_filter
from assistant.channels.slack.blocks.modals import Choices, chosen_filter, course_filters_view
from assistant.channels.slack.desk import Desk
from assistant.channels.slack.listeners.letting_in import is_let_in
from assistant.channels.slack.listeners.opening import open_view
from assistant.channels.slack.pressing import Pressed, arrival, pressed
from assistant.channels.slack.work.courses import choices
from assistant.channels.state.slack_types import Arrival
from knowledge.courses import CourseFilter
from knowledge.errors import FagkompasError
from knowledge.personal import mask_personal


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.action(names.FILTER_COURSES)
    def refine(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            open_filters(body, read_filter(pressed(body).value), desk)
        ack()

    @app.action(names.SEARCH_COURSES)
    def begin(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            open_filters(body, CourseFilter(), desk)
        ack()

    @app.view(names.COURSE_FILTERS)
    def search(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        person, place = body["user"]["id"], json.loads(view.get("private_metadata") or "{}")
        wanted = mask_personal(written_filter(chosen_filter(view)), view["id"]).text
        given = {**place, "person": person, "filter": wanted}
        desk.put(Arrival(f"filters:{view['id']}", arrivals.COURSES, f"courses/{person}", given))
        ack()

    @app.action(names.COMPARE_COURSES)
    def compare(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            press = pressed(body)
            desk.put(arrival(arrivals.COMPARE, press, courses=press.value.split()))
        ack()

    @app.action(names.SHARE_COURSES)
    def share(ack: Ack, body: dict[str, Any]) -> None:
        if is_let_in(body, desk):
            press = pressed(body)
            desk.put(arrival(arrivals.SHARE_COURSES, press, f"{press.channel}:{press.message}", filter=press.value))
        ack()


def open_filters(body: dict[str, Any], wanted: CourseFilter, desk: Desk) -> None:
    """Show the form; what is found goes where the press or the command came from."""
    person = body.get("user_id") or body["user"]["id"]
    url = body.get("response_url")
    press = Pressed("", person, body["trigger_id"], response_url=url)
    try:
        known = choices(desk)
    except FagkompasError:
        # The search tells what is wrong.
        known = Choices()
    show = desk.show(desk.language_of(person), private=True)
    place = json.dumps({"response_url": url} if url else {})
    open_view(press, course_filters_view(wanted, known, show, place), desk)
