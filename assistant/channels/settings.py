"""Every setting, read in one place: the environment before `fagkompas.toml` before the default."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

from assistant.channels.state.types import Limits
from ingest.web.sources import ConnectedSource, read_sources
from knowledge.chroma_server import ChromaServer
from knowledge.errors import SettingError
from knowledge.settings import DEFAULT_EMBEDDING, KnowledgeSettings

PREFIX = "FAGKOMPAS_"
FILE = "fagkompas.toml"
# The settings that are whole numbers. A port is 16 bits; more generations than this nobody would choose among; ten
# years and ten million conversations are for ever and all.
LEAST = 1
MOST = {
    "port": 65_535,
    "keep_generations": 1_000,
    "conversation_days": 3_650,
    "most_conversations": 10_000_000,
    "rate_per_minute": 1_000_000,
    "most_streams": 1_000,
    "answer_seconds": 3_600,
    "workers": 64,
    "request_seconds": 3_600,
    "model_seconds": 600,
    "model_input_tokens": 1_000_000,
    "model_output_tokens": 100_000,
    "model_tokens_a_day": 1_000_000_000,
}
FLAGS = {"log_questions", "slack", "slack_internal"}
# Taken from the environment alone, and shown nowhere: a file is copied, mailed and checked in.
SECRETS = frozenset({"slack_bot_token", "slack_app_token", "slack_signing_secret"})
# The settings that may be empty.
OPTIONAL = SECRETS | {
    "reranker",
    "chroma_url",
    "model",
    "model_fallback",
    "cors_origins",
    "ingest_roots",
    "smoke_cases",
    "public_url",
    "slack_channels",
    "slack_team",
    "slack_colleague_channel",
}
# What people write for yes and no, and what TOML makes of it.
WRITTEN = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
DATA_PLACE = "{data}"
"""Stands for the data folder in `state_url`."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as the README's table shows it."""

    name: str
    default: object
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable's name."""
        return PREFIX + self.name.upper()


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one process."""

    data: Path = Path(".fagkompas")
    embedding: str = DEFAULT_EMBEDDING
    reranker: str = ""
    keep_generations: int = 3
    chroma_url: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    state_url: str = f"sqlite:///{DATA_PLACE}/state.sqlite"
    conversation_days: int = 30
    most_conversations: int = 10_000
    workers: int = 1
    request_seconds: int = 20
    log_questions: bool = False
    rate_per_minute: int = 120
    most_streams: int = 32
    answer_seconds: int = 60
    cors_origins: str = ""
    ingest_roots: str = ""
    smoke_cases: str = ""
    public_url: str = ""
    model: str = ""
    model_fallback: str = ""
    model_seconds: int = 30
    model_input_tokens: int = 6_000
    model_output_tokens: int = 1_500
    model_tokens_a_day: int = 1_000_000
    slack: bool = False
    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_team: str = ""
    slack_channels: str = ""
    slack_colleague_channel: str = ""
    slack_internal: bool = False
    slack_api_url: str = "https://slack.com/api/"
    sources: tuple[ConnectedSource, ...] = ()

    @property
    def state_database(self) -> str:
        """The URL of the database with conversations, feedback and keys."""
        return self.state_url.replace(DATA_PLACE, quote(str(self.data.absolute())))

    @property
    def limits(self) -> Limits:
        """How many conversations are kept, and how long."""
        return Limits(self.conversation_days, self.most_conversations)

    @property
    def knowledge(self) -> KnowledgeSettings:
        """The part that the knowledge base needs."""
        return KnowledgeSettings(self.data, self.embedding, self.keep_generations, self.chroma_url, self.reranker)


MEANINGS = {
    "data": "the data folder",
    "embedding": "`danish-static`, `sentence-transformers:NAME_OR_PATH`, `openai:NAME`, `ollama:NAME`, or a folder",
    "reranker": "a cross-encoder that reads the best passages, `sentence-transformers:NAME_OR_PATH`; empty: none",
    "keep_generations": "how many generations stay for rollback",
    "chroma_url": "the Chroma server that holds the vectors, `http://HOST:8000`; empty: they lie in the data folder",
    "host": "the address the HTTP service listens on",
    "port": "the port the HTTP service listens on",
    "rate_per_minute": "how many requests a minute each API key may make",
    "most_streams": "how many answers may be streaming at once in one worker",
    "answer_seconds": "how long a streamed answer may take",
    "cors_origins": "pages elsewhere whose scripts may call the service, separated by spaces, e.g. `https://intra.example`",
    "ingest_roots": "folders that `POST /api/ingest` may read besides the known roots, separated by colons",
    "smoke_cases": "a file of eval cases; an ingest that no longer answers those tagged `smoke` is not published",
    "state_url": "the database of conversations, feedback and keys: SQLite, or `postgresql+psycopg://USER@HOST/NAME`",
    "conversation_days": "a conversation is forgotten so many days after its last question",
    "most_conversations": "more conversations than these are not kept; the ones quiet longest go first",
    "workers": "how many processes answer; one uses one core",
    "request_seconds": "how long the headers, and then the body, of a request may take to arrive",
    "log_questions": "whether questions, masked, stand in the log",
    "public_url": "the address of the web page as others see it: citations in Slack link to it",
    "model": "the language model that writes answers, `provider:name`; empty: answers are quotations",
    "model_fallback": "the language model that is asked where the first does not answer",
    "model_seconds": "how long a model may take over an answer before the quotations are given",
    "model_input_tokens": "how many tokens of passages a model is given",
    "model_output_tokens": "how many tokens a model's answer may have",
    "model_tokens_a_day": "how many tokens, in and out, each API key and each Slack workspace may use in a day (UTC)",
    "slack": "whether `fagkompas serve` answers in Slack too, as `--slack` says",
    "slack_bot_token": "`xoxb-…`, from the environment only",
    "slack_app_token": "`xapp-…` for Socket Mode, from the environment only",
    "slack_signing_secret": "for events over HTTP, from the environment only",
    "slack_team": "the one workspace that is answered, by id (`T…`); empty: the bot token's own",
    "slack_channels": "the only channels that are answered in, by id (`C…`), separated by spaces; empty: all it is in",
    "slack_colleague_channel": "the channel in which *Spørg en kollega* asks, by id",
    "slack_internal": "whether direct messages and private answers may show internal sources",
    "slack_api_url": "the address of Slack's Web API",
}
# A list of tables, which the file alone can hold.
SOURCES = "sources"


def all_settings() -> list[Setting]:
    """The settings in the order of the table."""
    defaults = Settings()
    named = [field.name for field in fields(Settings) if field.name != SOURCES]
    return [Setting(name, getattr(defaults, name), MEANINGS[name]) for name in named]


def read_settings(
    folder: Path | None = None, environment: Mapping[str, str] | None = None, data: Path | None = None
) -> Settings:
    """Read `fagkompas.toml` in `folder` (default: here) and the environment; `data` from the command line wins.

    Raises `SettingError` for an unknown name or a value that cannot be used.
    """
    known = {setting.name for setting in all_settings()}
    path = (folder or Path()) / FILE
    given: dict[str, Any] = _from_file(path, known) if path.is_file() else {}
    sources = read_sources(given.pop(SOURCES, ()))
    for name, value in (environment if environment is not None else os.environ).items():
        if name.startswith(PREFIX):
            key = name.removeprefix(PREFIX).lower()
            _require_known(key, known, name)
            given[key] = value
    if data is not None:
        given["data"] = data
    return Settings(**{key: _converted(key, value) for key, value in given.items()}, sources=sources)


def _from_file(path: Path, known: set[str]) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingError(
            f"{path} cannot be read: {error}; mend the file.", file=str(path), reason=str(error)
        ) from None
    for key in values.keys() - {SOURCES}:
        _require_known(key, known, f"{key} in {path}")
        if key in SECRETS:
            raise SettingError(
                f"{key} is a secret and does not belong in {path}; set {PREFIX}{key.upper()} instead.",
                name=key,
                file=str(path),
                variable=PREFIX + key.upper(),
            )
    return values


def _require_known(key: str, known: set[str], shown: str) -> None:
    if key not in known:
        choices = ", ".join(sorted(known))
        raise SettingError(f"There is no setting {shown}; the settings are {choices}.", name=shown, choices=choices)


def _converted(key: str, value: Any) -> Any:
    if key in MOST:
        return _whole(key, value)
    if key in FLAGS:
        return _flag(key, value)
    if key in OPTIONAL and value == "":
        return value
    if not isinstance(value, str | Path) or not str(value).strip():
        raise SettingError(f"The setting {key} cannot be {value!r}; give a text.", name=key, text=str(value))
    if key == "chroma_url":
        ChromaServer.read(str(value))
    return _folder(Path(value).expanduser()) if key == "data" else str(value)


def tell_children(variable: str, value: str) -> None:
    """Set a variable for the processes that are started from here."""
    os.environ[variable] = value


def _flag(key: str, value: Any) -> bool:
    written = str(value).strip().lower()
    if written not in WRITTEN:
        raise SettingError(f"The setting {key} cannot be {value!r}; give true or false.", name=key, flag=str(value))
    return WRITTEN[written]


def _folder(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise SettingError(f"The data folder {path} is a file; name a folder.", folder=str(path))
    return path


def _whole(key: str, value: Any) -> int:
    written = str(value).strip()
    if not (written.isascii() and written.isdecimal() and LEAST <= int(written) <= MOST[key]):
        raise SettingError(
            f"The setting {key} cannot be {value!r}; give a whole number from {LEAST} to {MOST[key]}.",
            name=key,
            value=written,
            least=LEAST,
            most=MOST[key],
        )
    return int(written)
