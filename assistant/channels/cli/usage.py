"""Says in one line what was wrong with how a command was written."""

from collections.abc import Mapping

from typer.exceptions import TyperException

from prompts.wording import Wording

# typer keeps its exception classes to itself; their names are stable, and are click's.
_KEYS: Mapping[str, str] = {
    "NoSuchOption": "no_such_option",
    "BadOptionUsage": "option_needs_value",
    "MissingParameter": "missing",
    "BadParameter": "bad_value",
}
HELP_ASKED = "NoArgsIsHelpError"


def explain_usage(error: TyperException, wording: Wording, language: str = "da") -> str:
    """What cannot be understood, and where help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "fagkompas"
    key = _KEYS.get(type(error).__name__, "other")
    name = getattr(error, "option_name", None) or _parameter(error)
    if name is None:
        key = "other"
    return wording.say(language, f"usage.{key}", name=name, message=_plain(error.message), command=command)


def _parameter(error: TyperException) -> str | None:
    """The option's or argument's name as it is written."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return None
    options = [option for option in parameter.opts if option.startswith("--")]
    return str(options[0] if options else parameter.name)


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(". ")
