"""What people do in the workspace, and the deliveries that follow."""

from typing import TYPE_CHECKING, Any

from tests.slack import events
from tests.slack.calling import RefusedError
from tests.slack.conversations import Channel, Message
from tests.slack.showing import Button
from tests.slack.socket_mode import Envelope
from tests.slack.view_methods import View, push
from tests.slack.view_rules import check_view

if TYPE_CHECKING:
    from tests.slack.people import Person
    from tests.slack.workspace import Workspace

# What an interaction's answer may ask for (https://docs.slack.dev/surfaces/modals#updating_response).
RESPONSE_ACTIONS = {"errors", "update", "push", "clear"}


class Deeds:
    """Carries out what a person does; interactions wait for their acknowledgement."""

    def __init__(self, slack: "Workspace") -> None:
        self._slack = slack

    # ---- writing

    def hear(self, person: "Person", text: str, channel: Channel | str, thread_ts: str | None) -> Message:
        slack = self._slack
        with slack.lock:
            where = slack.channel(channel)
            assert person.id in where.members, f"{person.name} is no member of {where.name}"
            message = slack.say(where, person.id, text, thread_ts, by_app=person.bot)
            if f"<@{slack.bot_id}>" in text and where.kind != "im" and slack.bot_id in where.members:
                slack.tell("app_mention", events.mentioned(slack, message))
        slack.notify()
        return message

    def rewritten(self, message: Message, text: str) -> None:
        with self._slack.lock:
            self._slack.rewrite(message, text, None)
        self._slack.notify()

    def taken_back(self, message: Message) -> None:
        with self._slack.lock:
            self._slack.remove(message)
        self._slack.notify()

    def reacted(self, person: "Person", message: Message, name: str) -> None:
        slack = self._slack
        with slack.lock:
            message.reactions.setdefault(name, set()).add(person.id)
            item = {"type": "message", "channel": message.channel.id, "ts": message.ts}
            event = {"type": "reaction_added", "user": person.id, "reaction": name, "item": item}
            slack.tell("reaction_added", event | {"item_user": message.user, "event_ts": slack.next_ts()})

    # ---- the agent's pane and Home

    def opened(self, person: "Person", tab: str) -> None:
        slack = self._slack
        with slack.lock:
            event: dict[str, Any] = {
                "type": "app_home_opened",
                "user": person.id,
                "channel": person.direct.id,
                "tab": tab,
            }
            if tab == "home" and person.home:
                event["view"] = person.home.raw(slack)
            slack.tell("app_home_opened", event | {"event_ts": slack.next_ts()})

    def stopped(self, person: "Person", message: Message) -> None:
        slack = self._slack
        with slack.lock:
            running = [m for m in message.thread.messages if m.stream == "streaming"]
            for each in running:
                each.stream = "expired"
            event = {
                "type": "agent_session_stopped", "channel": message.channel.id, "thread_ts": message.root_ts,
                "streaming_message_ts": [each.ts for each in running], "user": person.id, "event_ts": slack.next_ts(),
            }  # fmt: skip
            slack.tell("agent_session_stopped", event)

    def renamed(self, person: "Person", message: Message, title: str) -> None:
        slack = self._slack
        with slack.lock:
            slack.sessions[message.channel.id, message.root_ts].title = title
            event = {
                "type": "agent_session_title_changed", "channel": message.channel.id, "thread_ts": message.root_ts,
                "title": title, "user": person.id, "event_ts": slack.next_ts(),
            }  # fmt: skip
            slack.tell("agent_session_title_changed", event)

    # ---- interactions

    def command(self, person: "Person", command: str, text: str, channel: Channel | str) -> Envelope:
        slack = self._slack
        assert command in slack.manifest.commands, f"the manifest has no {command}"
        where = slack.channel(channel)
        envelope = self._deliver(person, "slash_commands", events.slash(slack, person, command, text, where))
        if envelope.answer:
            with slack.lock:
                slack.answering.respond(where.id, person.id, None, envelope.answer)
        slack.notify()
        return envelope

    def press(self, person: "Person", where: Message | View, button: Button, value: Any) -> Envelope:
        slack = self._slack
        with slack.lock:
            if isinstance(where, View):
                payload = events.pressed_in_view(slack, person, where, button, value)
            else:
                payload = events.pressed(slack, person, where, button, value)
        return self._deliver(person, "interactive", payload)

    def shortcut(self, person: "Person", callback_id: str, message: Message | None) -> Envelope:
        slack = self._slack
        assert callback_id in slack.manifest.shortcuts, f"the manifest has no shortcut {callback_id}"
        return self._deliver(person, "interactive", events.shortcut(slack, person, callback_id, message))

    def submit(self, person: "Person", view: View, values: dict[str, Any]) -> Envelope:
        slack = self._slack
        with slack.lock:
            view.typed = slack.typed_values(view, values)
            payload = events.submitted(slack, person, view, "view_submission")
        envelope = self._deliver(person, "interactive", payload)
        with slack.lock:
            if envelope.acknowledged:
                self._follow(person, view, envelope.answer or {})
        slack.notify()
        return envelope

    def close(self, person: "Person", view: View) -> None:
        slack = self._slack
        with slack.lock:
            person.modals.remove(view)
            view.open = False
            if view.definition.get("notify_on_close"):
                slack.deliveries.send("interactive", events.submitted(slack, person, view, "view_closed"))

    def _follow(self, person: "Person", view: View, answer: dict[str, Any]) -> None:
        """Do what the app's answer to a submission asks: show errors, another view, or close."""
        action = answer.get("response_action")
        try:
            if action is not None and action not in RESPONSE_ACTIONS:
                raise RefusedError("invalid_response_action")
            if action == "errors":
                blocks = {block.get("block_id") for block in view.blocks if block.get("type") == "input"}
                view.errors = dict(answer.get("errors") or {})
                if not view.errors or not set(view.errors) <= blocks:
                    raise RefusedError("invalid_errors", "each error names the block_id of an input block")
            elif action in {"update", "push"}:
                check_view(answer.get("view"), ("modal",))
                if action == "update":
                    view.change(answer["view"])
                else:
                    push(self._slack, person.id, answer["view"])
            elif action == "clear":
                person.modals.clear()
            elif view in person.modals:
                person.modals.remove(view)
        except RefusedError as refused:
            self._slack.violations.append(f"answer to view_submission: {refused}")

    def _deliver(self, person: "Person", kind: str, payload: dict[str, Any]) -> Envelope:
        """Send an interaction and wait; a person is told when the app does not answer."""
        slack = self._slack
        if kind == "interactive" and not slack.manifest.interactive:
            slack.violations.append("interactivity is not enabled in the manifest")
        envelope = slack.deliveries.send(kind, payload)
        envelope.answered.wait(slack.pace.ack_seconds + 1)
        if not envelope.acknowledged:
            person.told.append("operation_timeout")
            slack.violations.append(f"{kind}: not acknowledged within {slack.pace.ack_seconds} s")
        return envelope
