"""`fagkompas keys`: hand out API keys, list them, take them back."""

import datetime
from typing import Annotated, Any

import typer

from assistant.channels.cli.answers import DAY_FORMATS, JsonOption
from assistant.channels.cli.session import Session, session_of, state_of, typed, write, write_json
from assistant.channels.state.types import Key, Role, utc_now
from assistant.core.rendering import to_json
from prompts.dates import written_date
from prompts.wording import Wording

HELP = Wording.load()
# Long enough to say who has the key and what for, short enough for a line of the list.
LONGEST_NAME = 100
# Ten years; who wants longer gives no end.
MOST_DAYS = 3_650


def _help(name: str) -> str:
    return HELP.say("da", f"help.keys_{name}")


NameArgument = Annotated[str, typer.Argument(help=_help("name"))]
RoleOption = Annotated[Role, typer.Option(help=_help("role"))]
InternalOption = Annotated[bool, typer.Option("--internal", help=_help("internal"))]
ExpiresOption = Annotated[str | None, typer.Option(metavar="DATE|DAYS", help=_help("expires"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    keys = typer.Typer(help=HELP.say("da", "help.keys"), no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(keys, name="keys")

    @keys.command(help=_help("create"))
    def create(
        context: typer.Context,
        name: NameArgument,
        role: RoleOption = Role.READER,
        internal: InternalOption = False,
        expires: ExpiresOption = None,
        as_json: JsonOption = False,
    ) -> None:
        session = session_of(context)
        called, until = _name(name, session), _expiry(expires, session)
        with state_of(session) as state:
            key, secret = state.keys.create(called, role, internal, until)
        if as_json:
            write_json({**_to_json(key), "secret": secret})
        else:
            write("\n".join([session.say("keys.made", line=_line(key, session)), secret]))

    @keys.command(name="list", help=_help("list"))
    def listed(context: typer.Context, as_json: JsonOption = False) -> None:
        session = session_of(context)
        with state_of(session) as state:
            found = state.keys.listed()
        if as_json:
            write_json({"keys": [_to_json(key) for key in found]})
        else:
            write("\n".join(_line(key, session) for key in found) or session.say("keys.none"))

    @keys.command(help=_help("revoke"))
    def revoke(context: typer.Context, key_id: Annotated[str, typer.Argument(metavar="ID", help=_help("id"))]) -> None:
        session = session_of(context)
        with state_of(session) as state:
            key = state.keys.revoke(typed(key_id))
        write(session.say("keys.revoked_now", line=_line(key, session)))


def _name(given: str, session: Session) -> str:
    name = " ".join(typed(given).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise session.refuse("refused.keys_name", most=LONGEST_NAME)
    return name


def _expiry(given: str | None, session: Session) -> datetime.datetime | None:
    """The end of the day that was given, or so many days from now; None for a key without end."""
    if given is None:
        return None
    now = utc_now()
    if given.isascii() and given.isdecimal() and 1 <= int(given) <= MOST_DAYS:
        return now + datetime.timedelta(days=int(given))
    day = next((day for form in DAY_FORMATS if (day := _day(given, form))), None)
    # The last second of the day where the command is run.
    end = datetime.datetime.combine(day, datetime.time(23, 59, 59)) if day else None
    if end is None or end <= now.astimezone().replace(tzinfo=None) or end.year == datetime.MAXYEAR:
        raise session.refuse("refused.keys_expires", given=" ".join(typed(given).split()), most=MOST_DAYS)
    return end.astimezone()


def _day(given: str, form: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(given, form)
    except ValueError:
        return None


def _to_json(key: Key) -> dict[str, Any]:
    return {**to_json(key), "status": _status(key)}


def _status(key: Key) -> str:
    if key.revoked:
        return "revoked"
    return "expired" if key.has_expired(utc_now()) else "active"


def _line(key: Key, session: Session) -> str:
    """`key_1 (Slack): reader, oprettet 1. marts 2027, …`."""
    days = {"created": key.created, "expires": key.expires, "last_used": key.last_used, "revoked": key.revoked}
    parts = [key.role.value, session.say("keys.internal") if key.internal else ""]
    for name, moment in days.items():
        said = "expired" if name == "expires" and _status(key) == "expired" else name
        if moment:
            parts.append(session.say(f"keys.{said}", day=written_date(moment.astimezone().date(), session.language)))
    return f"{key.key_id} ({key.name}): {', '.join(part for part in parts if part)}"
