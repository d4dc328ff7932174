"""The names by which Slack tells us what was pressed, chosen or sent.

An `action_id` stands once in a message; where several buttons do the same, they are numbered (`follow_up_0`), and the
listener listens for the pattern.
"""

import re

MENTION_COMMAND = "/fagkompas"
COURSE_COMMAND = "/kursus"
COURSES_SHORTCUT = "courses_for_this"

# Below an answer. All values are the answer's id, if not said otherwise.
FEEDBACK = "feedback"
"""Both thumbs; the value is `feedback_value(…)`, read by `read_feedback`."""
FEEDBACK_UP, FEEDBACK_DOWN = "feedback_up", "feedback_down"
SHARE = "share"
SOLVED = "solved"
ASK_COLLEAGUE = "ask_colleague"
OPEN_SOURCES = "open_sources"
FOLLOW_UP = "follow_up"
"""Numbered; the value is the question."""
OPEN_LINK = "open_link"
"""Numbered; a button that only opens an address, which Slack reports too: acknowledge and do nothing."""

OPEN_PROVIDER = "open_provider"
"""The same for the page of a course's provider."""
OPEN_PLANNED = "open_planned"
"""The same for the courses of a plan."""

# Below a failure; the value is the question.
TRY_AGAIN = "try_again"

# Below courses.
FILTER_COURSES = "filter_courses"
"""The value is a `CourseFilter` by `modals.written_filter`, read by `modals.read_filter`."""
COMPARE_COURSES = "compare_courses"
"""The value is the ids of the courses, separated by spaces."""
SHARE_COURSES = "share_courses"
"""The value is a filter too."""
ASK_ABOUT_COURSE = "ask_about_course"
"""Numbered; the value is the question."""

# Home.
EXAMPLE = "example"
"""Numbered; the value is the question."""
SEARCH_COURSES = "search_courses"
SET_LEARNER = "set_learner"
SET_LANGUAGE = "set_language"
ANYBODY = "anybody"
"""The value of `SET_LEARNER` for no learner."""
AS_ASKED = "as_asked"
"""The value of `SET_LANGUAGE` for the language of the question."""

# Modals, by `callback_id`.
COURSE_FILTERS = "course_filters"
FEEDBACK_REASON = "feedback_reason"
SOURCES_VIEW = "sources"
HOME_VIEW = "home"

NUMBERED = {
    name: re.compile(rf"{name}(_\d+)?")
    for name in (FOLLOW_UP, OPEN_LINK, OPEN_PLANNED, OPEN_PROVIDER, ASK_ABOUT_COURSE, EXAMPLE)
}
"""The patterns of the numbered ones."""


def numbered(name: str, number: int) -> str:
    """The name of one among several buttons that do the same."""
    return f"{name}_{number}"


def feedback_value(verdict: str, answer_id: str) -> str:
    """What a thumb sends: `feedback_up ans_1`."""
    return f"{verdict} {answer_id}"


def read_feedback(value: str) -> tuple[str, str]:
    """The verdict (`up` or `down`) and the answer's id of a thumb that was pressed."""
    pressed, _, answer_id = value.partition(" ")
    return pressed.removeprefix("feedback_"), answer_id
