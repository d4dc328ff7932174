"""`fagkompas ask` and `fagkompas search`: one answer, a conversation, or the passages behind it."""

import datetime
from dataclasses import replace
from typing import Annotated, Any

import typer

from assistant.channels.cli.conversation import ask_on, converse, talking
from assistant.channels.cli.session import application, session_of, typed, write, write_json
from assistant.channels.passages import result_to_json
from assistant.channels.reading import answer_to_lines, hit_to_lines
from assistant.core.rendering import answer_to_json
from assistant.core.types import AskRequest
from knowledge.types import Learner, SearchQuery, SourceKind
from prompts.wording import Wording

HELP = Wording.load()
MOST_HITS = 100

LearnerOption = Annotated[Learner | None, typer.Option(help=HELP.say("da", "help.learner"))]
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y"]
AsOfOption = Annotated[
    datetime.datetime | None, typer.Option("--as-of", formats=DAY_FORMATS, help=HELP.say("da", "help.as_of"))
]
ConversationOption = Annotated[str | None, typer.Option(metavar="ID", help=HELP.say("da", "help.conversation"))]
JsonOption = Annotated[bool, typer.Option("--json", help=HELP.say("da", "help.json"))]


def day_of(as_of: datetime.datetime | None) -> datetime.date:
    """The day that things are seen from: the one that was given, else today."""
    return as_of.date() if as_of else datetime.date.today()


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _register_ask(app)
    _register_search(app)


def _register_ask(app: typer.Typer) -> None:
    @app.command(help=HELP.say("da", "help.ask"))
    def ask(
        context: typer.Context,
        question: Annotated[str | None, typer.Argument()] = None,
        learner: LearnerOption = None,
        as_of: AsOfOption = None,
        model: Annotated[str | None, typer.Option(help=HELP.say("da", "help.model"))] = None,
        conversation: Annotated[
            str | None, typer.Option(metavar="ID", help=HELP.say("da", "help.conversation"))
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        session, day = session_of(context), as_of.date() if as_of else None
        if model is not None:
            session = replace(session, settings=replace(session.settings, model=model))
        with application(session, answers=True) as parts, talking(session, conversation) as talk:
            if question is None:
                converse(parts, session, talk, AskRequest("", learner=learner, today=day))
                return
            answer = ask_on(talk, parts, AskRequest(typed(question), learner=learner, today=day))
        _show(answer, as_json)


def _register_search(app: typer.Typer) -> None:
    @app.command(help=HELP.say("da", "help.search"))
    def search(
        context: typer.Context,
        query: Annotated[str, typer.Argument()],
        limit: Annotated[int, typer.Option(min=1, max=MOST_HITS, help=HELP.say("da", "help.limit"))] = 10,
        kind: Annotated[SourceKind | None, typer.Option(help=HELP.say("da", "help.kind"))] = None,
        learner: LearnerOption = None,
        as_json: JsonOption = False,
    ) -> None:
        session = session_of(context)
        with application(session) as parts:
            snapshot = parts.knowledge_base.current()
            result = snapshot.search(SearchQuery(typed(query), limit, kind, learner))
            if as_json:
                write_json(result_to_json(result, snapshot))
                return
            for number, hit in enumerate(result.hits, start=1):
                write("\n".join(hit_to_lines(number, hit)))
            if result.searched_also:
                write(session.say("search.also", terms=", ".join(result.searched_also)))
            if not result.hits:
                write(session.say("search.none"))
            if result.by_words_alone:
                write(session.say("notice.words_alone"))


def _show(answer: Any, as_json: bool) -> None:
    if as_json:
        write_json(answer_to_json(answer))
    else:
        write("\n".join(answer_to_lines(answer)))
