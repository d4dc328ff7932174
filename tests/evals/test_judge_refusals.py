"""What a judge cannot do is said in one sentence, and what it has done is kept."""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest
from pydantic import SecretStr

from assistant.channels.explaining import explain_error
from evals.judging import JudgeError, JudgeFailedError, open_judge
from evals.judging.voting import MOST_FAILURES_IN_A_ROW, VOTES
from knowledge.errors import BadInputError
from prompts.wording import LANGUAGES, Wording
from tests.evals.judges import NO, SPEC, YES, forget_providers, judge_at
from tests.model_stub import Failure, ModelStub, Reply, Request

QUOTATIONS = ["Rundspørgen bygger på svar fra 46 ledere."]
WORDING = Wording.load()


@pytest.fixture(autouse=True)
def no_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_providers(monkeypatch)


def refusal_of(spec: str, ledger: Path | None = None) -> JudgeError:
    with pytest.raises(JudgeError) as refused:
        open_judge(spec, ledger)
    assert isinstance(refused.value, BadInputError)
    return refused.value


@pytest.mark.parametrize("spec", ["", "gpt-5", "openai:", ":gpt-5", " : "])
def test_a_name_without_provider_or_model_is_refused(spec: str) -> None:
    assert "provider:name" in refusal_of(spec).message


def test_an_unknown_provider_is_refused_with_those_that_are_known() -> None:
    assert "There is no provider nosuch; use anthropic, ollama, openai" in refusal_of("nosuch:model").message


@pytest.mark.parametrize(
    ("provider", "absent", "package"),
    [
        ("anthropic", "langchain_anthropic", "fagkompas[anthropic]"),
        ("ollama", "langchain_ollama", "fagkompas[ollama]"),
        ("groq", "langchain_groq", "langchain-groq"),
        ("openai", "langchain.chat_models", "fagkompas[openai]"),
    ],
)
def test_a_missing_package_is_named(provider: str, absent: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    assert refusal_of(f"{provider}:model").message.endswith(f"run: pip install '{package}'.")


def test_a_missing_key_is_named_by_its_variable() -> None:
    error = refusal_of("openai:gpt-5")
    assert error.message == "The model openai:gpt-5 needs a key; set OPENAI_API_KEY."


def test_an_empty_key_is_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "")
    assert refusal_of("openai:gpt-5").values["variable"] == "OPENAI_API_KEY"


def test_a_provider_that_takes_a_missing_key_for_an_empty_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class KeylessModel:
        lc_secrets: ClassVar = {"api_key": "PPLX_API_KEY", "other": "OTHER_KEY"}
        api_key = SecretStr("")
        other = None

        def __init__(self, **settings: object) -> None:
            assert settings["temperature"] == 0

    provider = ModuleType("langchain_perplexity")
    monkeypatch.setattr(provider, "ChatPerplexity", KeylessModel, raising=False)
    monkeypatch.setitem(sys.modules, "langchain_perplexity", provider)
    assert refusal_of("perplexity:sonar").message == "The model perplexity:sonar needs a key; set PPLX_API_KEY."


def test_settings_that_a_provider_refuses_are_refused_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    monkeypatch.setenv("OPENAI_PROXY", "gopher://proxy")
    assert "gopher://proxy" in str(refusal_of("openai:gpt-5").values["reason"])


@pytest.mark.parametrize("status", [401, 500])
def test_a_judge_that_keeps_failing_stops_and_says_what_is_kept(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelStub([Failure(status, "Wrong key sk-1234567890abcdefghij.")]) as stub:
        judge = judge_at(stub, monkeypatch)
        with pytest.raises(JudgeFailedError) as failed:
            list(judge.supports_each((f"Udsagn {number}.", QUOTATIONS) for number in range(50)))
        calls = stub.calls
        with pytest.raises(JudgeFailedError):
            judge.supports("Et til.", QUOTATIONS)
        assert stub.calls == calls, "a judge that has failed is not asked again"
    assert "times in a row" in failed.value.message
    assert "what was judged before is kept" in failed.value.message
    assert "Wrong key …." in failed.value.message
    assert judge.usage.failed_calls == judge.usage.calls < 50 * VOTES
    assert judge.figures().support.failed >= (MOST_FAILURES_IN_A_ROW - VOTES) // VOTES


def test_failures_with_successes_between_them_do_not_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: Request) -> Reply:
        return Failure(400) if "skidt" in request.said("user") else YES

    claims = [(f"{number} {'godt' if number % 3 == 0 else 'skidt'}", QUOTATIONS) for number in range(10, 40)]
    with ModelStub(answer) as stub:
        judgements = list(judge_at(stub, monkeypatch).supports_each(claims))
    assert [one.supported is None for one in judgements] == ["skidt" in claim for claim, _ in claims]


