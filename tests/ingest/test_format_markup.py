"""Markdown, web pages and JSON-LD."""

import datetime
from pathlib import Path

import pytest

from ingest.errors import UnreadableError
from ingest.formats import reader_for
from ingest.metadata import find_metadata
from ingest.passages import cut
from ingest.types import BlockKind, Extracted
from knowledge.types import SourceKind

LONG = "Kommunen har spurgt sine ledere, hvad medarbejderne skal kunne, og svarene peger i samme retning som sidste år."
HEADING, PARAGRAPH, ITEM, ROW = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW
OUTSIDE = BlockKind.BOILERPLATE


def read(tmp_path: Path, name: str, content: str | bytes) -> Extracted:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return reader_for(path)(path)


def shape(extracted: Extracted) -> list[tuple[BlockKind, int, str]]:
    return [(block.kind, block.level, extracted.text[block.start : block.end]) for block in extracted.blocks]


def page(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="da"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def passages(extracted: Extracted) -> str:
    return "\n".join(extracted.text[span.start : span.end] for span in cut(extracted.text, extracted.blocks))


def test_markdown_marks_become_blocks_and_words_stay(tmp_path: Path) -> None:
    content = (
        "# Ledernes **svar**\n\nSe [rapporten](https://a.dk/b_(c)) om *metode* og `kode`,\n"
        "over to linjer &amp; mere.\n\n"
        "- et\n  og mere\n  - under\n- to\n\n3. tre\n4. fire\n\n"
        "| Svar | Andel |\n|:--|--:|\n| Samarbejde | 54,0 |\n"
        "| Metode | |\n\nMetode\n------\n> citat\n> her\n\n```\nkode | her\n```\n\n"
        "<!-- intern\nnote -->\n***\n![billede](a.png)"
    )
    assert shape(read(tmp_path, "a.md", content)) == [
        (HEADING, 1, "Ledernes svar"),
        (PARAGRAPH, 1, "Se rapporten om metode og kode, over to linjer & mere."),
        (ITEM, 1, "• et og mere"),
        (ITEM, 2, "• under"),
        (ITEM, 1, "• to"),
        (ITEM, 1, "3. tre"),
        (ITEM, 1, "4. fire"),
        (ROW, 1, "Svar: Samarbejde; Andel: 54,0"),
        (ROW, 1, "Svar: Metode"),
        (HEADING, 2, "Metode"),
        (PARAGRAPH, 1, "citat her"),
        (PARAGRAPH, 1, "kode | her"),
    ]


@pytest.mark.parametrize("name", ["medarbejder_id_felt", "2 * 3 * 4", "a_b og c_d", "5 > 3"])
def test_signs_that_are_no_marks_stay(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, "a.md", f"Feltet {name} bruges.").text == f"Feltet {name} bruges."


def test_front_matter_of_a_course_is_a_record_with_lines(tmp_path: Path) -> None:
    extracted = read(
        tmp_path,
        "a.md",
        "---\nkind: course\ntitel: Samtaler\npris: 2.395\nhold:\n  - start: 2027-01-19\n---\nBrødtekst.",
    )
    (record,) = extracted.records
    assert record.kind is SourceKind.COURSE
    assert (record.fields["pris"].value, record.fields["pris"].line) == ("2.395", 4)
    assert record.fields["hold"].value == [{"start": datetime.date(2027, 1, 19)}]
    assert extracted.text == "Brødtekst."


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("---\ntitle: A\n\nTekst", 1, "syntax"),
        ("---\ntitle: A\ndate: [1\n---\nTekst", 3, "syntax"),
        ("---\n- a\n---\nTekst", 2, "syntax"),
        ("---\ntitle: A\ntitle: B\n---\nTekst", 3, "duplicate_field"),
        ("---\ntitle: A\n---\n", None, "empty"),
    ],
)
def test_broken_front_matter_is_named_with_its_line(
    tmp_path: Path, content: str, line: int | None, reason: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, "a.md", content)
    assert (caught.value.line, caught.value.reason) == (line, reason)


