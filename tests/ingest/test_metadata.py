"""Title, date and publisher, and where each came from."""

import datetime
from pathlib import Path

import pytest

from ingest.errors import UnreadableError
from ingest.formats import reader_for
from ingest.metadata import Metadata, find_metadata
from ingest.types import Extracted, Notice, RawValue
from knowledge.types import Learner, SourceKind, Visibility

TODAY = datetime.date(2026, 11, 22)
LONG = "Kommunen har spurgt sine ledere, hvad medarbejderne skal kunne, og svarene peger i samme retning som sidste år."

Found = tuple[Metadata, dict[str, str], list[str]]


def found_in(tmp_path: Path, name: str, content: str, meta: str | None = None) -> Found:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    meta_file = None
    if meta is not None:
        meta_file = tmp_path / f"{name}.meta.yaml"
        meta_file.write_text(meta, encoding="utf-8")
    metadata, origins, notices = find_metadata(reader_for(path)(path), path, meta_file, TODAY)
    return metadata, dict(origins), [notice.code for notice in notices]


def test_front_matter_comes_before_the_file_beside_and_the_text(tmp_path: Path) -> None:
    content = (
        f"---\ntitel: Fra hovedet\nmålgruppe: leder\nsynlighed: intern\n---\n# Fra teksten\n\n27-11-2018\n\n{LONG}"
    )
    metadata, origins, notices = found_in(
        tmp_path, "a.md", content, "title: Fra siden\ndate: 1. maj 2017\nudgiver: Banken"
    )
    assert metadata.title == "Fra hovedet"
    assert metadata.date == datetime.date(2017, 5, 1)
    assert (metadata.learner, metadata.visibility) == (Learner.MANAGER, Visibility.INTERNAL)
    assert origins == {
        "title": "front_matter", "learner": "front_matter", "visibility": "front_matter", "date": "meta_file",
        "publisher": "meta_file",
    }  # fmt: skip
    assert notices == []


def test_the_text_gives_title_date_and_publisher_where_nothing_else_does(tmp_path: Path) -> None:
    content = f"Ledernes svar\n\n{LONG}\n\nAf Anne Lund 16/05/2018\nVidensbanken\n\n{LONG}"
    metadata, origins, notices = found_in(tmp_path, "a.txt", content)
    assert (metadata.title, metadata.date, metadata.publisher) == (
        "Ledernes svar", datetime.date(2018, 5, 16), "Vidensbanken",
    )  # fmt: skip
    assert set(origins.values()) == {"text"}
    assert notices == []


def test_a_section_of_the_site_is_no_publisher(tmp_path: Path) -> None:
    metadata, _, _ = found_in(tmp_path, "a.txt", f"Ledernes svar\n\nAf Anne Lund 16/05/2018\nLedelse\n\n{LONG}")
    assert metadata.publisher is None


def test_an_address_line_names_the_publisher(tmp_path: Path) -> None:
    content = f"Ledernes svar\n\n{LONG}\n\nNORDVIND A/S • Havnegade 7 • 8000 Aarhus C • Tlf: +45 7012 3456"
    assert found_in(tmp_path, "a.txt", content)[0].publisher == "NORDVIND A/S"


def test_undated_is_a_notice_and_no_guess(tmp_path: Path) -> None:
    metadata, _, notices = found_in(tmp_path, "a.txt", f"Ledernes svar fra 2016\n\nI 2016 og den 3. maj 2017 {LONG}")
    assert metadata.date is None
    assert notices == ["undated"]


@pytest.mark.parametrize(
    ("line", "code"),
    [("31-02-2019", "impossible_date"), ("27-11-2031", "future_date"), ("Juni 2016", "imprecise_date")],
)
def test_a_date_that_cannot_be_is_a_notice(tmp_path: Path, line: str, code: str) -> None:
    metadata, _, notices = found_in(tmp_path, "a.txt", f"Ledernes svar\n\n{line}\n\n{LONG}")
    assert metadata.date is None
    assert notices == [code, "undated"]


def test_the_day_of_publication_goes_before_the_day_of_a_change(tmp_path: Path) -> None:
    content = f"Ledernes svar\n\nSidst opdateret 3. maj 2020\n\nPubliceret 1. maj 2018\n\n{LONG}"
    assert found_in(tmp_path, "a.txt", content)[0].date == datetime.date(2018, 5, 1)


@pytest.mark.parametrize(
    ("meta", "field", "line", "reason"),
    [
        ("title: A\ndate: 31-02-2019", "date", 2, "bad_date"),
        ("title: A\n\nlearner: alle", "learner", 3, "bad_value"),
        ("fictional: måske", "fictional", 1, "bad_value"),
        ("title: [a, b]", "title", 1, "bad_value"),
        ("title: A\ntitle: B", "title", 2, "duplicate_field"),
    ],
)
def test_a_wrong_value_beside_the_file_is_named_with_its_line(
    tmp_path: Path, meta: str, field: str, line: int, reason: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        found_in(tmp_path, "a.txt", LONG, meta)
    assert (caught.value.field, caught.value.line, caught.value.reason) == (field, line, reason)


def test_an_unknown_field_is_a_notice(tmp_path: Path) -> None:
    assert "unknown_field" in found_in(tmp_path, "a.txt", LONG, "farve: blå")[2]


def test_kind_dates_and_truth_are_read(tmp_path: Path) -> None:
    meta = "kind: profile\nvalid_from: 2018-01-01\ngyldig_til: 31. december 2019\nfiktiv: ja\nsprog: engelsk"
    metadata, _, _ = found_in(tmp_path, "a.txt", LONG, meta)
    assert metadata.kind is SourceKind.PROFILE
    assert metadata.valid_from == datetime.date(2018, 1, 1)
    assert metadata.valid_to == datetime.date(2019, 12, 31)
    assert metadata.fictional
    assert metadata.language == "en"


def test_a_month_in_a_field_is_a_notice(tmp_path: Path) -> None:
    metadata, _, notices = found_in(tmp_path, "a.txt", LONG, "date: juni 2016")
    assert metadata.date is None
    assert "imprecise_date" in notices


def test_titles_and_stamps_that_a_program_left_do_not_count() -> None:
    properties = {
        "title": RawValue("Microsoft Word - udkast.docx"), "created": RawValue(datetime.date(2000, 1, 1)),
        "date": RawValue("31-02-2019"),
    }  # fmt: skip
    metadata, origins, notices = find_metadata(Extracted(properties=properties), Path("svar.pdf"), None, TODAY)
    assert (metadata.title, metadata.date) == ("svar", None)
    assert origins == {"title": "name"}
    assert [notice.code for notice in notices] == ["bad_date", "undated"]


def test_the_day_the_file_was_made_is_the_last_resort_and_said() -> None:
    properties = {"created": RawValue(datetime.date(2018, 5, 16))}
    metadata, origins, notices = find_metadata(Extracted(properties=properties), Path("svar.pdf"), None, TODAY)
    assert metadata.date == datetime.date(2018, 5, 16)
    assert origins["date"] == "properties"
    assert notices == (Notice("date_of_file", field="date", values={"written": "2018-05-16"}),)


def test_a_title_from_running_text_is_cut_at_a_word(tmp_path: Path) -> None:
    metadata, _, _ = found_in(tmp_path, "a.txt", f"{LONG[:-1]}, {LONG}")
    assert metadata.title.endswith(" …")
    assert len(metadata.title) <= 122
