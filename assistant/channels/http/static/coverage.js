// What the courses cover of what the profiles ask for: a table with colours and figures, and the same to be fetched.

import { announce, badge, counted, element, say, sourceLanguage, writtenAmount, writtenDate } from "./dom.js";
import { call, callAll } from "./calls.js";
import { addressOf, note } from "./router.js";

const ASKED = ["learner", "level", "region", "profile_set", "as_of"];
const LEARNERS = ["employee", "manager", "citizen"];
const REGIONS = ["hovedstaden", "sjaelland", "syddanmark", "midtjylland", "nordjylland", "online", "nationwide", "unknown"];
const FORMS = ["png", "svg", "csv", "xlsx"];
const SUPPLIES = ["uncovered", "oversupplied"];

export async function draw({ chosen }) {
  const asked = new URLSearchParams([...chosen].filter(([name, value]) => ASKED.includes(name) && value));
  const [told, profiles, courses] = await Promise.all([
    call(`/api/coverage?${asked}`), callAll("/api/profiles", "profiles"), callAll("/api/courses", "courses")]);
  const sets = [...new Set(profiles.map((profile) => `${profile.profile_set} ${profile.version}`))];
  const levels = [...new Set(courses.map((course) => course.level).filter(Boolean))].sort();
  return new CoverageView(told, asked, chosen.get("show") ?? "", { sets, levels }).parts;
}

class CoverageView {
  constructor(told, asked, shown, choices) {
    this.told = told;
    this.asked = asked;
    this.shown = SUPPLIES.includes(shown) ? shown : "";
    this.cells = new Map(told.cells.map((cell) => [`${cell.key}\n${cell.profile_id}`, cell]));
    this.asking = told.profiles.filter((profile) => profile.competences);
    this.toggles = element("div", { class: "toggles", role: "group", "aria-label": say("coverage.show") });
    this.body = element("tbody", {});
    this.parts = [this.head(), this.form(choices), ...(told.competences.length ? this.matrix() : [])];
    if (told.competences.length) this.render();
  }

  head() {
    const { courses, expired, rule } = this.told;
    const median = writtenAmount(rule.median);
    const told = [counted("coverage.counted", courses), expired ? counted("coverage.expired", expired) : "",
      say("coverage.rule", { least: rule.least, times: rule.times, median })];
    return element("div", { class: "view-head" },
      element("h1", { tabindex: "-1" }, say("coverage.heading")),
      element("p", { class: "lead" }, say(this.told.competences.length ? "coverage.lead" : "coverage.none",
        { date: writtenDate(this.told.as_of) })),
      element("p", { class: "about" }, told.filter(Boolean).join(" ")));
  }

  form({ sets, levels }) {
    const select = (name, label, any, options) => {
      const made = element("select", { id: `coverage-${name}`, name },
        element("option", { value: "" }, any), ...options.map(([value, text]) => element("option", { value }, text)));
      made.value = this.asked.get(name) ?? "";
      return field(name, label, made);
    };
    const day = element("input", { type: "date", id: "coverage-as_of", name: "as_of", value: this.told.as_of });
    const form = element("form", { class: "choices" },
      select("learner", say("coverage.learner"), say("coverage.learner_any"),
        LEARNERS.map((one) => [one, say(`learner.${one}`)])),
      select("level", say("coverage.level"), say("coverage.level_any"), levels.map((one) => [one, one])),
      select("region", say("coverage.region"), say("coverage.region_any"), REGIONS.map((one) => [one, say(`region.${one}`)])),
      select("profile_set", say("coverage.set"), say("coverage.set_any"), sets.map((one) => [one, one])),
      field("as_of", say("coverage.day"), day));
    form.addEventListener("change", () => {
      const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      if (!this.asked.has("as_of") && wanted.get("as_of") === this.told.as_of) wanted.delete("as_of");
      location.hash = addressOf("daekning", "", wanted);
    });
    return form;
  }

