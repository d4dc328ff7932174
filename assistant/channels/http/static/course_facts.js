// What is known of a course, fact by fact, in words: for its card, its page and the comparison.

import { badge, element, knows, say, shortlyWrittenDate, webLink, writtenAmount, writtenDate } from "./dom.js";
import { courseBadges } from "./answer.js";
import { nextRun } from "./facets.js";
import { sourceButton } from "./reader.js";

const TRANSFER = ["before", "during", "after", "own_task", "follow_up", "manager_involved", "shared_with_colleagues"];
const OWN_CURRENCY = "DKK";

export function formOf(form) {
  return form && knows(`form.${form}`) ? say(`form.${form}`) : form;
}

export function learnerOf(learner) {
  return learner && knows(`learner.${learner}`) ? say(`learner.${learner}`) : learner;
}

export function priceOf(price) {
  if (!price) return null;
  const currency = price.currency === OWN_CURRENCY ? say("price.kroner") : price.currency;
  const said = { null: "price.plain", true: "price.with_vat", false: "price.without_vat" }[price.vat_included];
  return say(said, { amount: writtenAmount(price.amount), currency });
}

// A price holds as of the day that the source is from, or else was fetched.
export function datedPriceOf(course) {
  const price = priceOf(course.price);
  const date = course.date ?? course.retrieved;
  return price && date ? say("price.as_of", { price, date: shortlyWrittenDate(date) }) : price;
}

export function ectsOf(ects) {
  return ects === null ? null : `${writtenAmount(ects)} ECTS`;
}

export function startOf(course) {
  const run = nextRun(course);
  if (!run) return null;
  const date = shortlyWrittenDate(run.start);
  return run.place ? say("courses.next_start_place", { date, place: run.place }) : say("courses.next_start", { date });
}

// What stands in one line on a card.
export function inShort(course) {
  const facts = [course.level, ectsOf(course.ects), formOf(course.form), course.duration, datedPriceOf(course)];
  return facts.filter(Boolean).join(" · ");
}

// [[label, what stands there], …]; the same for every course, so that they can stand side by side.
export function factsOf(course) {
  return [
    [say("course.status"), statusOf(course)],
    [say("course.provider"), course.provider],
    [say("course.learner"), learnerOf(course.learner)],
    [say("course.level"), course.level],
    [say("course.ects"), course.ects === null ? null : writtenAmount(course.ects)],
    [say("course.form"), formOf(course.form)],
    [say("course.duration"), course.duration],
    [say("course.price"), datedPriceOf(course)],
    [say("course.runs"), course.runs.length ? runsOf(course.runs) : null],
    [say("course.provides"), competencesOf(course.provides)],
    [say("course.requires"), competencesOf(course.requires)],
  ];
}

export function transferOf(course) {
  return TRANSFER.map((part) => [say(`course.${part}`), course.transfer?.[part] ?? null]);
}

export function linksOf(course) {
  return [sourceButton(course.source_id, say("course.source")), webLink(course.url, say("course.website"))];
}

export function orNotGiven(value) {
  return value ?? element("span", { class: "soft" }, say("not_given"));
}

function statusOf(course) {
  const badges = courseBadges(course);
  if (course.status === "open") badges.push(element("span", {}, say("course.open")));
  return element("span", { class: "badges" }, ...badges);
}

function runsOf(runs) {
  return element("ul", { class: "plain" }, ...runs.map((run) => element("li", {}, runOf(run))));
}

function runOf(run) {
  const days = run.start && run.end && run.end !== run.start
    ? say("course.run_days", { start: shortlyWrittenDate(run.start), end: shortlyWrittenDate(run.end) })
    : run.start || run.end ? writtenDate(run.start ?? run.end) : run.said;
  const seats = run.seats === null ? null : say("course.seats", { count: run.seats });
  const deadline = run.deadline && say("course.deadline", { date: shortlyWrittenDate(run.deadline) });
  const told = [days, run.place, seats, deadline].filter(Boolean).join(", ") || say("not_given");
  return run.over ? [`${told} `, badge(say("mark.over"), "expired")] : told;
}

function competencesOf(competences) {
  if (!competences.length) return null;
  return element("ul", { class: "plain" }, ...competences.map((one) => element("li", {},
    one.level === null ? one.label : say("course.competence_level", { label: one.label, level: one.level }))));
}
