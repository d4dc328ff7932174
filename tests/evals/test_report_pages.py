"""The reports of a run: Markdown that fits a pull request, and a page that people read with or without scripts."""

import base64
import hashlib
import re
from typing import Any

import pytest

from evals.measures import METRICS as MEASURED
from evals.reports import to_html, to_markdown
from evals.reports.figures import untouched
from evals.reports.headings import METRICS, Metric, ShownAs, metric_of, ordered
from evals.reports.markdown import LONGEST, MOST_FLIPPED, escaped
from evals.reports.markup import element, verbatim
from evals.reports.prose import prose
from evals.reports.words import Words
from prompts.wording import LANGUAGES, Wording
from tests.evals.report_runs import SCRIPT, Elements, figure, make_answered, make_citation, make_metrics, make_run

LARGEST_PAGE = 6_000_000


# --- headings and words ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_a_heading_and_a_meaning(name: str, language: str) -> None:
    words = Words(Wording.load(), language)
    assert words.heading(name) != name
    assert words.meaning(name)


def test_the_reports_know_every_metric_that_is_measured_and_which_way_is_better() -> None:
    for metric in MEASURED:
        assert METRICS[metric.name].higher_is_better is metric.higher_is_better, metric.name


def test_an_unknown_metric_is_shown_by_its_name() -> None:
    assert metric_of("brilliance") == Metric("brilliance", shown_as=ShownAs.NUMBER)
    run = make_run(metrics={"brilliance": figure(0.5)}, suites={"facts": {"brilliance": figure(0.5)}})
    assert "brilliance" in to_markdown(run)
    assert "brilliance" in to_html(run)


def test_known_metrics_come_first_in_their_order() -> None:
    assert ordered(["zeal", "latency_p50", "fact_in_answer", "art"]) == ["fact_in_answer", "latency_p50", "art", "zeal"]


def test_figures_are_written_as_the_language_writes_them() -> None:
    danish, english = (Words(Wording.load(), language) for language in ("da", "en"))
    assert danish.value("fact_in_answer", 0.934) == "93,4 %"
    assert english.value("fact_in_answer", 0.934) == "93.4%"
    assert danish.value("latency_p50", 12.5) == "12,5 ms"
    assert danish.value("input_tokens", 12500) == "12.500"
    assert english.signed("ndcg_at_10", -0.0123) == "−0.012"
    assert english.signed("fact_in_answer", -0.0001) == "0.0 points"
    assert danish.moment("2026-11-22T06:40:00+00:00") == "22. november 2026 kl. 06:40"


def test_the_untouched_half_of_a_suite_is_the_mean_over_its_never_tuned_cases() -> None:
    right, wrong = {"fact_in_answer": 1.0}, {"fact_in_answer": 0.0}
    cases = [make_answered(n, suite="facts", scores=right if n < 4 else wrong) for n in range(1, 6)]
    found = untouched(make_run(cases))["facts"]["fact_in_answer"]
    assert (found.value, found.count) == (2 / 3, 3)


# --- Markdown ---


def test_markdown_tells_figures_changes_and_what_flipped() -> None:
    text = to_markdown(make_run())
    assert "| All facts shown | 87.5% (82.5–91.5) | 90.0% (85.0–94.0) | **85.0% (80.0–89.0)** |" in text
    assert "+2.5 points (+0.5 … +4.5) | better |" in text
    assert "**beyond the margin**" in text
    assert "- facts: Right source −2.0 points" in text
    assert "- `facts-002` Spørgsmål nummer 2?" in text
    assert "| By rules and by hand | 98.5% | 2.0% | 160 | 60 |" in text
    assert "`number-7`" in text
    assert "fagkompas eval --baseline evals/baseline.json" in text


def test_markdown_is_to_be_had_in_danish() -> None:
    assert "| Alle fakta vist | 87,5 % (82,5–91,5) |" in to_markdown(make_run(), "da")


def test_markdown_marks_the_never_tuned_half_of_a_suite() -> None:
    assert "| facts | 2 | 87.5% · **100%** |" in to_markdown(make_run())


def test_markdown_without_a_baseline_or_faults_says_so_and_leaves_them_out() -> None:
    text = to_markdown(make_run(against_baseline=None, faults={}))
    assert "Not compared with an earlier run." in text
    assert "Flipped" not in text
    assert "Planted" not in text


def test_markdown_shows_at_most_twenty_flipped_cases_a_side() -> None:
    ids = [f"facts-{number:03}" for number in range(1, 51)]
    compared = {"baseline": "b.json", "metrics": {}, "suites": {}, "flipped": {"mended": ids, "broken": []}}
    text = to_markdown(make_run([make_answered(n) for n in range(1, 51)], against_baseline=compared))
    assert text.count("- `facts-") == MOST_FLIPPED
    assert "… and 30 more." in text


def test_markdown_stays_below_what_github_takes_and_says_that_it_was_cut() -> None:
    text = to_markdown(make_run(suites={f"suite-{number}": make_metrics() for number in range(2000)}))
    assert len(text) < LONGEST
    assert "the rest is cut" in text.splitlines()[-1]


