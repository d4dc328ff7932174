// Links between courses and competences: what the courses' words show, with the sentence, to be confirmed or rejected.

import { announce, badge, counted, element, say, sourceLanguage } from "./dom.js";
import { call, post } from "./calls.js";
import { citationLink } from "./reader.js";
import { addressOf } from "./router.js";

const STATUSES = ["suggested", "confirmed", "rejected", "stated"];
const KEYS = { b: "confirmed", a: "rejected", f: "withdrawn" };
const DEEDS = [["confirmed", "confirm"], ["rejected", "reject"], ["withdrawn", "withdraw"]];

export async function draw({ id, chosen }) {
  const status = STATUSES.includes(chosen.get("status")) ? chosen.get("status") : id ? null : STATUSES[0];
  const { links, mayJudge } = await found(id, status);
  return [
    element("p", { class: "back" }, element("a", { href: addressOf("kurser") }, say("course.back"))),
    element("div", { class: "view-head" },
      element("h1", { tabindex: "-1" }, say("links.heading")),
      element("p", { class: "lead" }, say("links.lead")),
      element("p", { class: "about" }, say(mayJudge ? "links.keys" : "links.reader"))),
    choice(id, status),
    element("p", { class: "count", role: "status" }, links.length ? counted("links.found", links.length) : say("links.none")),
    ...byCourse(links).map((ofCourse) => section(ofCourse, mayJudge)),
  ];
}

async function found(course, status) {
  const asked = new URLSearchParams({ ...(course ? { course } : {}), ...(status ? { status } : {}) });
  const links = [];
  let mayJudge = false;
  for (let next = `/api/links?${asked}`; next;) {
    const given = await call(next);
    links.push(...given.links);
    mayJudge = given.may_judge;
    next = given.next;
  }
  return { links, mayJudge };
}

function choice(course, status) {
  const options = [[null, "all"], ...STATUSES.map((one) => [one, one])].filter(([one]) => course || one);
  return element("nav", { class: "toggles", "aria-label": say("links.show") },
    element("span", { class: "toggles-name", "aria-hidden": "true" }, say("links.show")),
    ...options.map(([one, key]) => element("a", {
      class: "chip",
      href: addressOf("koblinger", course, one ? new URLSearchParams({ status: one }) : null),
      "aria-current": one === status ? "true" : null,
    }, say(`links.${key}`))));
}

function byCourse(links) {
  const groups = new Map();
  for (const link of links) groups.set(link.course_id, [...(groups.get(link.course_id) ?? []), link]);
  return [...groups.values()];
}

function section(links, mayJudge) {
  const [{ course_id: id, course_title: title }] = links;
  return element("section", { class: "group" },
    element("h2", {}, element("a", { href: addressOf("kursus", id), lang: sourceLanguage }, title)),
    element("ul", { class: "rows" }, ...links.map((link) => row(link, mayJudge))));
}

function row(link, mayJudge) {
  const place = element("li", { class: "link-row" });
  fill(place, link, mayJudge);
  if (mayJudge) place.addEventListener("keydown", (event) => pressed(event, place));
  return place;
}

function fill(place, link, mayJudge) {
  place.link = link;
  place.replaceChildren(...linkLines(link), mayJudge ? deeds(place, link) : "");
}

// The competence, how it is known, and the sentence; a click shows the sentence in its place.
export function linkLines(link) {
  const sure = link.status === "suggested" ? say("links.sure", { percent: Math.min(99, Math.round(100 * link.confidence)) }) : null;
  const quote = element("q", { lang: sourceLanguage }, link.quote);
  const citation = { ...link, title: link.course_title };
  return [
    element("p", { class: "row-title" }, element("strong", { lang: sourceLanguage }, link.label), " ",
      badge(say(`links.status_${link.status}`), `link-${link.status}`), " ",
      sure ? element("span", { class: "about" }, sure) : null),
    element("p", { class: "link-quote" },
      citationLink(citation, { title: say("links.in_place") }, quote,
        element("span", { class: "visually-hidden" }, ` (${say("links.in_place")})`))),
  ];
}

function deeds(place, link) {
  const values = { course: link.course_title, label: link.label };
  const offered = DEEDS.filter(([verdict]) => verdict === "withdrawn" ? link.judged_by : verdict !== link.status);
  return element("p", { class: "link-deeds" }, ...offered
    .filter(([verdict]) => !(verdict === "confirmed" && link.status === "stated"))
    .map(([verdict, key]) => element("button", {
      type: "button", class: "quiet", "data-verdict": verdict, "aria-label": say(`links.${key}_label`, values),
      onclick: () => judge(place, verdict),
    }, say(`links.${key}`))));
}

async function judge(place, verdict) {
  const { course_id: course, competence_id: competence, label } = place.link;
  const buttons = place.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    const { link } = await post("/api/links", { course_id: course, competence, verdict });
    if (link) fill(place, link, true);
    else place.querySelector(".link-deeds").remove();
    announce(say(`links.done_${verdict}`, { label }));
    (neighbour(place, 1) ?? place).querySelector("button")?.focus();
  } catch (error) {
    for (const button of buttons) button.disabled = false;
    announce(error.message);
    place.querySelector(".problem")?.remove();
    place.append(element("p", { class: "problem", role: "alert" }, error.message));
  }
}

// Letters act only while the focus is within a link, so that they disturb nobody who dictates or types elsewhere.
function pressed(event, place) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const verdict = KEYS[event.key.toLowerCase()];
  if (verdict && place.querySelector(`[data-verdict="${verdict}"]`)) {
    event.preventDefault();
    judge(place, verdict);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = step ? neighbour(place, step) : null;
  if (next) {
    event.preventDefault();
    next.querySelector("button").focus();
  }
}

function neighbour(place, step) {
  const rows = [...document.querySelectorAll(".link-row")].filter((one) => one === place || one.querySelector("button"));
  return rows[rows.indexOf(place) + step] ?? null;
}

// On a card: what the course was perhaps found by, though its source does not state it.
export function suggestions(course) {
  const links = besides(course);
  return links.length ? element("ul", { class: "plain link-suggestions" },
    ...links.map((link) => element("li", {}, ...linkLines(link)))) : null;
}

// On a course's own page: what its words show, besides what its source states.
export function shownBesides(course) {
  const links = besides(course);
  const all = element("p", {}, element("a", { href: addressOf("koblinger", course.course_id) }, say("links.heading")));
  return [element("h2", {}, say("links.of_course")),
    links.length ? element("ul", { class: "rows" }, ...links.map((link) => element("li", {}, ...linkLines(link))))
      : element("p", { class: "soft" }, say("links.of_course_none")), all];
}

function besides(course) {
  return course.links.filter((link) => link.status !== "stated");
}
