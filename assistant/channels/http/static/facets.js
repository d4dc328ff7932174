// Which courses a choice lets through, and how many each further choice would leave. Nothing here touches the page.

import { today } from "./dom.js";

// The values that a course has of each facet; null where its source does not say.
const VALUES = {
  provider: (course) => [course.provider],
  level: (course) => [course.level],
  form: (course) => [course.form],
  place: (course) => (course.runs.length ? [...new Set(course.runs.map((run) => run.place))] : [null]),
  learner: (course) => [course.learner],
};
export const FACETS = ["learner", "level", "form", "place", "provider"];
const NUMBERS = ["max_price", "min_ects", "max_ects"];
const DAYS = ["from", "to"];
export const CITIZEN = "citizen";
// How a value that no source states is written in an address.
export const NOT_GIVEN = "-";
// Prices in other currencies are not compared.
const OWN_CURRENCY = "DKK";

const SORTS = {
  start: (course) => nextStart(course) ?? "9999",
  price: (course) => course.price?.amount ?? Infinity,
  ects: (course) => -(course.ects ?? 0),
  title: (course) => course.title,
};
export const SORT_ORDERS = ["fit", ...Object.keys(SORTS)];

// URLSearchParams → what was chosen; unknown names are left out.
export function choiceOf(chosen) {
  const facets = Object.fromEntries(FACETS.map((facet) => [facet, chosen.getAll(facet)]));
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, number(chosen.get(name))]));
  const days = Object.fromEntries(DAYS.map((name) => [name, day(chosen.get(name))]));
  const sort = SORT_ORDERS.includes(chosen.get("sort")) ? chosen.get("sort") : "fit";
  return { facets, ...numbers, ...days, sort, expired: chosen.get("expired") === "1" };
}

export function passing(courses, choice, except = "") {
  return courses.filter((course) => passes(course, choice, except));
}

// How many courses each value of a facet would leave, given all other choices: [[value, count], …], the most first.
export function countsOf(courses, choice, facet) {
  const counts = new Map(choice.facets[facet].map((value) => [value, 0]));
  for (const course of passing(courses, choice, facet)) {
    for (const value of valuesOf(course, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((one, other) => rank(one) - rank(other) || compareText(one[0], other[0]));
}

export function sorted(courses, order) {
  const key = SORTS[order];
  if (!key) return courses;
  return [...courses].sort((one, other) => {
    const [first, second] = [key(one), key(other)];
    return typeof first === "string" ? compareText(first, second) : first - second;
  });
}

export function nextStart(course) {
  return nextRun(course)?.start ?? null;
}

export function nextRun(course) {
  const coming = course.runs.filter((run) => run.start && !run.over);
  return coming.sort((one, other) => compareText(one.start, other.start))[0] ?? null;
}

function passes(course, choice, except) {
  return FACETS.every((facet) => facet === except || fits(course, choice.facets[facet], facet))
    && (choice.expired || course.status !== "expired")
    && affordable(course, choice.max_price)
    && within(course.ects, choice.min_ects, choice.max_ects)
    && starts(course, choice.from, choice.to);
}

function fits(course, values, facet) {
  if (values.length) return valuesOf(course, facet).some((value) => values.includes(value));
  return facet !== "learner" || course.learner !== CITIZEN;
}

function valuesOf(course, facet) {
  return VALUES[facet](course).map((value) => value ?? NOT_GIVEN);
}

function affordable(course, most) {
  return most === null || (course.price?.currency === OWN_CURRENCY && course.price.amount <= most);
}

function within(value, least, most) {
  if (least === null && most === null) return true;
  return value !== null && (least === null || value >= least) && (most === null || value <= most);
}

function starts(course, from, to) {
  if (!from && !to) return true;
  return course.runs.some((run) => run.start && (!from || run.start >= from) && (!to || run.start <= to));
}

function number(written) {
  const value = Number.parseFloat(written ?? "");
  return Number.isFinite(value) && value >= 0 ? value : null;
}

function day(written) {
  return /^\d{4}-\d{2}-\d{2}$/.test(written ?? "") ? written : null;
}

function rank([value, count]) {
  return value === NOT_GIVEN ? 1 : -count;
}

function compareText(one, other) {
  return one.localeCompare(other, "da");
}
