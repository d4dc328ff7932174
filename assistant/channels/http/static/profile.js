// One profile: its tasks, its competences, and the courses that give each of them.

import { element, loading, problem, say, sourceLanguage, webLink, writtenDate } from "./dom.js";
import { call, callAll } from "./calls.js";
import { courseBadges } from "./answer.js";
import { inShort } from "./course_facts.js";
import { linkLines } from "./links.js";
import { kinOf, levelOf } from "./profile_kin.js";
import { profileBadges } from "./profiles.js";
import { sourceButton } from "./reader.js";
import { addressOf } from "./router.js";

export async function draw({ id }) {
  const profile = await call(`/api/profiles/${encodeURIComponent(id)}`);
  const found = new URLSearchParams({ profile: profile.profile_id });
  return [
    element("p", { class: "back" }, element("a", { href: addressOf("profiler") }, say("profiles.back"))),
    element("div", { class: "view-head" },
      element("p", { class: "eyebrow" }, say("profiles.group", { set: profile.profile_set, version: profile.version })),
      element("h1", { tabindex: "-1", lang: sourceLanguage }, profile.title),
      element("p", { class: "badges" }, ...profileBadges(profile)),
      profile.description ? element("p", { class: "lead", lang: sourceLanguage }, profile.description) : null,
      element("p", { class: "about" }, facts(profile).join(" · "))),
    ...tasks(profile),
    ...competences(profile),
    ...kinOf(profile),
    element("p", { class: "links" },
      element("a", { href: addressOf("kurser", "", found) }, say("profiles.all_courses")),
      sourceButton(profile.source_id, say("profiles.source")),
      webLink(profile.url, say("profiles.website"))),
  ];
}

function facts(profile) {
  const [from, to] = [profile.valid_from, profile.valid_to].map((day) => day && writtenDate(day));
  const key = from && to ? "valid" : (from && "valid_from") || (to && "valid_to");
  const also = profile.aliases.length ? say("profiles.also_called", { names: profile.aliases.join(", ") }) : null;
  const standing = profile.standing === "current" ? null : say(`profiles.${profile.standing}`);
  return [standing, key ? say(`profiles.${key}`, { from, to }) : null, also, profile.basis ? say("profiles.basis") : null]
    .filter(Boolean);
}

function tasks(profile) {
  const items = profile.tasks.map((task) => element("li", { lang: sourceLanguage }, task));
  return [element("h2", {}, say("profiles.tasks")),
    items.length ? element("ul", { class: "tasks" }, ...items) : element("p", { class: "soft" }, say("profiles.no_tasks"))];
}

function competences(profile) {
  const items = profile.competences.map((competence) => element("li", { class: "card" },
    element("h3", { lang: sourceLanguage }, competence.label),
    competence.description ? element("p", { lang: sourceLanguage }, competence.description) : null,
    element("p", { class: "about" }, levelOf(competence), ...competence.same_as.map((url) => webLink(url, say("profiles.same_as")))),
    coursesFor(competence)));
  return [element("h2", {}, say("profiles.competences")),
    items.length ? element("ul", { class: "cards" }, ...items)
      : element("p", { class: "soft" }, say("profiles.no_competences"))];
}

// Asked for when opened: a profile can have dozens of competences.
function coursesFor(competence) {
  const place = element("div", {});
  const details = element("details", { class: "courses-for" },
    element("summary", { "aria-label": `${say("profiles.courses_for")}: ${competence.label}` }, say("profiles.courses_for")), place);
  details.addEventListener("toggle", async () => {
    if (!details.open || place.childElementCount) return;
    place.replaceChildren(loading());
    try {
      const courses = await giving(competence);
      place.replaceChildren(courses.length ? element("ul", { class: "plain" }, ...courses.map((course) => line(course, competence)))
        : element("p", { class: "soft" }, say("profiles.no_courses")));
    } catch (error) {
      place.replaceChildren(problem(error));
    }
  });
  return details;
}

// Courses name a competence by the id that the profile gives it, or only by its label.
async function giving({ competence_id: id, label }) {
  const asked = [...new Set([id, label])].map((competence) => new URLSearchParams({ competence }));
  const found = await Promise.all(asked.map((query) => callAll(`/api/courses?${query}`, "courses")));
  return [...new Map(found.flat().map((course) => [course.course_id, course])).values()];
}

function line(course, competence) {
  return element("li", {},
    element("a", { href: addressOf("kursus", course.course_id) }, course.title), " ", ...courseBadges(course),
    element("span", { class: "about" }, [course.provider, inShort(course)].filter(Boolean).join(" · ")),
    ...course.links.filter((link) => link.status !== "stated" && link.label === competence.label).flatMap(linkLines));
}