def test_menus_headers_footers_and_forms_stay_out_of_passages(tmp_path: Path) -> None:
    body = (
        "<header><a href='#i'>Spring til indhold</a><form><label>Find</label></form></header>"
        "<nav><ul><li>Forside</li></ul></nav>"
        f"<h1>Ledernes svar</h1><p>{LONG}</p><script>var a='kode';</script><style>p{{}}</style><!-- note -->"
        "<div class='cookie-banner'>Her er et banner</div><div role='search'>Find her</div><p hidden>Skjult</p>"
        "<ul class='related-links'><li>Ny pulje</li></ul><div style='display: none'>Usynlig</div>"
        "<aside>Sidehistorie</aside><footer>Torvegade 4</footer>"
    )
    extracted = read(tmp_path, "a.html", page(body))
    assert passages(extracted) == LONG
    assert "Torvegade 4" in extracted.text
    for gone in ("kode", "note", "Skjult", "Usynlig"):
        assert gone not in extracted.text


def test_only_the_main_part_counts_where_there_is_one(tmp_path: Path) -> None:
    body = (
        f"<div>Topnyt fra redaktionen</div><main><header><h1>Svar</h1></header><p>{LONG}</p></main><div>Bundtekst</div>"
    )
    assert passages(read(tmp_path, "a.html", page(body))) == LONG


def test_a_form_around_the_whole_page_hides_nothing(tmp_path: Path) -> None:
    assert passages(read(tmp_path, "a.html", page(f"<form><h1>Svar</h1><p>{LONG}</p></form>"))) == LONG


def test_lists_tables_and_line_breaks_of_a_page(tmp_path: Path) -> None:
    body = (
        "<h1>Svar</h1><h2>Liste</h2><p>De siger:</p><ol start='3'><li>Tre<ul><li>under</li></ul></li>"
        "<li><p>Fire</p><p>mere</p></li></ol>"
        "<table><thead><tr><th>Svar</th><th>Andel</th></tr></thead><tr><td>Metode</td><td>41,0</td></tr></table>"
        "<table><tr><td><h3>Ramme</h3>Tekst i ramme</td><td></td></tr></table>løs <b>tekst</b> her"
    )
    assert shape(read(tmp_path, "a.html", page(body))) == [
        (HEADING, 1, "Svar"),
        (HEADING, 2, "Liste"),
        (PARAGRAPH, 1, "De siger:"),
        (ITEM, 1, "3. Tre"),
        (ITEM, 2, "• under"),
        (ITEM, 1, "4. Fire"),
        (PARAGRAPH, 1, "mere"),
        (ROW, 1, "Svar: Metode; Andel: 41,0"),
        (HEADING, 3, "Ramme"),
        (PARAGRAPH, 1, "Tekst i ramme"),
        (PARAGRAPH, 1, "løs tekst her"),
    ]


def test_what_the_head_says_goes_before_the_text(tmp_path: Path) -> None:
    head = (
        "<title>Svar - Banken</title><meta property='article:published_time' content='2018-11-27T09:00:00+01:00'>"
        "<meta property='og:site_name' content='Vidensbanken'><link rel='canonical' href='https://a.dk/svar'>"
    )
    path = tmp_path / "a.html"
    extracted = read(tmp_path, "a.html", page(f"<h1>Ledernes svar</h1><p>3. maj 2020</p><p>{LONG}</p>", head))
    metadata, origins, _ = find_metadata(extracted, path, None)
    assert metadata.date == datetime.date(2018, 11, 27)
    assert (metadata.publisher, metadata.url, metadata.language) == ("Vidensbanken", "https://a.dk/svar", "da")
    assert (metadata.title, origins["title"], origins["date"]) == ("Ledernes svar", "text", "properties")


