"""A small share of the scripted day: the whole is `python -m tests.slack.day`."""

from pathlib import Path

import pytest

from assistant.channels.slack.manifest import own_manifest
from tests.assistant.channels.doors import write_sources
from tests.slack.day import HURRIED, Day, Script
from tests.slack.day_report import is_well
from tests.slack.workspace import Workspace


@pytest.mark.slow
def test_a_share_of_the_day_ends_with_one_complete_answer_for_each_question(tmp_path: Path) -> None:
    script = Script(people=5, questions=20, kills=1, seed=4, cuts=0, sources=write_sources(tmp_path / "given"))
    with Workspace(dict(own_manifest()), HURRIED) as slack:
        report = Day(slack, script, tmp_path).run()
    assert is_well(report), report
    assert report["kills"] == 1
    assert report["questions"] >= 18
