// The filters that were understood from a question, as chips: one press asks again without one, or with it again.

import { element, say } from "./dom.js";

// `again(question, without)` asks; `without` names the filters that are not to count.
export function filterChips(answer, again) {
  const { applied, without } = filtersOf(answer);
  if (!applied.length && !without.length) return null;
  const asking = (left) => () => again(answer.question, left.map(({ name, value }) => ({ name, value })));
  const chips = applied.map((one) => chip(one, one.met ? "" : "unmet", "answer.filter_remove", "×", asking([...without, one])));
  const back = without.map((one) => chip(one, "taken", "answer.filter_back", "+", asking(without.filter((other) => other !== one))));
  return element("div", { class: "applied" },
    element("span", { class: "applied-name", id: `filters-${answer.id}` }, say("answer.filters")),
    element("ul", { class: "chips", "aria-labelledby": `filters-${answer.id}` }, ...[...chips, ...back].map((one) => element("li", {}, one))));
}

// The text without the paragraph that tells of the filters, which the chips show.
export function withoutFilters(answer) {
  const { applied, without } = filtersOf(answer);
  const [first, ...rest] = answer.text.split("\n\n");
  const told = [...applied, ...without];
  return told.length && told.every((one) => first.includes(one.text)) ? rest.join("\n\n") : answer.text;
}

// Answers that were kept before filters were have none.
function filtersOf(answer) {
  return { applied: answer.filters ?? [], without: answer.without ?? [] };
}

function chip(filter, kind, key, sign, onclick) {
  const label = say(filter.met || kind === "taken" ? key : "answer.filter_unmet", { filter: filter.text });
  return element("button", { type: "button", class: `chip ${kind}`.trim(), "aria-label": label, title: label, onclick },
    filter.text, element("span", { class: "cross", "aria-hidden": "true" }, sign));
}