def test_an_article_in_linked_data_gives_title_and_date(tmp_path: Path) -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Svar", "datePublished": "2018-11-27",'
        '"publisher": {"@type": "Organization", "name": "Banken"}}</script>'
        '<script type="application/ld+json">{"a": </script>'
    )
    extracted = read(tmp_path, "a.html", page(f"<p>{LONG}</p>", head))
    metadata, _, _ = find_metadata(extracted, tmp_path / "a.html", None)
    assert (metadata.title, metadata.date, metadata.publisher) == ("Svar", datetime.date(2018, 11, 27), "Banken")
    assert [notice.code for notice in extracted.notices] == ["bad_linked_data"]


def test_courses_in_a_page_are_records(tmp_path: Path) -> None:
    head = '<script type="application/ld+json">{"@graph": [{"@type": ["Course"], "name": "Samtaler"}]}</script>'
    extracted = read(tmp_path, "a.html", page(f"<h1>Kurser</h1><p>{LONG}</p>", head))
    assert [record.fields["name"].value for record in extracted.records] == ["Samtaler"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-8", "utf-16"])
def test_the_declared_encoding_is_followed(tmp_path: Path, encoding: str) -> None:
    content = page("<p>På jobcentret lærer de både æ, ø og å at kende.</p>").replace('"utf-8"', f'"{encoding}"')
    assert "På jobcentret lærer de både æ, ø og å" in read(tmp_path, "a.html", content.encode(encoding)).text


def test_a_wrong_declaration_does_not_spoil_the_letters(tmp_path: Path) -> None:
    assert "på" in read(tmp_path, "a.html", page("<p>Mere på vej til alle.</p>").encode("cp1252")).text


def test_a_page_nested_too_deeply_is_told_and_a_deep_one_read(tmp_path: Path) -> None:
    assert passages(read(tmp_path, "a.html", page("<div>" * 1500 + f"<p>{LONG}</p>"))) == LONG
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, "b.html", page("<div>" * 50_000 + f"<p>{LONG}</p>"))
    assert caught.value.reason == "too_complex"


def test_a_page_without_text_and_entities_from_outside(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, "a.html", page("<script>app()</script>"))
    assert caught.value.reason == "no_text"
    attack = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>Tekst &x; her</p></body></html>'
    assert "root:" not in read(tmp_path, "b.html", attack).text


def test_every_course_of_linked_data_is_a_record_with_its_line(tmp_path: Path) -> None:
    content = (
        '{"@context": "https://schema.org", "@graph": [\n{"@type": "Organization", "name": "Banken"},\n'
        '{"@type": "Course", "name": "Samtaler", '
        '"hasCourseInstance": [{"@type": "CourseInstance", "startDate": "2027-01-19"}]},\n'
        '{"@type": "ItemList", "itemListElement": [{"item":\n'
        '{"@type": "http://schema.org/Course", "name": "Møder på æ"}}]}]}'
    )
    extracted = read(tmp_path, "a.jsonld", content)
    assert [(record.fields["name"].value, record.line) for record in extracted.records] == [
        ("Samtaler", 3),
        ("Møder på æ", 5),
    ]
    assert extracted.records[0].fields["hasCourseInstance"].value == [
        {"@type": "CourseInstance", "startDate": "2027-01-19"}
    ]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ('{"@type": "Course",\n"name": }', 2, "syntax"),
        ('{"@type": "Course",\n"name": "A"', 2, "truncated"),
        ("[" * 100_000, None, "too_complex"),
        ('{"@type": "Person"}', None, "no_records"),
    ],
)
def test_broken_linked_data_is_named_with_its_line(tmp_path: Path, content: str, line: int | None, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path, "a.jsonld", content)
    assert (caught.value.line, caught.value.reason) == (line, reason)


def test_plain_json_with_a_kind_is_a_record(tmp_path: Path) -> None:
    extracted = read(tmp_path, "a.json", '[{"kind": "profile", "titel": "Konsulent"}, {"kind": "andet"}]')
    assert [record.kind for record in extracted.records] == [SourceKind.PROFILE]
