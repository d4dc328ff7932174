// Up to four courses side by side, fact by fact.

import { element, problem, say, sourceLanguage } from "./dom.js";
import { MOST_COMPARED } from "./answer.js";
import { call } from "./calls.js";
import { factsOf, linksOf, orNotGiven, transferOf } from "./course_facts.js";
import { addressOf } from "./router.js";

export async function draw({ chosen }) {
  const ids = [...new Set(chosen.getAll("id"))].slice(0, MOST_COMPARED);
  const asked = await Promise.allSettled(ids.map((id) => call(`/api/courses/${encodeURIComponent(id)}`)));
  const courses = asked.filter((one) => one.status === "fulfilled").map((one) => one.value);
  const problems = asked.filter((one) => one.status === "rejected").map((one) => problem(one.reason));
  const picked = new URLSearchParams(courses.map((course) => ["pick", course.course_id]));
  return [
    element("p", { class: "back" }, element("a", { href: addressOf("kurser", "", picked) }, say("compare.back"))),
    element("div", { class: "view-head" }, element("h1", { tabindex: "-1" }, say("compare.heading"))),
    ...problems,
    courses.length ? table(courses) : element("p", {}, say("compare.none")),
  ];
}

function table(courses) {
  const heads = courses.map((course) => element("th", { scope: "col" },
    element("a", { href: addressOf("kursus", course.course_id), lang: sourceLanguage }, course.title)));
  const rows = rowsOf(courses).filter((row) => row.values.some((value) => value !== null));
  const body = rows.map(({ label, values }) => element("tr", {},
    element("th", { scope: "row" }, label), ...values.map((value) => element("td", {}, orNotGiven(value)))));
  const last = element("tr", {}, element("td", {}), ...courses.map((course) => element("td", {},
    element("span", { class: "links" }, ...linksOf(course)), removal(course, courses))));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("compare.table") },
    element("table", { class: "compared" },
      element("thead", {}, element("tr", {}, element("th", { scope: "col" },
        element("span", { class: "visually-hidden" }, say("compare.feature"))), ...heads)),
      element("tbody", {}, ...body, last)));
}

function rowsOf(courses) {
  const all = courses.map((course) => [...factsOf(course), ...transferOf(course)]);
  return all[0].map(([label], index) => ({ label, values: all.map((facts) => facts[index][1]) }));
}

function removal(course, courses) {
  const others = new URLSearchParams(courses.filter((one) => one !== course).map((one) => ["id", one.course_id]));
  return element("a", { href: addressOf("sammenlign", "", others), "aria-label": say("courses.unpick", { title: course.title }) },
    say("compare.remove"));
}
