// The same course at several providers: shown as one, with each one's own price and runs.

import { element, say, sourceLanguage } from "./dom.js";
import { priceOf, startOf } from "./course_facts.js";
import { addressOf } from "./router.js";

// The first listing of each course, in their order.
export function withoutRepeats(courses) {
  const told = new Set();
  return courses.filter((course) => {
    const isNew = !told.has(course.course_id);
    for (const other of course.also_at) told.add(other.course_id);
    return isNew;
  });
}

export function alsoAt(course) {
  if (!course.also_at.length) return null;
  const items = course.also_at.map((other) => element("li", {},
    element("a", { href: addressOf("kursus", other.course_id), lang: sourceLanguage }, other.provider ?? other.title),
    element("span", { class: "about" }, ` ${[priceOf(other.price) ?? say("not_given"), startOf(other) ?? other.runs[0]?.said].filter(Boolean).join(" · ")}`)));
  return element("div", { class: "also-at" }, element("p", { class: "soft" }, say("course.also_at")),
    element("ul", { class: "plain" }, ...items));
}
