"""A language model's answer in Slack: in its own words, with footnotes, and within the workspace's share of a day."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.channels.build import open_application
from assistant.channels.settings import Settings
from tests.assistant.core.generative.replies import claim, number_of, reply
from tests.evals.judges import stub_model
from tests.model_stub import ModelStub, Request
from tests.slack.app_under_test import app_in
from tests.slack.workspace import Workspace

QUESTION = "Hvad er det sværeste område for medarbejderne?"
QUOTED = "54 procent af lederne peger på virksomhedssamarbejde som det sværeste område for medarbejderne."
SAID = "Virksomhedssamarbejde er det sværeste område for medarbejderne, peger 54 procent af lederne på"


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelStub]:
    def honest(request: Request) -> str:
        return reply(claim(SAID, (number_of(request, QUOTED), QUOTED)))

    with stub_model(honest, monkeypatch) as served:
        yield served


def test_a_model_answers_until_the_workspace_has_used_its_share(
    stub: ModelStub, lawful: Workspace, known_data: Path, state_url: str
) -> None:
    with open_application(Settings(data=known_data, model="openai:stub")) as parts:
        chosen = {"model": "openai:stub", "model_tokens_a_day": 1}
        with app_in(lawful, parts, state_url, **chosen):
            first = lawful.answer_to(lawful.person("anne").mention(QUESTION))
            second = lawful.answer_to(lawful.person("bo").mention(QUESTION))
    assert SAID in first.shown
    assert QUOTED in first.shown
    assert SAID not in second.shown
    assert "Dagens forbrug af sprogmodellen er brugt" in second.shown
    assert stub.calls == 1
