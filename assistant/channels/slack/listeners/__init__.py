"""What the app listens to: one module a group of events, each with `register(app, desk)`; `EVERYTHING` lists them."""

from assistant.channels.slack.listeners import (
    answers,
    commands,
    courses,
    home,
    mentions,
    messages,
    others,
    sessions,
    shortcuts,
)

# The last one takes what no other wants.
EVERYTHING = (mentions, messages, sessions, commands, shortcuts, answers, courses, home, others)
