// The profiles, by set and version.

import { counted, element, say, sourceLanguage } from "./dom.js";
import { callAll } from "./calls.js";
import { addressOf } from "./router.js";

export async function draw() {
  const profiles = await callAll("/api/profiles", "profiles");
  const groups = new Map();
  for (const profile of profiles) {
    const name = say("profiles.group", { set: upperFirst(profile.profile_set), version: profile.version });
    groups.set(name, [...(groups.get(name) ?? []), profile]);
  }
  return [
    element("div", { class: "view-head" },
      element("h1", { tabindex: "-1" }, say("profiles.heading")),
      element("p", { class: "lead" }, say(profiles.length ? "profiles.lead" : "profiles.none")),
      profiles.length ? fetching() : null),
    ...[...groups].map(([name, members]) => element("section", { class: "group" },
      element("h2", {}, name), element("ul", { class: "cards" }, ...members.map(card)))),
  ];
}

// Files of all profiles, to be kept, changed and ingested again.
function fetching() {
  const links = ["yaml", "csv", "xlsx", "jsonld"].flatMap((format) => [" ",
    element("a", { href: `/api/profiles?format=${format}`, download: "" }, format.toUpperCase())]);
  return element("p", { class: "about" }, say("profiles.fetch"), ...links);
}

function card(profile) {
  const tasks = profile.tasks.length ? counted("profiles.tasks", profile.tasks.length) : null;
  const competences = profile.competences.length ? counted("profiles.competences", profile.competences.length) : null;
  return element("li", { class: "card" },
    element("h3", {}, element("a", { href: addressOf("profil", profile.profile_id), lang: sourceLanguage }, profile.title)),
    profile.description ? element("p", { class: "clamped", lang: sourceLanguage }, profile.description) : null,
    element("p", { class: "about" }, [tasks, competences].filter(Boolean).join(" · "), " ", ...profileBadges(profile)));
}

export function profileBadges(profile) {
  return profile.fictional ? [element("span", { class: "badge fictional" }, say("mark.fictional"))] : [];
}

function upperFirst(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
