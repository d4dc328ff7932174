"""Reading of replies, agreement of votes, and whether a judge may be believed."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from assistant.core.types import Citation, Claim
from evals.cases import Split
from evals.faults.reading import Item, read_library
from evals.judging import planted_items, qualify
from evals.judging.agreement import agreement
from evals.judging.replies import UnreadableReplyError, read_answered, read_supported
from evals.judging.types import Answered
from tests.evals.judges import NO, YES, judge_at
from tests.model_stub import Failure, ModelStub, Reply, Request


@dataclass(frozen=True)
class Planted:
    id: str
    faulty: bool
    statements: Sequence[tuple[str, Sequence[str]]]


def planted(name: str, faulty: bool, *claims: str) -> Planted:
    return Planted(name, faulty, [(claim, ["Et citat."]) for claim in claims])


def catches_what_is_called_wrong(request: Request) -> Reply:
    claim = request.said("user").partition("</claim>")[0]
    if "svigter" in claim:
        return Failure(400)
    return NO if "forkert" in claim else YES


@pytest.mark.parametrize(
    "reply",
    [
        '{"reason": "r", "supported": true}',
        '```json\n{"reason": "r", "supported": true}\n```',
        '<think>{"supported": false} perhaps {or not}</think> {"reason": "r", "supported": true}.',
        '{"reason": "r", "supported": true, "more": {"supported": false}}',
    ],
)
def test_the_last_object_of_a_reply_is_its_verdict(reply: str) -> None:
    opinion = read_supported(reply)
    assert opinion.verdict is True
    assert opinion.reason == "r"


@pytest.mark.parametrize(
    "reply", ["", "Yes.", "{", "[true]", '{"supported": "true"}', '{"supported": 1}', '{"answers": "yes"}', "{" * 9000]
)
def test_a_reply_without_a_verdict_is_not_read_as_one(reply: str) -> None:
    with pytest.raises(UnreadableReplyError):
        read_supported(reply)


def test_a_verdict_on_an_answer_is_one_of_three() -> None:
    assert read_answered('{"answers": "partly"}').verdict is Answered.PARTLY
    for reply in ('{"answers": "mostly"}', '{"answers": true}', '{"answers": ["yes"]}'):
        with pytest.raises(UnreadableReplyError):
            read_answered(reply)


def test_a_reason_without_end_is_cut() -> None:
    assert len(read_supported(f'{{"supported": true, "reason": "{"a" * 2000}"}}').reason) == 300


def test_agreement_is_the_share_of_unanimous_ballots_and_kappa() -> None:
    found = agreement([(True, True, True), (False, False, False), (True, True, False), (True, None, True), ()])
    assert found.judgements == 3
    assert found.unanimous == pytest.approx(2 / 3)
    # P = (1 + 1 + 1/3) / 3 = 7/9; five of nine votes yes, so E = (25 + 16) / 81.
    assert found.kappa == pytest.approx((7 / 9 - 41 / 81) / (1 - 41 / 81))


def test_kappa_agrees_with_the_example_of_fleiss_1971() -> None:
    rows = [
        (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0), (2, 0, 4, 0, 0),
        (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6), (1, 0, 0, 5, 0), (1, 1, 0, 4, 0),
        (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1), (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0),
        (0, 2, 0, 4, 0), (1, 0, 2, 0, 3), (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0),
        (1, 0, 0, 4, 1), (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6),
    ]  # fmt: skip
    found = agreement([[kind for kind, count in enumerate(row) for _ in range(count)] for row in rows])
    assert found.kappa == pytest.approx(0.430, abs=0.001)


@pytest.mark.parametrize("ballots", [[], [()], [(None, True, True)], [(None, None, None)]])
def test_agreement_of_no_whole_ballot_is_none(ballots: list[tuple[bool | None, ...]]) -> None:
    assert agreement(ballots).unanimous is None
    assert agreement(ballots).kappa is None


def test_kappa_of_votes_that_are_all_the_same_is_none() -> None:
    found = agreement([(True, True, True)] * 4)
    assert (found.unanimous, found.kappa) == (1.0, None)


def test_a_judge_that_finds_the_faults_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [planted(f"fault-{n}", True, f"{n} rigtigt", f"{n} forkert") for n in range(5)]
    items += [planted(f"honest-{n}", False, f"{n} helt rigtigt") for n in range(5)]
    with ModelStub(catches_what_is_called_wrong) as stub:
        found = qualify(judge_at(stub, monkeypatch), items)
    assert (found.catch_rate, found.false_alarm_rate, found.failures, found.passed) == (1.0, 0.0, 0, True)
    assert (found.agreement.judgements, found.agreement.unanimous) == (15, 1.0)
    assert found.model == "openai:stub-model"


@pytest.mark.parametrize(("wrong", "passed"), [(1, True), (2, False)])
def test_a_judge_may_miss_one_fault_in_fifty(wrong: int, passed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [planted(f"fault-{n}", True, f"{n} {'rigtigt' if n < wrong else 'forkert'}") for n in range(50)]
    with ModelStub(catches_what_is_called_wrong) as stub:
        found = qualify(judge_at(stub, monkeypatch), [*items, planted("honest", False, "rigtigt")])
    assert found.missed == tuple(f"fault-{n}" for n in range(wrong))
    assert found.catch_rate == pytest.approx(1 - wrong / 50)
    assert found.passed is passed


def test_a_judge_that_alarms_at_what_is_honest_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [planted("fault", True, "forkert"), planted("honest", False, "rigtigt", "forkert")]
    with ModelStub(catches_what_is_called_wrong) as stub:
        found = qualify(judge_at(stub, monkeypatch), items)
    assert (found.alarmed, found.false_alarm_rate, found.passed) == (("honest",), 1.0, False)


def test_a_failure_never_makes_a_judge_look_better(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [planted("fault", True, "svigter forkert"), planted("honest", False, "svigter")]
    with ModelStub(catches_what_is_called_wrong) as stub:
        found = qualify(judge_at(stub, monkeypatch), items)
    assert (found.catch_rate, found.false_alarm_rate, found.failures) == (0.0, 1.0, 2)
    assert not found.passed


@pytest.mark.parametrize("faulty", [True, False])
def test_a_judge_that_saw_only_one_kind_has_not_passed(faulty: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelStub([NO if faulty else YES]) as stub:
        assert not qualify(judge_at(stub, monkeypatch), [planted("one", faulty, "Et udsagn")]).passed


def test_faults_that_are_found_by_looking_are_not_put_to_the_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [Planted("settled", True, []), planted("fault", True, "forkert"), planted("honest", False, "rigtigt")]
    with ModelStub(catches_what_is_called_wrong) as stub:
        found = qualify(judge_at(stub, monkeypatch), items)
    assert (found.unasked, found.catch_rate, found.passed) == (1, 1.0, True)


def item(claim: str, faulty: bool, source_id: str = "lederne", quote: str = "Kun otte ledere") -> Item:
    """An item over the sources of the set, with one claim and one citation."""
    source = read_library().by_id["lederne"]
    text = read_library().texts[source.text_id]
    start = text.index("Kun otte ledere")
    citation = Citation(
        number=1,
        source_id=source_id,
        source_kind=source.kind,
        title=source.title,
        quote=quote,
        text_id=source.text_id,
        start=start,
        end=start + len(quote),
        passage_id="lederne-passage",
        publisher=source.publisher,
        date=source.date,
        section=read_library().sections["lederne"],
    )
    return Item("one", "some", faulty, "da", Split.TUNE, (Claim(claim, (1,)),), (citation,))


def test_a_judge_is_shown_an_item_s_claims_with_their_quotations() -> None:
    [asked] = planted_items([item("Kun ni ledere.", faulty=True)], read_library())
    [(claim, quotations)] = asked.statements
    assert (asked.id, asked.faulty, claim) == ("one", True, "Kun ni ledere.")
    assert quotations == ("Hvad ledere i jobcentre efterspørger, COK, 2016-08-17, Resultater:\n»Kun otte ledere«",)


def test_an_item_whose_citation_is_unsound_is_settled_without_a_judge() -> None:
    unsound = [
        item("Kun otte ledere.", faulty=True, source_id="opfundet"),
        item("Kun ni ledere.", faulty=True, quote="Kun ni ledere"),
    ]
    assert [asked.statements for asked in planted_items(unsound, read_library())] == [(), ()]


def test_an_honest_item_is_always_put_to_the_judge() -> None:
    [asked] = planted_items([item("Kun otte ledere.", faulty=False, quote="kun otte ledere")], read_library())
    assert asked.statements
