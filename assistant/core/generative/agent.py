"""Looks up in steps what a question needs: LangChain's agent decides what, our tools find it; its words stay here."""

from collections.abc import Generator, Sequence
from functools import partial
from typing import Any

from assistant.core.generative.calling import Caller, Failure, NamedChat, Reader, Tokens
from assistant.core.generative.desk import Desk
from assistant.core.generative.hearing import Heard
from prompts.templates import Message

# Calls of the model; each may look several things up.
MOST_STEPS = 5
# LangGraph counts the model, its tools and the limit between them as a step each.
_NODES_A_STEP = 4


def look_up(
    caller: Caller, model: NamedChat, messages: Sequence[Message], desk: Desk, until: float, used: Tokens
) -> Generator[None, None, Failure | None]:
    """Let a model use the desk, and yield after each step; returns why it ended early, None when it was done."""
    return caller.follow(partial(_run, model, messages, desk, used), until)


def _run(
    model: NamedChat, messages: Sequence[Message], desk: Desk, used: Tokens, reader: Reader[None]
) -> Failure | None:
    from langchain.agents import create_agent
    from langchain.agents.middleware import ModelCallLimitMiddleware
    from langchain_core.tools import StructuredTool

    put, left = reader
    (_, system), *asked = messages
    tools = [StructuredTool.from_function(tool) for tool in desk.tools()]
    limit: Any = ModelCallLimitMiddleware(run_limit=MOST_STEPS, exit_behavior="end")
    agent: Any = create_agent(model.chat, tools, system_prompt=system, middleware=[limit])
    heard = Heard()
    config = {"callbacks": [heard.listener()], "recursion_limit": _NODES_A_STEP * (MOST_STEPS + 1)}
    try:
        for _ in agent.stream({"messages": asked}, config, stream_mode="updates"):
            if left.is_set():
                break
            put(None)
    finally:
        used.add(*heard.tokens())
    return None
