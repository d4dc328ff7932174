"""`fagkompas conversations`: what was asked and answered on this machine, to be read again or forgotten."""

from typing import Annotated

import typer

from assistant.channels.cli.answers import JsonOption
from assistant.channels.cli.conversation import OWNER
from assistant.channels.cli.session import session_of, state_of, typed, write, write_json
from assistant.core.rendering import to_json
from prompts.dates import written_date
from prompts.wording import Wording

HELP = Wording.load()
# Of those there are, the ones used last.
MOST_LISTED = 100

IdArgument = Annotated[str, typer.Argument(metavar="ID", help=HELP.say("da", "help.conversation_id"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    conversations = typer.Typer(help=HELP.say("da", "help.conversations"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(conversations, name="conversations")

    @conversations.command(name="list", help=HELP.say("da", "help.conversations_list"))
    def listed(context: typer.Context, as_json: JsonOption = False) -> None:
        session = session_of(context)
        with state_of(session) as state:
            found, total = state.conversations.listed(OWNER, MOST_LISTED)
        if as_json:
            write_json({"conversations": [to_json(one) for one in found], "total": total})
            return
        for one in found:
            day = written_date(one.last_used.astimezone().date(), session.language)
            write(session.say("conversations.line", id=one.conversation_id, question=one.question, day=day))
        if not found:
            write(session.say("conversations.none"))

    @conversations.command(help=HELP.say("da", "help.conversations_show"))
    def show(context: typer.Context, conversation_id: IdArgument, as_json: JsonOption = False) -> None:
        session, wanted = session_of(context), typed(conversation_id)
        with state_of(session) as state:
            turns = state.conversations.turns(wanted, OWNER)
        if not turns:
            raise session.refuse("refused.no_conversation", id=wanted)
        if as_json:
            write_json({"conversation_id": wanted, "answers": [dict(turn.answer) for turn in turns]})
        else:
            write("\n\n".join(f"> {turn.answer['question']}\n\n{turn.answer['text']}" for turn in turns))

    @conversations.command(help=HELP.say("da", "help.conversations_forget"))
    def forget(context: typer.Context, conversation_id: IdArgument) -> None:
        session, wanted = session_of(context), typed(conversation_id)
        with state_of(session) as state:
            forgotten = state.conversations.forget(wanted, OWNER)
        if not forgotten:
            raise session.refuse("refused.no_conversation", id=wanted)
        write(session.say("conversations.forgotten", id=wanted))
