// A team file in, its gaps and the plan that fills them out. Nothing of the file is kept, here or at the service.

import { announce, counted, element, knows, problem, say, shortlyWrittenDate, sourceLanguage, webLink, writtenAmount } from "./dom.js";
import { post, send } from "./calls.js";
import { courseBadges } from "./answer.js";
import { citationLink } from "./reader.js";
import { addressOf } from "./router.js";

const GOALS = ["cheapest", "soonest", "fewest", "days"];
const FORMS = ["physical", "online", "blended", "on_request"];
const TRANSFER = ["before", "during", "after", "own_task", "follow_up", "manager_involved", "shared_with_colleagues"];
const LISTS = ["unused", "vulnerable", "hiring", "notices"];

export async function draw() {
  return new TeamView().parts;
}

class TeamView {
  constructor() {
    this.dropped = null;
    this.result = element("div", { class: "team-result" });
    this.parts = [this.head(), this.form(), this.result];
  }

  head() {
    return element("div", { class: "view-head" },
      element("h1", { tabindex: "-1" }, say("team.heading")),
      element("p", { class: "lead" }, say("team.lead")),
      element("p", { class: "about" }, say("team.private")));
  }

  form() {
    this.file = element("input", { type: "file", id: "team-file", accept: ".csv,.xlsx,text/csv", "aria-describedby": "team-columns" });
    this.chosen = element("p", { class: "hint" });
    this.file.addEventListener("change", () => this.choose(null));
    const drop = element("div", { class: "drop" }, element("label", { for: "team-file" }, say("team.file")), this.file, this.chosen,
      element("p", { class: "hint", id: "team-columns" }, say("team.columns"), " ",
        element("a", { href: "/static/team-eksempel.csv", download: true }, say("team.example"))));
    this.droppable(drop);
    this.submit = element("button", { class: "primary" }, say("team.submit"));
    this.fields = limitFields();
    const form = element("form", { novalidate: true }, drop, element("div", { class: "limits" }, ...Object.values(this.fields).map((one) => one.block)), this.submit);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    return form;
  }

  droppable(place) {
    const over = (event) => {
      event.preventDefault();
      place.classList.toggle("over", event.type === "dragover");
    };
    for (const name of ["dragover", "dragleave"]) place.addEventListener(name, over);
    place.addEventListener("drop", (event) => {
      over(event);
      if (event.dataTransfer.files.length) this.choose(event.dataTransfer.files[0]);
    });
  }

  choose(dropped) {
    this.dropped = dropped;
    if (dropped) this.file.value = "";
    this.chosen.textContent = dropped ? say("team.chosen", { name: dropped.name }) : "";
  }

  async ask() {
    const file = this.dropped ?? this.file.files[0];
    if (!file) return this.refuse(element("p", { class: "problem", role: "alert" }, say("team.no_file")));
    this.submit.disabled = true;
    this.result.replaceChildren(element("p", { class: "waiting" }, say("team.working")));
    try {
      this.asked = { file: await base64(file), name: file.name, ...chosenLimits(this.fields) };
      const told = await post("/api/gap", this.asked);
      this.show(told);
    } catch (error) {
      this.refuse(refusal(error));
    } finally {
      this.submit.disabled = false;
    }
  }

  refuse(told) {
    this.result.replaceChildren(told);
  }

  show(told) {
    const heading = element("h2", { tabindex: "-1" }, told.plan.title);
    this.result.replaceChildren(heading, ...told.plan.summary.map((said) => element("p", {}, said)), this.downloads(),
      element("ol", { class: "plan" }, ...told.plan.courses.map(plannedItem)),
      ...listed("unfilled", told.plan.unfilled.map((one) => `${one.person}: ${one.label}. ${one.text}`)),
      ...others(told.alternatives), ...lacking(told.gaps), ...LISTS.flatMap((name) => listed(name, told[name].map((one) => one.text))));
    heading.focus();
    announce(say("team.ready", told.plan));
  }

  downloads() {
    const button = (format) => element("button", { type: "button", onclick: () => this.download(format) }, say(`team.download_${format}`));
    return element("p", { class: "links" }, button("xlsx"), button("pdf"));
  }

  // The plan is not kept at the service, so the file is asked for with the same team.
  async download(format) {
    try {
      const body = JSON.stringify({ ...this.asked, format });
      const response = await send("/api/gap", { method: "POST", body, headers: { "Content-Type": "application/json" } });
      const address = URL.createObjectURL(await response.blob());
      const link = element("a", { href: address, download: ["plan", format].join(".") });
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      this.result.prepend(problem(error));
    }
  }
}

// --- what is asked ---

function limitFields() {
  const options = (name, values, key) => values.map((value) => element("option", { value }, say(key(value))));
  const select = (name, choices) => element("select", { id: `team-${name}` }, ...choices);
  const input = (name, attributes) => element("input", { id: `team-${name}`, ...attributes });
  const number = { type: "number", min: "0", step: "any", inputmode: "decimal" };
  const fields = {
    goal: select("goal", options("goal", GOALS, (one) => `team.goal_${one}`)),
    budget: input("budget", number),
    max_days: input("max_days", number),
    from: input("from", { type: "date" }),
    to: input("to", { type: "date" }),
    places: input("places", { type: "text", maxlength: "200" }),
    as_of: input("as_of", { type: "date" }),
    undated: input("undated", { type: "checkbox", checked: true }),
    forms: formChoices(),
  };
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { field, block: block(name, field) }]));
}