def test_what_was_judged_before_a_failure_is_given_and_not_paid_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = tmp_path / "run" / "judgements.jsonl"
    claims = [(f"Udsagn {number}.", QUOTATIONS) for number in range(10, 30)]
    reached = []
    with ModelStub([NO], fail_on={call: Failure(401) for call in range(13, 200)}) as stub:
        judgements = judge_at(stub, monkeypatch, ledger).supports_each(claims)
        with pytest.raises(JudgeFailedError):
            reached += [one for one in judgements if one.supported is not None]
    with ModelStub([NO]) as stub:
        judge = judge_at(stub, monkeypatch, ledger)
        again = list(judge.supports_each(claims))
    kept = len(claims) - stub.calls // VOTES
    assert 2 <= kept <= 4
    assert [one.supported for one in again] == [False] * len(claims)
    assert all(one.reason == "It says otherwise." for one in again)
    assert judge.figures().support.judged == len(claims), "what was kept counts in the figures"


def test_verdicts_on_answers_are_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tmp_path / "judgements.jsonl"
    with ModelStub([json.dumps({"reason": "Half.", "answers": "partly"})]) as stub:
        first = judge_at(stub, monkeypatch, ledger).answers("Hvor mange?", "Nogle.")
        second = judge_at(stub, monkeypatch, ledger).answers("Hvor mange?", "Nogle.")
    assert first == second
    assert stub.calls == VOTES


def test_the_ledger_holds_nothing_of_what_was_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tmp_path / "judgements.jsonl"
    with ModelStub([YES]) as stub:
        judge_at(stub, monkeypatch, ledger).supports("Udsagn om Anna.", QUOTATIONS)
    written = ledger.read_text(encoding="utf-8")
    assert json.loads(written)["votes"] == [True, True, True]
    assert "Anna" not in written
    assert "Rundspørgen" not in written


def test_a_ledger_that_was_cut_short_is_read_as_far_as_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tmp_path / "judgements.jsonl"
    with ModelStub([YES]) as stub:
        judge_at(stub, monkeypatch, ledger).supports("En.", QUOTATIONS)
        with ledger.open("a", encoding="utf-8") as file:
            file.write('{"key": "half')
        judge = judge_at(stub, monkeypatch, ledger)
        judge.supports("En.", QUOTATIONS)
        judge.supports("To.", QUOTATIONS)
        assert stub.calls == 2 * VOTES
        judge_at(stub, monkeypatch, ledger).supports("To.", QUOTATIONS)
    assert stub.calls == 2 * VOTES


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "facts-001"}\n', encoding="utf-8")
    assert "line 1" in refusal_of(SPEC, other).message
    other.write_bytes(b"\xff\xfe\n")
    assert "cannot be read" in refusal_of(SPEC, other).message


def test_a_ledger_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with ModelStub([YES]) as stub, pytest.raises(JudgeError, match="cannot be written"):
        judge_at(stub, monkeypatch, tmp_path / "file" / "judgements.jsonl").supports("En.", QUOTATIONS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("spec", ["gpt-5", "nosuch:model", "groq:model", "openai:gpt-5"])
def test_every_refusal_is_explained_to_the_user(spec: str, language: str) -> None:
    error = refusal_of(spec)
    explained = explain_error(error, WORDING, language)
    assert explained not in {error.message, WORDING.say(language, "error.judge")}
    assert "None" not in explained


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_is_explained_with_its_number_and_reason(language: str) -> None:
    explained = explain_error(JudgeFailedError("…", judge=SPEC, failures=20, reason="HTTP 500"), WORDING, language)
    assert all(part in explained for part in (SPEC, "20", "HTTP 500"))
