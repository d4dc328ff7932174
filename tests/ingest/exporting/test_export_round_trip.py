"""What is exported is read back as it was, in every format."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.exporting import Exportable, ExportFormat
from ingest.exporting.writing import write
from ingest.exporting.written import written
from ingest.formats import reader_for
from ingest.records import Standing, check_records
from knowledge.types import Course, Profile
from tests.ingest.exporting.exported import COURSES, PROFILES, STANDINGS, source_of, standing_of

Record = Course | Profile
# Of each kind and format; a workbook takes a tenth of a second.
EXAMPLES = 20


def read_back(content: bytes, wanted: ExportFormat) -> list[tuple[Record, Standing]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"udtraek.{wanted.value}"
        path.write_bytes(content)
        extracted = reader_for(path)(path)
    assert extracted.faults == ()
    checked = check_records(extracted.records)
    assert [fault for one in checked.faulty for fault in one.faults] == []
    return [(one.record, one.standing) for one in checked.good]


def round_trip(records: Sequence[Record], standings: Sequence[Standing], wanted: ExportFormat) -> None:
    what = Exportable.PROFILES if isinstance(records[0], Profile) else Exportable.COURSES
    agreed = [standing_of(one, standing) for one, standing in zip(records, standings, strict=False)]
    listed = [written(one, source_of(one, standing)) for one, standing in zip(records, agreed, strict=True)]
    content = write(listed, what, wanted)
    found = read_back(content, wanted)
    assert found == list(zip(records, agreed, strict=True))
    again = [written(one, source_of(one, standing)) for one, standing in found]
    if wanted is not ExportFormat.XLSX:
        # A workbook holds the time when it was made.
        assert write(again, what, wanted) == content


@pytest.mark.parametrize("wanted", ExportFormat)
@given(
    records=st.lists(PROFILES, min_size=1, max_size=3, unique_by=lambda one: one.profile_id),
    standings=st.lists(STANDINGS, min_size=3, max_size=3),
)
@settings(deadline=None, max_examples=EXAMPLES)
def test_profiles_come_back_as_they_were(
    wanted: ExportFormat, records: list[Record], standings: list[Standing]
) -> None:
    round_trip(records, standings, wanted)


@pytest.mark.parametrize("wanted", ExportFormat)
@given(
    records=st.lists(COURSES, min_size=1, max_size=3, unique_by=lambda one: one.course_id),
    standings=st.lists(STANDINGS, min_size=3, max_size=3),
)
@settings(deadline=None, max_examples=EXAMPLES)
def test_courses_come_back_as_they_were(wanted: ExportFormat, records: list[Record], standings: list[Standing]) -> None:
    round_trip(records, standings, wanted)
