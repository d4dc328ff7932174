"""A share of the simulated year: ten weeks of a site that changes and breaks (`python -m tests.ingest.web.year`)."""

from pathlib import Path

import pytest

from tests.ingest.web.year import run


@pytest.mark.slow
def test_ten_weeks_end_with_the_right_courses_and_the_right_history(tmp_path: Path) -> None:
    year = run(10, tmp_path)
    assert year.violations == []
    assert year.quiet_requests == 0
    assert len(year.troubles) > 2
    assert min(year.added, year.changed, year.removed, year.records) > 0