def test_markdown_of_strangers_stays_text_and_calls_nobody() -> None:
    said = escaped("| **fed** <b>x</b> [a](javascript:x) `code` @team #12\nnæste")
    assert said == (
        "\\| \\*\\*fed\\*\\* &lt;b&gt;x&lt;/b&gt; \\[a\\]\\(javascript:x\\) \\`code\\` @\u200bteam #\u200b12 næste"
    )


@pytest.mark.parametrize("judge", [{"model": "local:small", "counts": True, "agreement": 0.95, "failures": 2}])
def test_a_judge_is_named_with_its_agreement(judge: dict[str, Any]) -> None:
    more = {**judge, "supported": figure(0.9), "usage": {"input_tokens": 1200}}
    for text in (to_markdown(make_run(judge=more)), to_html(make_run(judge=more), "en")):
        assert "local:small" in text
        assert "95.0%" in text
        assert "The judge's scores count" in text


# --- the page ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_asks_for_nothing(language: str) -> None:
    page = to_html(make_run(), language)
    elements = Elements(page)
    assert not elements.open
    assert len(elements.ids()) == len(set(elements.ids()))
    assert not [tag for tag, attributes in elements.found if "src" in attributes or tag in {"link", "img", "iframe"}]
    assert not [attributes for _, attributes in elements.found if "style" in attributes]


def test_every_link_within_the_page_leads_somewhere() -> None:
    elements = Elements(to_html(make_run()))
    wanted = {link[1:] for _, attributes in elements.found if (link := attributes.get("href") or "").startswith("#")}
    assert wanted <= set(elements.ids())
    assert {"questions", "case-1", "case-1-1"} <= wanted


def test_the_policy_allows_the_pages_own_style_and_script_alone() -> None:
    page = to_html(make_run())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src &#x27;none&#x27;")
    for tag in ("style", "script"):
        own = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert own
        assert base64.b64encode(hashlib.sha256(own[1].encode()).digest()).decode() in policy[1]


def test_nothing_that_strangers_wrote_becomes_html() -> None:
    citation = make_citation(1, quote=SCRIPT, title=SCRIPT, url="javascript:alert(1)", section=SCRIPT)
    course = {"course_id": SCRIPT, "title": SCRIPT, "provider": SCRIPT, "reason": SCRIPT, "citations": [1]}
    answer = {"kind": SCRIPT, "text": f"{SCRIPT} **{SCRIPT}** [1]", "citations": [citation], "courses": [course]}
    said = {"id": SCRIPT, "suite": SCRIPT, "kind": SCRIPT, "split": '"><i>', "question": SCRIPT, "answer": answer}
    expected = {"facts": [[SCRIPT]], "sources": [SCRIPT], "courses": [SCRIPT], "answerable": False}
    run = make_run([make_answered(1, **said, conversation=[SCRIPT], expected=expected, scores={SCRIPT: 1.0})])
    page = to_html(run | {"version": SCRIPT, "suites": {SCRIPT: make_metrics()}, "configuration": {SCRIPT: SCRIPT}})
    assert page.count("<script") == 1
    assert "<i>" not in page
    assert "javascript:" not in page
    assert "<script" not in to_markdown(run)


def test_a_question_shows_its_answer_quotations_and_what_was_expected() -> None:
    page = to_html(make_run())
    for shown in (
        "54 procent peger på netværk",
        "17. august 2016",
        "side 3",
        "Kilden er fra 2016.",
        "54 %",
        "✓ Rigtigt",
    ):
        assert shown in page
    assert '<a class="cite" href="#case-1-2">2</a>' in page
    assert 'data-outcome="passed flipped_any flipped_mended"' in page


def test_each_expected_fact_says_whether_the_answer_shows_it() -> None:
    expected = {"facts": [["54 procent"], ["61 procent"]], "sources": [], "answerable": True}
    page = to_html(make_run([make_answered(1, expected=expected)]), "en")
    assert 'title="shown">✓ </span><code>54 procent</code>' in page
    assert 'title="missing">✗ </span><code>61 procent</code>' in page


def test_an_empty_run_makes_a_page_and_markdown_all_the_same() -> None:
    assert "</html>" in to_html({})
    assert "fagkompas eval" in to_markdown({})


def test_six_hundred_questions_make_a_page_that_opens() -> None:
    long = {
        "text": "Et svar på mange ord. " * 40,
        "citations": [make_citation(n, quote="ord " * 60) for n in range(1, 6)],
    }
    cases = [make_answered(number, answer={**make_answered(1)["answer"], **long}) for number in range(1, 601)]
    assert len(to_html(make_run(cases)).encode()) < LARGEST_PAGE


def test_prose_shows_lists_in_lists_and_leaves_unknown_numbers_alone() -> None:
    shown = prose("Først:\n- **et** [1]\n  - to [9]\n- tre <b>", {1}, "case-1")
    cite = '<a class="cite" href="#case-1-1">1</a>'
    assert shown == (
        f"<p>Først:</p><ul><li><strong>et</strong> {cite}<ul><li>to [9]</li></ul></li><li>tre &lt;b&gt;</li></ul>"
    )


def test_elements_escape_their_children_and_attributes() -> None:
    assert element("p", {"title": '"<', "hidden": True, "lang": None}, "a<b", element("br")) == (
        '<p title="&quot;&lt;" hidden>a&lt;b<br></p>'
    )
    with pytest.raises(ValueError, match="take it out"):
        verbatim("style", None, "</style>")
