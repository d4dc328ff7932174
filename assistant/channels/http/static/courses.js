// The course search: words, facets with counts, an order, and up to four courses picked for comparison.

import { announce, counted, element, say, sourceLanguage } from "./dom.js";
import { callAll } from "./calls.js";
import { courseBadges, MOST_COMPARED } from "./answer.js";
import { inShort, startOf } from "./course_facts.js";
import { choiceOf, CITIZEN, passing, SORT_ORDERS, sorted } from "./facets.js";
import { chosenFilters, filterForm } from "./filters.js";
import { suggestions } from "./links.js";
import { alsoAt, withoutRepeats } from "./listings.js";
import { addressOf, note } from "./router.js";

// What the service answers; the rest is chosen among what it gave.
const ASKED = { q: "query", profile: "profile", competence: "competence", as_of: "as_of" };
const PAGE = 40;

export async function draw({ chosen }) {
  const view = new CourseView(new URLSearchParams(chosen));
  await view.load();
  return view.parts;
}

// The courses that the words, the profile and the competence give: for staff, and those for citizens after them.
export async function catalogue(chosen) {
  const asked = new URLSearchParams({ include_expired: "true" });
  for (const [name, asks] of Object.entries(ASKED)) if (chosen.get(name)) asked.set(asks, chosen.get(name));
  const own = await callAll(`/api/courses?${asked}`, "courses");
  asked.set("learner", CITIZEN);
  const others = await callAll(`/api/courses?${asked}`, "courses");
  return [...new Map([...own, ...others].map((course) => [course.course_id, course])).values()];
}

class CourseView {
  constructor(chosen) {
    this.chosen = chosen;
    this.courses = [];
    this.shown = PAGE;
    this.count = element("h2", { class: "count" });
    this.filters = element("div", { class: "filter-place" });
    this.active = element("div", { class: "active-filters" });
    this.results = element("ul", { class: "cards" });
    this.more = element("p", { class: "more" });
    this.tray = element("section", { class: "tray", "aria-label": say("courses.picked"), hidden: true });
    this.parts = [this.head(), element("div", { class: "columns" }, this.filters,
      element("div", { class: "results" }, this.resultBar(), this.active, this.results, this.more)), this.tray];
  }

  async load() {
    this.courses = await catalogue(this.chosen);
    this.render();
  }

