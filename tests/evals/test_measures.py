from dataclasses import replace

import pytest

from assistant.channels.explaining import explain_error
from assistant.core.types import Claim
from evals.cases import CaseKind
from evals.measures import BY_NAME, METRICS, UnknownMetricError, has_passed, measure, named
from evals.observing import Grounds, Observation
from evals.ranking import Ranking
from evals.summary import figures_of
from knowledge.types import CourseStatus, Learner
from prompts.wording import Wording
from tests.evals.questions import STORED, make_answer, make_case, make_citation, make_outcome, make_suggestion

LEARNERS = {"staff": Learner.EMPLOYEE, "citizens": Learner.CITIZEN}
ASKED = make_case(facts=(("42",),), sources=("cok",))
UNANSWERABLE = make_case("c2", answerable=False)
SMALLTALK = make_case("c3", kind=CaseKind.SMALLTALK, answerable=False)


@pytest.fixture
def grounds() -> Grounds:
    """The stored text `t1`, and whom two courses are for; nothing is searched."""
    return Grounds(None, {"t1": STORED}.__getitem__, LEARNERS.get, {})  # type: ignore[arg-type]


def test_a_right_answer_passes_and_shows_every_score_that_applies(grounds: Grounds) -> None:
    scores = measure(Observation(ASKED, make_answer(make_citation()), Ranking(["p1"], frozenset({"p1"})), grounds))
    assert has_passed(scores)
    assert scores == {
        "recall_at_5": 1.0,
        "recall_at_10": 1.0,
        "reciprocal_rank": 1.0,
        "ndcg_at_10": 1.0,
        "fact_in_answer": 1.0,
        "fact_coverage": 1.0,
        "right_source": 1.0,
        "first_source": 1.0,
        "citation_recall": 1.0,
        "citation_precision": 1.0,
        "quotation_exactness": 1.0,
        "abstained_wrongly": 0.0,
        "language_match": 1.0,
        "too_long": 0.0,
        "input_tokens": 0.0,
        "output_tokens": 0.0,
    }


RIGHT = make_citation()
WRONG = {
    "abstains": (ASKED, make_answer()),
    "half the facts": (make_case(facts=(("42",), ("39",)), sources=("cok",)), make_answer(RIGHT)),
    "wrong source": (make_case(facts=(("42",),), sources=("star",)), make_answer(RIGHT)),
    "shifted quotation": (ASKED, make_answer(make_citation(start=1))),
    "a sentence without a citation": (ASKED, make_answer(RIGHT, claims=(Claim("42 ledere svarede.", ()),))),
    "a sentence that is not borne out": (ASKED, make_answer(RIGHT, claims=(Claim("42 ledere svarede ikke.", (1,)),))),
    "wrong learner": (ASKED, make_answer(RIGHT, courses=(make_suggestion("staff"), make_suggestion("citizens")))),
    "no course": (make_case(expected_courses=("staff",)), make_answer(RIGHT)),
    "wrong course": (make_case(expected_courses=("other",)), make_answer(courses=(make_suggestion("staff"),))),
    "wrong filters": (make_case(filters=("place=Aarhus",)), make_answer(courses=(make_suggestion("staff"),))),
    "expired unsaid": (
        make_case(expected_courses=("staff",)),
        make_answer(courses=(replace(make_suggestion("staff"), status=CourseStatus.EXPIRED),)),
    ),
    "answers what it cannot": (UNANSWERABLE, make_answer(RIGHT)),
    "answers a greeting": (SMALLTALK, make_answer(RIGHT)),
    "stale": (make_case(facts=(("39",),), stale_facts=(("42",),), sources=("cok",)), make_answer(RIGHT)),
    "forbidden": (make_case(answerable=False, must_not_contain=("aflyst",)), make_answer(text="Alt er aflyst.")),
    "no notice": (make_case(facts=(("42",),), sources=("cok",), notices=("old_source",)), make_answer(RIGHT)),
    "other language": (ASKED, make_answer(RIGHT, language="en")),
    "too long": (ASKED, make_answer(*[make_citation(number=number) for number in range(1, 7)])),
}


@pytest.mark.parametrize("name", WRONG)
def test_one_thing_wrong_is_enough_to_fail(name: str, grounds: Grounds) -> None:
    case, answer = WRONG[name]
    assert not has_passed(measure(Observation(case, answer, None, grounds)))


@pytest.mark.parametrize("case", [UNANSWERABLE, SMALLTALK])
def test_saying_nothing_is_right_where_there_is_nothing_to_say(grounds: Grounds, case: object) -> None:
    scores = measure(Observation(case, make_answer(), None, grounds))  # type: ignore[arg-type]
    assert has_passed(scores)
    assert (scores["abstained_rightly"], scores["abstention_precision"]) == (1.0, 1.0)
    assert "abstained_wrongly" not in scores


def test_search_and_length_of_lists_fail_no_answer(grounds: Grounds) -> None:
    nothing_found = Ranking([], frozenset({"p1"}))
    scores = measure(Observation(ASKED, make_answer(RIGHT), nothing_found, grounds))
    assert scores["ndcg_at_10"] == 0.0
    assert has_passed(scores)


def test_a_case_without_scores_has_passed() -> None:
    assert has_passed({})


def test_metrics_are_found_by_name_in_the_order_asked_for() -> None:
    assert [metric.name for metric in named(["right_source", "fact_coverage"])] == ["right_source", "fact_coverage"]
    assert named([]) == ()
    assert list(BY_NAME) == [metric.name for metric in METRICS]
    assert len(BY_NAME) == len(METRICS)


def test_an_unknown_metric_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownMetricError, match="no metric 'beauty'") as caught:
        named(["right_source", "beauty"])
    danish = explain_error(caught.value, Wording.load())
    assert danish.startswith("Der er intet mål beauty.")
    assert all(metric.name in danish for metric in METRICS)


def test_what_fails_a_case_is_a_share_and_what_is_promised_has_no_margin() -> None:
    for metric in METRICS:
        assert not metric.fails or metric.margin is not None, metric.name
    promised = {metric.name for metric in METRICS if metric.margin == 0.0}
    assert promised == {"citation_recall", "quotation_exactness", "wrong_learner", "forbidden_words", "expired_unsaid"}


def test_every_metric_has_a_name_and_a_meaning_in_both_languages() -> None:
    wording = Wording.load()
    for name in figures_of([make_outcome("c1", **dict.fromkeys(BY_NAME, 1.0))]):
        for language in ("da", "en"):
            assert wording.knows(language, f"metric.{name}"), name
            assert wording.knows(language, f"metric_meaning.{name}"), name
