// One course: all that its source says of it, and how it comes into use.

import { element, say, sourceLanguage } from "./dom.js";
import { call } from "./calls.js";
import { courseBadges } from "./answer.js";
import { factsOf, linksOf, orNotGiven, transferOf } from "./course_facts.js";
import { shownBesides } from "./links.js";
import { alsoAt } from "./listings.js";
import { addressOf } from "./router.js";

export async function draw({ id }) {
  const course = await call(`/api/courses/${encodeURIComponent(id)}`);
  const asked = new URLSearchParams({ q: say("course.ask_question", { title: course.title }) });
  return [
    element("p", { class: "back" }, element("a", { href: addressOf("kurser") }, say("course.back"))),
    element("div", { class: "view-head" },
      element("p", { class: "eyebrow" }, course.provider),
      element("h1", { tabindex: "-1", lang: sourceLanguage }, course.title),
      element("p", { class: "badges" }, ...courseBadges(course))),
    facts(factsOf(course).slice(1)),
    alsoAt(course),
    ...shownBesides(course),
    element("h2", {}, say("course.transfer")),
    transfer(course),
    element("p", { class: "links" }, ...linksOf(course),
      element("a", { href: addressOf("", "", asked) }, say("course.ask"))),
  ];
}

function transfer(course) {
  const parts = transferOf(course);
  const none = parts.some(([, value]) => value) ? null : element("p", { class: "soft" }, say("course.transfer_none"));
  return element("div", {}, none, facts(parts));
}

function facts(pairs) {
  const rows = pairs.map(([label, value]) => element("div", {},
    element("dt", {}, label), element("dd", {}, orNotGiven(value))));
  return element("dl", { class: "facts" }, ...rows);
}
