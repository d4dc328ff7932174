"""Answers are found by their own id, and keep the texts they cite openable."""

from assistant.channels.state.store import State
from tests.assistant.channels.state.stored import make_answer, make_citation

ME = "key_me"


def test_an_answer_is_found_whoever_asked_for_it(state: State) -> None:
    state.conversations.remember(make_answer(1), ME, False)
    found = state.answers.find("ans_1")
    assert found is not None
    assert found.answer == make_answer(1)
    assert (found.conversation_id, found.owner, found.internal) == ("con_1", ME, False)
    assert state.answers.find("ans_2") is None


def test_a_text_is_cited_while_an_answer_that_cites_it_is_kept(state: State) -> None:
    both = [make_citation("a"), make_citation("b"), make_citation("a", start=20)]
    state.conversations.remember(make_answer(1, "con_1", *both), ME, False)
    state.conversations.remember(make_answer(2, "con_2", make_citation("b")), ME, False)
    assert state.answers.cites("a")
    assert not state.answers.cites("c")
    state.conversations.forget("con_1", ME)
    assert not state.answers.cites("a")
    assert state.answers.cites("b")


def test_what_only_an_internal_answer_cites_is_cited_for_those_alone_who_see_such(state: State) -> None:
    state.conversations.remember(make_answer(1, "con_1", make_citation("notat")), ME, True)
    assert not state.answers.cites("notat")
    assert state.answers.cites("notat", internal=True)
    found = state.answers.find("ans_1")
    assert found is not None
    assert found.internal


def test_an_answer_without_citations_is_kept_too(state: State) -> None:
    state.conversations.remember(make_answer(1) | {"citations": []}, ME, False)
    assert state.answers.find("ans_1") is not None
