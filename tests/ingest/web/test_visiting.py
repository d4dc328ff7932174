"""A visit to a site: each page once, politely; what is gone is gone."""

import pytest

from ingest.web.addresses import host_of
from ingest.web.fetching import Fetcher
from ingest.web.mirror import Mirror
from ingest.web.sources import ConnectedSource
from ingest.web.visiting import visit
from tests.ingest.web.site import Answer, Site
from tests.ingest.web.visitor import TODAY, Visitor, codes


def test_pages_are_fetched_once_and_then_asked_after(visitor: Visitor, site: Site) -> None:
    urls = tuple(site.page(f"/kurser/{name}", name) for name in ("et", "to", "tre"))
    assert visitor(urls=urls).new == 3
    assert visitor.files() == ["kurser-et.html", "kurser-to.html", "kurser-tre.html"]
    meta = next(visitor.folder.glob("kurser-et-*.meta.yaml")).read_text()
    assert meta == f'url: "{site.address}/kurser/et"\nretrieved: 2026-11-23\n'
    site.take_asked()
    again = visitor(urls=urls)
    assert (again.new, again.unchanged) == (0, 3)
    assert sorted(site.take_asked()) == [
        ("/kurser/et", 304),
        ("/kurser/to", 304),
        ("/kurser/tre", 304),
        ("/robots.txt", 304),
    ]
    site.page("/kurser/to", "to", "Noget helt nyt om kurset, som ikke stod der før, og det er langt nok.")
    assert visitor(urls=urls).new == 1
    assert "helt nyt" in visitor.text("kurser-to")


def test_without_validators_an_unchanged_page_is_still_unchanged(visitor: Visitor, site: Site) -> None:
    url = site.page("/et", "et")
    site.answers["/et"].validated = False
    assert (visitor(urls=(url,)).new, visitor(urls=(url,)).new) == (1, 0)


def test_a_section_is_followed_so_deep_and_no_further(visitor: Visitor, site: Site) -> None:
    site.page("/kurser", "Kurser", links=("/kurser/et", "/nyt/to", "https://andre.example/x", "mailto:x@y.dk", "#top"))
    site.page("/kurser/et", "et", links=("/kurser/et/dybere", "/kurser?utm_source=x"))
    site.page("/kurser/et/dybere", "dybere")
    site.page("/nyt/to", "to")
    section = (f"{site.address}/kurser",)
    visitor(sections=section, depth=1, deny=("/nyt/*",))
    assert visitor.files() == ["kurser-et.html", "kurser.html"]
    visitor(sections=section, depth=2, allow=("/kurser*",))
    assert visitor.files() == ["kurser-et-dybere.html", "kurser-et.html", "kurser.html"]


def test_a_sitemap_names_pages_and_other_sitemaps(visitor: Visitor, site: Site) -> None:
    site.page("/et", "et")
    site.page("/to", "to")
    site.sitemap("/et", "/to", "/væk", path="/under.xml")
    index = f"<sitemapindex><sitemap><loc>{site.address}/under.xml</loc></sitemap></sitemapindex>"
    site.answers["/sitemap.xml"] = Answer(index.encode(), "text/xml")
    told = visitor(sitemaps=(f"{site.address}/sitemap.xml",))
    assert (told.new, codes(told)) == (2, ["web_missing"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>login</body></html>",
        b"<urlset></urlset>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset><url><loc>http://127.0.0.1/&a;</loc></url></urlset>',
    ],
)
def test_a_sitemap_that_is_none_forgets_nothing(content: bytes, visitor: Visitor, site: Site) -> None:
    for name in ("et", "to", "tre"):
        site.page(f"/{name}", name)
    sitemap = site.sitemap("/et", "/to", "/tre")
    visitor(sitemaps=(sitemap,))
    site.answers["/sitemap.xml"] = Answer(content, "text/xml")
    del site.answers["/et"]
    assert codes(visitor(sitemaps=(sitemap,))) == ["web_sitemap"]
    assert visitor.files() == ["et.html", "to.html", "tre.html"]


def test_a_page_that_is_gone_is_forgotten_one_that_is_off_the_list_is_asked_after(visitor: Visitor, site: Site) -> None:
    for name in ("et", "to", "tre", "fire"):
        site.page(f"/{name}", name)
    sitemap = site.sitemap("/et", "/to", "/tre", "/fire")
    visitor(sitemaps=(sitemap,))
    site.sitemap("/et", "/to")
    del site.answers["/tre"]
    told = visitor(sitemaps=(sitemap,))
    assert told.gone == [f"{site.address}/tre"]
    assert visitor.files() == ["et.html", "fire.html", "to.html"]
    assert not list(visitor.folder.glob("tre-*"))