  matrix() {
    const heads = [element("th", { scope: "col", class: "corner" }, say("coverage.competence")),
      ...this.asking.map((profile) => element("th", { scope: "col" },
        element("a", { href: addressOf("profil", profile.profile_id), lang: sourceLanguage }, profile.title),
        element("span", { class: "about" }, profile.version))),
      element("th", { scope: "col" }, say("coverage.courses"))];
    const table = element("table", { class: "matrix" },
      element("caption", { class: "visually-hidden" }, say("coverage.table")),
      element("thead", {}, element("tr", {}, ...heads)), this.body);
    return [this.toggles,
      element("div", { class: "scroll matrix-place", tabindex: "0", role: "region", "aria-label": say("coverage.table") }, table),
      element("p", { class: "about" }, say("coverage.hint")),
      this.downloads(), ...this.unasked()];
  }

  render() {
    const { competences } = this.told;
    const shown = competences.filter((one) => !this.shown || one.supply === this.shown);
    this.body.replaceChildren(...shown.map((one) => this.row(one)));
    const button = (value, label, count) => element("button", { type: "button", class: "toggle",
      id: `supply-${value || "all"}`, "aria-pressed": String(this.shown === value), onclick: () => this.choose(value) },
    label, " ", element("span", { class: "number" }, String(count)));
    this.toggles.replaceChildren(button("", say("coverage.all"), competences.length), ...SUPPLIES.map((supply) =>
      button(supply, say(`coverage.${supply}`), competences.filter((one) => one.supply === supply).length)));
  }

  choose(value) {
    this.shown = value;
    const address = new URLSearchParams(this.asked);
    if (value) address.set("show", value);
    note(addressOf("daekning", "", address), true);
    this.render();
    document.getElementById(`supply-${value || "all"}`).focus();
    announce(counted("profiles.competences", this.body.rows.length));
  }

  row(one) {
    const mark = SUPPLIES.includes(one.supply) ? badge(say(`coverage.${one.supply}`), one.supply) : null;
    return element("tr", { class: one.supply },
      element("th", { scope: "row" }, element("span", { lang: sourceLanguage }, one.label), mark && " ", mark),
      ...this.asking.map((profile) => this.cell(this.cells.get(`${one.key}\n${profile.profile_id}`))),
      this.total(one));
  }

  cell(cell) {
    if (!cell) return element("td", {});
    const more = [cell.too_low ? say("coverage.too_low", { count: cell.too_low }) : "",
      cell.expired ? say("coverage.expired_here", { count: cell.expired }) : ""].filter(Boolean).join(", ");
    return element("td", { "data-shade": String(this.shade(cell.courses)), title: more || null }, String(cell.courses),
      more ? element("span", { class: "visually-hidden" }, ` (${more})`) : null);
  }

  shade(courses) {
    return this.told.shades.filter((bound) => courses >= bound).length;
  }

  total(one) {
    const found = new URLSearchParams({ competence: one.key });
    if (!one.courses.length) return element("td", { class: "total" }, "0");
    return element("td", { class: "total" }, element("a", { href: addressOf("kurser", "", found),
      "aria-label": `${one.label}: ${one.courses.length}` }, String(one.courses.length)));
  }

  downloads() {
    const link = (form) => {
      const wanted = new URLSearchParams(this.asked);
      wanted.set("format", form);
      return element("a", { href: `/api/coverage/file?${wanted}`, download: `fagkompas-coverage.${form}` }, form.toUpperCase());
    };
    return element("p", { class: "links" }, element("span", {}, say("coverage.download")), ...FORMS.map(link));
  }

  unasked() {
    const { unasked } = this.told;
    if (!unasked.length) return [];
    return [element("h2", {}, say("coverage.unasked")), element("ul", { class: "rows" },
      ...unasked.map((one) => element("li", {}, element("span", { lang: sourceLanguage }, one.label), ` · ${one.courses.length}`)))];
  }
}

function field(name, label, input) {
  return element("p", {}, element("label", { for: `coverage-${name}` }, label), input);
}