  head() {
    this.search = element("input", { type: "search", id: "course-query", value: this.chosen.get("q") ?? "",
      placeholder: say("courses.placeholder"), maxlength: "500" });
    const form = element("form", { class: "search", role: "search" },
      element("label", { for: "course-query" }, say("courses.label")),
      element("div", { class: "search-field" }, this.search, element("button", { class: "primary" }, say("courses.submit"))));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      this.change((chosen) => setOrDelete(chosen, "q", this.search.value.trim()), true);
    });
    return element("div", { class: "view-head" }, element("h1", { tabindex: "-1" }, say("courses.heading")), form,
      element("p", { class: "about" }, element("a", { href: addressOf("koblinger") }, say("links.open"))));
  }

  resultBar() {
    const options = SORT_ORDERS.map((order) => element("option", { value: order }, say(`courses.sort_${order}`)));
    this.sort = element("select", { id: "course-sort" }, ...options);
    this.sort.value = choiceOf(this.chosen).sort;
    this.sort.addEventListener("change", () => {
      this.change((chosen) => setOrDelete(chosen, "sort", this.sort.value === "fit" ? "" : this.sort.value));
    });
    return element("div", { class: "result-bar" }, this.count,
      element("p", {}, element("label", { for: "course-sort" }, say("courses.sort")), " ", this.sort));
  }

  // Something was chosen: note it in the address, and draw what follows from it.
  async change(apply, asksAnew = false) {
    const focused = document.activeElement?.id;
    apply(this.chosen);
    this.shown = PAGE;
    note(addressOf("kurser", "", this.chosen));
    if (asksAnew) this.courses = await catalogue(this.chosen);
    this.render();
    if (focused) document.getElementById(focused)?.focus();
    announce(this.count.textContent);
  }

  render() {
    const choice = choiceOf(this.chosen);
    const found = withoutRepeats(sorted(passing(this.courses, choice), choice.sort));
    this.search.value = this.chosen.get("q") ?? "";
    this.count.textContent = counted("courses.found", found.length);
    this.filters.replaceChildren(filterForm(this.courses, choice, (apply) => this.change(apply)));
    this.active.replaceChildren(...chosenFilters(this.chosen, choice, (apply, asks) => this.change(apply, asks)));
    this.results.replaceChildren(...found.slice(0, this.shown).map((course) => this.card(course)));
    this.more.replaceChildren(...this.rest(found));
    this.renderTray();
  }

  rest(found) {
    if (!found.length) return [say(this.courses.length ? "courses.none" : "courses.none_known")];
    if (found.length <= this.shown) return [];
    const more = () => {
      const first = this.shown;
      this.shown += PAGE;
      this.render();
      this.results.children[first].querySelector("a").focus();
    };
    return [element("button", { type: "button", class: "quiet", onclick: more }, say("more"))];
  }

  card(course) {
    const provides = course.provides.map((one) => one.label).join(", ");
    const reason = course.reason && course.reason !== course.title && course.reason !== provides ? course.reason : "";
    return element("li", { class: "card" },
      element("div", { class: "card-head" },
        element("h3", {}, element("a", { href: addressOf("kursus", course.course_id), lang: sourceLanguage }, course.title)), this.picker(course)),
      element("p", { class: "about" }, course.provider, " ", ...courseBadges(course)),
      element("p", {}, inShort(course)),
      startOf(course) ? element("p", { class: "start" }, startOf(course)) : null,
      provides ? element("p", { class: "soft" }, `${say("courses.provides")}: ${provides}`) : null,
      alsoAt(course),
      reason ? element("p", { class: "soft" }, say("courses.reason", { reason })) : null,
      this.chosen.get("competence") || this.chosen.get("profile") ? suggestions(course) : null);
  }

  // --- comparison ---

  picker(course) {
    const picked = this.chosen.getAll("pick");
    const isPicked = picked.includes(course.course_id);
    const box = element("input", { type: "checkbox", id: `pick-${course.course_id}`, checked: isPicked,
      "aria-label": say("courses.pick_this", { title: course.title }) });
    box.addEventListener("change", () => {
      if (box.checked && this.chosen.getAll("pick").length >= MOST_COMPARED) {
        box.checked = false;
        announce(say("courses.picked_full", { count: MOST_COMPARED }));
        this.renderTray(true);
      } else this.pick(course.course_id, box.checked);
    });
    return element("label", { class: "pick" }, box, element("span", { "aria-hidden": "true" }, say("courses.pick")));
  }

  pick(courseId, wanted) {
    const others = this.chosen.getAll("pick").filter((one) => one !== courseId);
    this.chosen.delete("pick");
    for (const one of wanted ? [...others, courseId] : others) this.chosen.append("pick", one);
    note(addressOf("kurser", "", this.chosen), true);
    const box = document.getElementById(`pick-${courseId}`);
    if (box) box.checked = wanted;
    this.renderTray();
  }

  renderTray(isFull = false) {
    const picked = this.chosen.getAll("pick").map((id) => this.courses.find((one) => one.course_id === id)).filter(Boolean);
    this.tray.hidden = !picked.length;
    const compared = new URLSearchParams(picked.map((course) => ["id", course.course_id]));
    const items = picked.map((course) => element("li", {}, element("button", {
      type: "button", class: "chip", "aria-label": say("courses.unpick", { title: course.title }),
      onclick: () => this.pick(course.course_id, false),
    }, course.title, element("span", { class: "cross", "aria-hidden": "true" }, "×"))));
    this.tray.replaceChildren(
      element("ul", { class: "chips" }, ...items),
      isFull ? element("p", { class: "hint" }, say("courses.picked_full", { count: MOST_COMPARED })) : "",
      picked.length > 1 ? element("a", { class: "button primary", href: addressOf("sammenlign", "", compared) },
        say("courses.compare", { count: picked.length })) : "");
  }
}

function setOrDelete(chosen, name, value) {
  if (value) chosen.set(name, value);
  else chosen.delete(name);
}