// None chosen means all of them.
function formChoices() {
  const choices = FORMS.map((form) => element("label", {}, element("input", { type: "checkbox", value: form }), say(`form.${form}`)));
  return element("fieldset", { class: "forms" }, element("legend", {}, say("team.forms")), ...choices);
}

function block(name, field) {
  if (field.tagName === "FIELDSET") return field;
  if (field.type === "checkbox") return element("div", { class: "option" }, element("label", {}, field, say(`team.${name}`)));
  return element("div", {}, element("label", { for: field.id }, say(`team.${name}`)), field);
}

function chosenLimits(fields) {
  const value = (name) => fields[name].field.value.trim();
  const amount = (name) => (value(name) === "" ? null : Number(value(name)));
  return {
    goal: value("goal"), budget: amount("budget"), max_days: amount("max_days"),
    from: value("from") || null, to: value("to") || null,
    places: value("places").split(",").map((one) => one.trim()).filter(Boolean),
    forms: [...fields.forms.field.querySelectorAll(":checked")].map((one) => one.value),
    undated: fields.undated.field.checked, as_of: value("as_of") || null,
  };
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function refusal(error) {
  if (!error.errors?.length) return problem(error);
  return element("div", { class: "problem", role: "alert" }, element("p", {}, say("team.faults")),
    element("ul", { class: "faults" }, ...error.errors.map((one) => element("li", {}, one.detail))));
}

// --- what is told ---

function plannedItem(course) {
  const title = element("a", { href: addressOf("kursus", course.course_id), lang: sourceLanguage }, course.title);
  return element("li", {},
    element("h3", {}, `${course.person}: `, title),
    element("p", { class: "about" }, inOneLine(course), " ", ...courseBadges(course), " ", webLink(course.url, say("course.website"))),
    element("p", { class: "about" }, course.funding_text),
    ...course.fills.flatMap(filledParts), ...course.opens_text.map((said) => element("p", {}, said)),
    element("p", { class: "about" }, `${say("team.transfer")}: `, transferText(course.transfer)));
}

function filledParts(filled) {
  const quotation = filled.quotation;
  return [element("p", {}, filled.reason), quotation ? citationLink({ ...quotation, section: "" },
    { class: "quotation", lang: sourceLanguage }, `»${quotation.quote}«`) : null];
}

function inOneLine(course) {
  return [whenText(course), course.provider, course.place, priceText(course), daysText(course)].filter(Boolean).join(" · ");
}

function whenText({ start, end, deadline }) {
  if (!start) return say("team.undated_course");
  const first = shortlyWrittenDate(start);
  const days = end === start ? first : say("team.period", { start: first, end: shortlyWrittenDate(end) });
  return deadline ? `${days} (${say("team.deadline", { day: shortlyWrittenDate(deadline) })})` : days;
}

function priceText({ price, funding, price_after: after }) {
  if (!price) return say("team.price_unknown");
  const vat = { true: "with_vat", false: "without_vat", null: "plain" }[price.vat_included];
  const currency = price.currency === "DKK" ? say("price.kroner") : price.currency;
  const stated = say(`price.${vat}`, { amount: writtenAmount(price.amount), currency });
  return funding ? `${stated} (${say("team.after", { amount: writtenAmount(after) })})` : stated;
}

function daysText({ days }) {
  return days === null ? say("team.days_unknown") : counted("team.days", days === 1 ? 1 : writtenAmount(days));
}

function transferText(transfer) {
  const stated = TRANSFER.filter((part) => transfer[part] && knows(`team.transfer_${part}`));
  return stated.length ? stated.map((part) => `${say(`team.transfer_${part}`)}: ${transfer[part]}`).join(" · ") : say("team.transfer_none");
}

function listed(name, texts) {
  if (!texts.length) return [];
  return [element("h2", {}, say(`team.${name}`)), element("ul", { class: "bulleted" }, ...texts.map((text) => element("li", {}, text)))];
}

function others(plans) {
  if (!plans.length) return [];
  const short = (course) => element("li", {}, `${course.person}: ${course.title}, ${whenText(course)}, ${priceText(course)}`);
  return [element("h2", {}, say("team.alternatives")), ...plans.map((plan) => element("details", {},
    element("summary", {}, plan.title), ...plan.summary.map((said) => element("p", {}, said)),
    element("ul", { class: "bulleted" }, ...plan.courses.map(short))))];
}

// What each person lacks, in the order of the file.
function lacking(gaps) {
  if (!gaps.length) return [element("p", {}, say("team.lacking_none"))];
  const people = [...new Set(gaps.map((gap) => gap.person))];
  const level = (gap) => (gap.wanted === null ? gap.label : `${gap.label} (${gap.has ?? "?"} → ${gap.wanted})`);
  return [element("h2", {}, say("team.lacking")), ...people.map((person) => {
    const own = gaps.filter((gap) => gap.person === person);
    return element("details", {}, element("summary", {}, `${person} (${own.length})`),
      element("ul", { class: "bulleted" }, ...own.map((gap) => element("li", {}, `${level(gap)}: ${gap.asked_by}`))));
  })];
}
