// An answer as people read it: its text, the courses, what to note, its sources, and where to go on.

import { badge, element, say, shortlyWrittenDate, webLink } from "./dom.js";
import { filterChips, withoutFilters } from "./applied.js";
import { markdown, withoutList } from "./markdown.js";
import { citationLink, sourceButton } from "./reader.js";
import { addressOf } from "./router.js";

// As many courses as the comparison shows side by side.
export const MOST_COMPARED = 4;

// `ask(question, without)` is called when the reader chooses to ask on, or again without some filters.
export function shownAnswer(answer, ask) {
  const cited = new Map(answer.citations.map((citation) => [citation.number, citation]));
  const inCards = answer.kind === "courses" && answer.courses.length > 0;
  const told = withoutFilters(answer);
  const text = inCards ? withoutList(told) : told;
  const parts = [filterChips(answer, ask), element("div", { class: "answer-text" }, ...body(text, cited, spokenIn(answer)))];
  if (answer.courses.length) parts.push(courses(answer, cited, inCards));
  if (answer.notices.length) parts.push(notices(answer.notices));
  if (answer.citations.length && !inCards) parts.push(sources(answer));
  if (answer.nearest.length) parts.push(nearest(answer.nearest));
  if (answer.searched_also.length) {
    parts.push(element("p", { class: "also" }, say("answer.also", { terms: answer.searched_also.join(", ") })));
  }
  if (answer.follow_ups.length) parts.push(followUps(answer.follow_ups, ask));
  return parts.filter(Boolean);
}

// The text so far of an answer that is still being written; citations become links as they are told.
export function growingText(text, cited) {
  return body(text, cited);
}

function body(text, cited, spoken = null) {
  return markdown(text, (number) => (cited.has(number) ? cite(cited.get(number)) : null), spoken);
}

// Sources are in Danish, also where the answer is in English.
function spokenIn(answer) {
  return answer.language === "da" ? null : "da";
}

function cite(citation) {
  const label = say("answer.open_citation", { number: citation.number, title: citation.title });
  return citationLink(citation, { class: "cite", "aria-label": label, title: citation.title }, String(citation.number));
}

function section(heading, ...children) {
  return element("section", { class: "part" }, element("h3", {}, heading), ...children);
}

// --- sources ---

function sources(answer) {
  const groups = new Map();
  for (const citation of answer.citations) {
    groups.set(citation.source_id, [...(groups.get(citation.source_id) ?? []), citation]);
  }
  const shown = [answer.text, ...answer.courses.map((course) => course.reason)].join("\n");
  const items = [...groups.values()].map((citations) => element("li", {},
    element("span", { class: "numbers" }, ...citations.map(cite)),
    element("div", {},
      element("strong", { class: "source-title", lang: spokenIn(answer) }, citations[0].title),
      element("span", { class: "about" }, details(citations)),
      ...citations.filter((one) => !stands(one, shown)).map((one) =>
        element("blockquote", { lang: spokenIn(answer) }, one.quote.trim())))));
  return section(say("answer.sources"), element("ul", { class: "sources" }, ...items));
}

// Whether the quotation is shown already.
function stands(citation, text) {
  const plain = (words) => words.replace(/\s+/g, " ").replace(/^ ?[•–*-] /, "").trim();
  return plain(text).includes(plain(citation.quote));
}

function details(citations) {
  const [first] = citations;
  const pages = [...new Set(citations.map((one) => one.page).filter(Boolean))];
  const day = first.date ? shortlyWrittenDate(first.date) : say("answer.undated");
  const at = pages.length > 1 ? say("answer.pages", { pages: pages.join(", ") }) : null;
  const on = pages.length === 1 ? say("answer.page", { page: pages[0] }) : null;
  return [first.publisher, day, at ?? on].filter(Boolean).join(" · ");
}

function nearest(found) {
  const items = found.map((source) => element("li", {}, sourceButton(source.source_id, source.title)));
  return section(say("answer.nearest"), element("ul", { class: "plain" }, ...items));
}

function notices(found) {
  return element("div", { class: "notices", role: "note", "aria-label": say("answer.notices") },
    ...found.map((notice) => element("p", {}, notice.text)));
}

// --- courses ---

function courses(answer, cited, inCards) {
  const list = element("ul", { class: "suggested-courses" }, ...answer.courses.map((course) => card(course, cited, spokenIn(answer))));
  const chosen = new URLSearchParams(answer.courses.slice(0, MOST_COMPARED).map((course) => ["id", course.course_id]));
  const compare = answer.courses.length > 1
    ? element("p", {}, element("a", { href: addressOf("sammenlign", "", chosen) }, say("answer.compare"))) : null;
  if (inCards) return element("div", { class: "part" }, list, compare);
  return section(say("answer.courses"), list, compare);
}

function card(course, cited, spoken) {
  const shown = course.citations.filter((number) => cited.has(number)).map((number) => cite(cited.get(number)));
  const reason = say("answer.quoted", { quote: course.reason.replace(/\s+/g, " ").trim() });
  return element("li", { class: "course" },
    element("p", { class: "course-title" },
      element("a", { href: addressOf("kursus", course.course_id), lang: spoken }, course.title), " ", ...courseBadges(course)),
    aboutLine(course.provider, webLink(course.url, say("course.website"))),
    element("p", {}, element("span", { class: "quotation", lang: spoken }, reason), " ", ...shown));
}

function aboutLine(...parts) {
  const told = parts.filter(Boolean).flatMap((part, place) => (place ? [" · ", part] : [part]));
  return told.length ? element("p", { class: "about" }, ...told) : null;
}

export function courseBadges(course) {
  const badges = [];
  if (course.fictional) badges.push(badge(say("mark.fictional"), "fictional"));
  if (course.status !== "open") badges.push(badge(say(`mark.${course.status}`), course.status));
  return badges;
}

function followUps(questions, ask) {
  const items = questions.map((question) => element("li", {},
    element("button", { type: "button", class: "suggestion", onclick: () => ask(question) }, question)));
  return section(say("answer.follow_ups"), element("ul", { class: "suggestions" }, ...items));
}