def test_many_gone_at_once_are_kept_until_somebody_says_so(visitor: Visitor, site: Site) -> None:
    urls = tuple(site.page(f"/{name}", name) for name in ("et", "to", "tre"))
    visitor(urls=urls)
    site.answers.clear()
    told = visitor(urls=urls)
    assert (codes(told), told.gone) == (["web_many_gone"], [])
    assert len(visitor.files()) == 3
    assert len(visitor(urls=urls, allow_removals=True).gone) == 3
    assert visitor.files() == []


def test_robots_txt_is_heeded(visitor: Visitor, site: Site) -> None:
    urls = (site.page("/hemmeligt/et", "et"), site.page("/to", "to"))
    assert codes(visitor(urls=urls)) == ["web_robots"]
    assert visitor.files() == ["to.html"]
    assert ("/hemmeligt/et", 200) not in site.asked


def test_a_page_that_has_moved_is_known_by_its_new_address_alone(visitor: Visitor, site: Site) -> None:
    urls = (site.page("/gammel", "et"), site.page("/to", "to"), site.page("/tre", "tre"))
    visitor(urls=urls)
    site.page("/ny", "et")
    site.answers["/gammel"] = Answer(status=301, headers={"Location": "/ny"})
    visitor(urls=urls)
    assert visitor.files() == ["ny.html", "to.html", "tre.html"]
    site.take_asked()
    visitor(urls=urls)
    assert ("/ny", 304) in site.asked


def test_pages_that_all_lead_to_one_are_kept(visitor: Visitor, site: Site) -> None:
    urls = tuple(site.page(f"/{name}", name) for name in ("et", "to", "tre"))
    visitor(urls=urls)
    site.page("/", "Forside")
    for name in ("et", "to", "tre"):
        site.answers[f"/{name}"] = Answer(status=302, headers={"Location": "/"})
    assert "web_many_gone" in codes(visitor(urls=urls))
    assert {"et.html", "to.html", "tre.html"} <= set(visitor.files())


def test_one_page_under_two_addresses_is_one(visitor: Visitor, site: Site) -> None:
    site.page("/liste", "Liste", links=("/et?side=1", "/et"))
    site.page("/et", "et")
    site.page("/et?side=1", "et", head=f'<link rel="canonical" href="{site.address}/et">')
    visitor(sections=(f"{site.address}/liste",))
    assert visitor.files() == ["et.html", "liste.html"]


def test_a_page_that_names_quite_another_as_its_own_is_kept(visitor: Visitor, site: Site) -> None:
    head = f'<link rel="canonical" href="{site.address}/">'
    urls = tuple(site.page(f"/{name}", name, head=head) for name in ("et", "to"))
    visitor(urls=urls)
    assert visitor.files() == ["et.html", "to.html"]


def test_what_the_source_names_no_more_or_leaves_out_goes(visitor: Visitor, site: Site) -> None:
    urls = tuple(site.page(f"/{name}", name) for name in ("et", "to", "tre", "fire"))
    visitor(urls=urls)
    assert visitor(urls=urls[:3]).gone == [urls[3]]
    assert visitor.files() == ["et.html", "to.html", "tre.html"]
    site.page("/liste", "Liste", links=("/et", "/to", "/tre", "/fire"))
    visitor(sections=(f"{site.address}/liste",))
    assert visitor(sections=(f"{site.address}/liste",), deny=("/to",)).gone == [urls[1]]


def test_a_page_that_asks_not_to_be_kept_is_not(visitor: Visitor, site: Site) -> None:
    site.page("/liste", "Liste", links=("/et",), head='<meta name="robots" content="noindex">')
    site.page("/et", "et", links=("/to",), head='<meta name="robots" content="nofollow">')
    site.page("/to", "to")
    visitor(sections=(f"{site.address}/liste",), depth=3)
    assert visitor.files() == ["et.html"]


def test_more_pages_than_are_wanted_are_left_and_said(visitor: Visitor, site: Site) -> None:
    urls = tuple(site.page(f"/{number}", str(number)) for number in range(5))
    told = visitor(urls=urls, most=3)
    assert (told.new, [notice.code for notice in told.notices]) == (3, ["web_most"])


def test_a_torn_state_is_made_anew_from_the_pages(visitor: Visitor, site: Site) -> None:
    urls = (site.page("/et", "et"),)
    visitor(urls=urls)
    (visitor.folder / ".mirror.json").write_text('{"pages": {')
    assert visitor(urls=urls).faults == []
    assert visitor.files() == ["et.html"]


def test_a_server_is_not_asked_faster_than_it_likes(visitor: Visitor, site: Site) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 5\n", "text/plain")
    waited: list[float] = []
    fetcher = Fetcher(50.0, {host_of(site.address)}, clock=lambda: 0.0, sleep=waited.append)
    urls = (site.page("/et", "et"), site.page("/to", "to"))
    visit(ConnectedSource("prøve", urls=urls), Mirror.open(visitor.folder), TODAY, fetcher=fetcher)
    assert waited[-1] >= 5.0
