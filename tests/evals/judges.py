"""What the tests of the judge share: replies, and a judge that talks to a stub over HTTP."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evals.judging import Judge, open_judge
from tests.model_stub import ModelStub, Replies

YES = json.dumps({"reason": "It says so.", "supported": True})
NO = json.dumps({"reason": "It says otherwise.", "supported": False})
SPEC = "openai:stub-model"
KEY = "sk-not-a-key"

PROVIDER_VARIABLES = (
    "ANTHROPIC_API_KEY", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING", "OPENAI_ADMIN_KEY", "OPENAI_API_BASE",
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROXY",
)  # fmt: skip


def forget_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which no provider has a key or an address."""
    for name in PROVIDER_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@contextmanager
def stub_model(replies: Replies, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelStub]:
    """A stub that `openai:NAME` stands for, found the way a user says where: by the environment."""
    forget_providers(monkeypatch)
    with ModelStub(replies) as stub:
        monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield stub


def judge_at(stub: ModelStub, monkeypatch: pytest.MonkeyPatch, ledger: Path | None = None) -> Judge:
    """A judge whose model is the stub, found the way a user says where: by the environment."""
    forget_providers(monkeypatch)
    monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return open_judge(SPEC, ledger, pause=lambda seconds: None)
