"""Remembers conversations in memory, the latest of them, so that a follow-up can lean on what came before."""

import threading
from collections import OrderedDict, deque

from assistant.core.types import Turn

# A service for some hundred people; what is forgotten costs a follow-up its context, nothing else.
MOST_CONVERSATIONS = 1_000
# A follow-up leans on the turn before it; the rest is kept for those who look further back.
MOST_TURNS = 20


class Conversations:
    """The turns of the conversations used last; safe under threads. Questions come in masked."""

    def __init__(self, most_conversations: int = MOST_CONVERSATIONS, most_turns: int = MOST_TURNS) -> None:
        self._most_conversations = most_conversations
        self._most_turns = most_turns
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, deque[Turn]] = OrderedDict()

    def history(self, conversation_id: str | None) -> tuple[Turn, ...]:
        """The turns so far, oldest first; none for a conversation that is new or forgotten."""
        with self._lock:
            return tuple(self._turns.get(conversation_id or "", ()))

    def remember(self, conversation_id: str, turn: Turn) -> None:
        """Add a turn; the conversation that was quiet longest gives way."""
        with self._lock:
            turns = self._turns.setdefault(conversation_id, deque(maxlen=self._most_turns))
            turns.append(turn)
            self._turns.move_to_end(conversation_id)
            while len(self._turns) > self._most_conversations:
                self._turns.popitem(last=False)

    def __len__(self) -> int:
        with self._lock:
            return len(self._turns)
