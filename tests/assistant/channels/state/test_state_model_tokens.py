"""What owners have used of a language model, by the day."""

from assistant.channels.state.model_tokens import DAYS_KEPT
from tests.assistant.channels.state.conftest import Opener
from tests.assistant.channels.state.stored import Clock


def test_tokens_are_counted_by_owner_and_day(opened: Opener, clock: Clock) -> None:
    used = opened().model_tokens
    for owner, tokens in (("key_1", 5), ("key_1", 7), ("slack:T1", 3)):
        used.add(owner, tokens)
    assert [used.today(owner) for owner in ("key_1", "slack:T1", "key_2")] == [12, 3, 0]
    clock.go_on(days=1)
    assert used.today("key_1") == 0


def test_days_long_past_are_forgotten(opened: Opener, clock: Clock) -> None:
    used = opened().model_tokens
    used.add("key_1", 5)
    clock.go_on(days=DAYS_KEPT)
    used.prune()
    clock.go_on(days=-DAYS_KEPT)
    assert used.today("key_1") == 5
    clock.go_on(days=DAYS_KEPT + 1)
    used.prune()
    clock.go_on(days=-DAYS_KEPT - 1)
    assert used.today("key_1") == 0
