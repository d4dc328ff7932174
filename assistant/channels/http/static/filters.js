// The column of filters beside the courses, and the row of those that are chosen.

import { element, say, writtenAmount, writtenDate } from "./dom.js";
import { formOf, learnerOf } from "./course_facts.js";
import { CITIZEN, countsOf, FACETS, NOT_GIVEN } from "./facets.js";

// Values of a facet shown before somebody asks for all of them.
const FEW = 6;
const WIDE = matchMedia("(min-width: 56rem)");
const ASKED_ANEW = ["q", "profile", "competence", "as_of"];
const NUMBERS = ["max_price", "min_ects", "max_ects", "from", "to"];
const opened = new Set();

// `change(apply)` is told what to do with the chosen URLSearchParams.
export function filterForm(courses, choice, change) {
  const form = element("form", { class: "filters", autocomplete: "off" },
    ...FACETS.map((facet) => facetOf(facet, courses, choice, change)),
    ...bounds(choice, change), expired(choice, change));
  form.addEventListener("submit", (event) => event.preventDefault());
  const count = Object.values(choice.facets).flat().length + NUMBERS.filter((name) => choice[name] !== null).length;
  const label = count ? say("courses.filters_chosen", { count }) : say("courses.filters");
  const details = element("details", { open: WIDE.matches || opened.has("filters") },
    element("summary", { id: "filters-summary" }, label), form);
  details.addEventListener("toggle", () => remember("filters", details.open));
  return details;
}

function facetOf(facet, courses, choice, change) {
  const counts = countsOf(courses, choice, facet);
  if (facet === "learner" && !choice.facets.learner.includes(CITIZEN) && !counts.some(([value]) => value === CITIZEN)) {
    const citizens = courses.filter((course) => course.learner === CITIZEN).length;
    if (citizens) counts.push([CITIZEN, citizens]);
  }
  if (!counts.some(([value]) => value !== NOT_GIVEN)) return null;
  const all = opened.has(facet);
  const chosen = choice.facets[facet];
  const shown = counts.filter(([value], index) => all || index < FEW || chosen.includes(value));
  const boxes = shown.map(([value, count], index) => option(facet, value, count, { index, chosen, change }));
  return element("fieldset", {}, element("legend", {}, say(`courses.${facet}`)), ...boxes,
    counts.length > FEW ? moreValues(facet, counts.length, change) : null,
    facet === "learner" ? element("p", { class: "hint" }, say("courses.learner_note")) : null);
}

function option(facet, value, count, { index, chosen, change }) {
  const box = element("input", { type: "checkbox", id: `filter-${facet}-${index}`, value, checked: chosen.includes(value) });
  box.addEventListener("change", () => change((all) => toggle(all, facet, value, box.checked)));
  return element("label", { class: "option" }, box, element("span", {}, labelOf(facet, value)),
    element("span", { class: "number" }, String(count)));
}

function moreValues(facet, count, change) {
  const all = opened.has(facet);
  const toggleAll = () => {
    remember(facet, !all);
    change(() => {});
  };
  return element("button", { type: "button", class: "link", id: `filter-${facet}-all`, onclick: toggleAll },
    all ? say("courses.fewer_values") : say("courses.all_values", { count }));
}

function bounds(choice, change) {
  const field = (name, type, label) => {
    const input = element("input", { type, id: `filter-${name}`, value: choice[name] ?? "",
      ...(type === "number" ? { min: "0", step: "any", inputmode: "decimal" } : {}) });
    input.addEventListener("change", () => change((all) => {
      if (input.value) all.set(name, input.value);
      else all.delete(name);
    }));
    return element("p", { class: "bound" }, element("label", { for: `filter-${name}` }, say(`courses.${label}`)), input);
  };
  return [
    element("fieldset", {}, element("legend", {}, say("courses.start")),
      field("from", "date", "start_from"), field("to", "date", "start_to")),
    element("fieldset", {}, element("legend", {}, say("courses.price")), field("max_price", "number", "price_to")),
    element("fieldset", { class: "pair" }, element("legend", {}, say("courses.ects")),
      field("min_ects", "number", "ects_from"), field("max_ects", "number", "ects_to")),
  ];
}

function expired(choice, change) {
  const box = element("input", { type: "checkbox", id: "filter-expired", checked: choice.expired });
  box.addEventListener("change", () => change((all) => (box.checked ? all.set("expired", "1") : all.delete("expired"))));
  return element("label", { class: "option" }, box, element("span", {}, say("courses.include_expired")));
}

// --- what is chosen ---

// `change(apply, asksAnew)`: some choices are the service's to follow.
export function chosenFilters(chosen, choice, change) {
  const chips = [];
  for (const [name, value] of chosen) {
    const label = chipLabel(name, value, choice);
    if (!label) continue;
    const remove = () => change((all) => toggle(all, name, value, false), ASKED_ANEW.includes(name));
    chips.push(element("li", {}, element("button", { type: "button", class: "chip", onclick: remove,
      "aria-label": say("courses.remove", { filter: label }) }, label, element("span", { class: "cross", "aria-hidden": "true" }, "×"))));
  }
  if (!chips.length) return [];
  const clear = () => change((all) => {
    for (const name of [...all.keys()]) if (!["pick", "sort"].includes(name)) all.delete(name);
  }, true);
  chips.push(element("li", {}, element("button", { type: "button", class: "link", onclick: clear }, say("courses.clear"))));
  return [element("ul", { class: "chips", "aria-label": say("courses.chosen") }, ...chips)];
}

function chipLabel(name, value, choice) {
  if (FACETS.includes(name)) return labelOf(name, value);
  if (name === "q") return say("courses.query_is", { name: value });
  if (name === "profile") return say("courses.profile_is", { name: value });
  if (name === "as_of") return /^\d{4}-\d\d-\d\d$/.test(value) ? say("courses.as_of_is", { date: writtenDate(value) }) : value;
  if (name === "competence") return say("courses.competence_is", { name: value });
  if (!NUMBERS.includes(name) || choice[name] === null) return null;
  if (["from", "to"].includes(name)) return say(`courses.${name}_is`, { date: writtenDate(choice[name]) });
  const key = { max_price: "max_price_is", min_ects: "ects_from_is", max_ects: "ects_to_is" }[name];
  return say(`courses.${key}`, { amount: writtenAmount(choice[name]) });
}

function labelOf(facet, value) {
  if (value === NOT_GIVEN) return say("not_given");
  if (facet === "form") return formOf(value);
  return facet === "learner" ? learnerOf(value) : value;
}

function toggle(chosen, name, value, wanted) {
  const others = chosen.getAll(name).filter((one) => one !== value);
  chosen.delete(name);
  for (const one of wanted ? [...others, value] : others) chosen.append(name, one);
}

function remember(name, wanted) {
  if (wanted) opened.add(name);
  else opened.delete(name);
}
