// The sources with their dates and what there is to remark on them, in words.

import { announce, badge, counted, element, say, sourceLanguage, today, webLink, writtenDate } from "./dom.js";
import { callAll } from "./calls.js";
import { sourceLink } from "./reader.js";
import { addressOf, note } from "./router.js";

// Reports on the field older than this describe other laws and other projects; as in the answers' notices.
const OLD_YEARS = 5;
const KINDS = ["report", "profile", "course"];
const REMARKS = ["unread", "undated", "old", "expired", "fictional", "internal"];
const STATES = [...REMARKS, "sound"];
const SORTS = {
  title: (one, other) => one.title.localeCompare(other.title, "da"),
  newest: (one, other) => (other.date ?? "").localeCompare(one.date ?? ""),
  oldest: (one, other) => (one.date ?? "9999").localeCompare(other.date ?? "9999"),
};
const PAGE = 50;

export async function draw({ chosen }) {
  const sources = await callAll("/api/sources", "sources");
  return new SourceView(sources, new URLSearchParams(chosen)).parts;
}

// Everything that a reader should know before building on a source: some of REMARKS.
export function remarksOn(source, now = today()) {
  const remarks = [];
  if (source.valid_to && source.valid_to < now) remarks.push("expired");
  else if (source.kind !== "course" && !source.date && !source.fictional) remarks.push("undated");
  else if (source.kind !== "course" && source.date && age(source, now) > OLD_YEARS) remarks.push("old");
  if (source.unread_since) remarks.push("unread");
  if (source.fictional) remarks.push("fictional");
  if (source.visibility === "internal") remarks.push("internal");
  return remarks;
}

function age(source, now) {
  return Number(now.slice(0, 4)) - Number(source.date.slice(0, 4));
}

class SourceView {
  constructor(sources, chosen) {
    this.sources = sources.map((source) => ({ source, remarks: remarksOn(source) }));
    this.chosen = chosen;
    this.shown = PAGE;
    this.count = element("h2", { class: "count" });
    this.kinds = element("div", { class: "toggles", role: "group", "aria-label": say("sources.kinds") });
    this.states = element("div", { class: "toggles", role: "group", "aria-label": say("sources.healths") });
    this.list = element("ul", { class: "rows" });
    this.more = element("p", { class: "more" });
    this.parts = [this.head(), this.kinds, this.states, this.bar(), this.list, this.more];
    this.render();
  }

  head() {
    this.field = element("input", { type: "search", id: "source-query", value: this.chosen.get("q") ?? "",
      placeholder: say("sources.placeholder") });
    this.field.addEventListener("input", () => this.change("q", this.field.value.trim()));
    const form = element("form", { class: "search", role: "search" },
      element("label", { for: "source-query" }, say("sources.filter")), this.field);
    form.addEventListener("submit", (event) => event.preventDefault());
    return element("div", { class: "view-head" },
      element("h1", { tabindex: "-1" }, say("sources.heading")),
      element("p", { class: "lead" }, say(this.sources.length ? "sources.lead" : "sources.none")), form);
  }

  bar() {
    const sort = element("select", { id: "source-sort" },
      ...Object.keys(SORTS).map((order) => element("option", { value: order }, say(`sources.sort_${order}`))));
    sort.value = this.order();
    sort.addEventListener("change", () => this.change("sort", sort.value === "title" ? "" : sort.value));
    return element("div", { class: "result-bar" }, this.count,
      element("p", {}, element("label", { for: "source-sort" }, say("sources.sort")), " ", sort));
  }

  order() {
    const order = this.chosen.get("sort");
    return Object.hasOwn(SORTS, order) ? order : "title";
  }

  change(name, value) {
    const focused = document.activeElement?.id;
    if (value) this.chosen.set(name, value);
    else this.chosen.delete(name);
    this.shown = PAGE;
    note(addressOf("kilder", "", this.chosen), name === "q");
    this.render();
    if (focused) document.getElementById(focused)?.focus();
    announce(this.count.textContent);
  }

  passing(except = "") {
    const words = (this.chosen.get("q") ?? "").toLowerCase();
    const [kind, state] = [this.chosen.get("kind"), this.chosen.get("state")];
    return this.sources.filter(({ source, remarks }) =>
      [source.title, source.publisher, source.path].some((text) => (text ?? "").toLowerCase().includes(words))
      && (except === "kind" || !kind || source.kind === kind)
      && (except === "state" || !state || (state === "sound" ? !remarks.length : remarks.includes(state))));
  }

  render() {
    const found = this.passing().sort((one, other) => SORTS[this.order()](one.source, other.source));
    this.count.textContent = counted("sources.found", found.length);
    this.kinds.replaceChildren(...this.toggles("kind", KINDS, ({ source }, kind) => source.kind === kind));
    this.states.replaceChildren(...this.toggles("state", STATES, ({ remarks }, state) =>
      (state === "sound" ? !remarks.length : remarks.includes(state))));
    this.list.replaceChildren(...found.slice(0, this.shown).map(row));
    this.more.replaceChildren(...this.rest(found));
  }

  rest(found) {
    if (!found.length && this.sources.length) return [say("sources.no_match")];
    if (found.length <= this.shown) return [];
    const more = () => {
      const first = this.shown;
      this.shown += PAGE;
      this.render();
      this.list.children[first].querySelector("a").focus();
    };
    return [element("button", { type: "button", class: "quiet", onclick: more }, say("more"))];
  }

  toggles(name, values, fits) {
    const among = this.passing(name);
    const chosen = this.chosen.get(name);
    const button = (value, label, count) => element("button", {
      type: "button", class: "toggle", id: `${name}-${value || "all"}`, "aria-pressed": String((chosen ?? "") === value),
      onclick: () => this.change(name, value),
    }, label, " ", element("span", { class: "number" }, String(count)));
    const counts = values.map((value) => [value, among.filter((one) => fits(one, value)).length]);
    const label = element("span", { class: "toggles-name" }, say(name === "kind" ? "sources.kinds" : "sources.healths"));
    return [label, button("", say("sources.all"), among.length),
      ...counts.filter(([value, count]) => count || chosen === value)
        .map(([value, count]) => button(value, say(`sources.${value}`), count))];
  }
}

function row({ source, remarks }) {
  const facts = [source.publisher, source.date ? writtenDate(source.date) : null, source.path,
    counted("sources.passages", source.passages),
    source.retrieved ? say("sources.retrieved", { date: writtenDate(source.retrieved) }) : null];
  return element("li", {},
    element("p", { class: "row-title" }, sourceLink(source, { lang: sourceLanguage }, source.title), " ",
      ...remarks.map((remark) => badge(remarkText(remark, source), remark))),
    element("p", { class: "about" }, facts.filter(Boolean).join(" · "), " ", webLink(source.url, say("reader.original"))));
}

function remarkText(remark, source) {
  const years = remark === "old" ? age(source, today()) : 0;
  const days = { expired: source.valid_to, unread: source.unread_since };
  const date = days[remark] ? writtenDate(days[remark]) : "";
  return say(`sources.mark_${remark}`, { years, date });
}
