// A profile among the others: what it inherits, its versions, and what an own one is made from.

import { piece } from "./changes.js";
import { element, say, sourceLanguage } from "./dom.js";
import { addressOf } from "./router.js";

export function kinOf(profile) {
  return [...builtOn(profile), ...inherited(profile), ...derivation(profile.derivation),
    ...listed("profiles.versions", profile.versions), ...listed("profiles.derived", profile.derived)];
}

function link(profile) {
  return element("a", { href: addressOf("profil", profile.profile_id) },
    say("profiles.named", { title: profile.title, set: profile.profile_set, version: profile.version }));
}

function listed(key, profiles) {
  if (!profiles.length) return [];
  return [element("h2", {}, say(key)),
    element("ul", { class: "plain" }, ...profiles.map((one) => element("li", { lang: sourceLanguage }, link(one))))];
}

// It may lie on basis competences that have no page of their own, and on what nobody knows.
function builtOn(profile) {
  const known = profile.lies_on.map((one) => element("li", { lang: sourceLanguage }, link(one)));
  const unknown = profile.unknown.map((name) => element("li", {}, say("profiles.unknown", { name })));
  if (!known.length && !unknown.length) return [];
  return [element("h2", {}, say("profiles.builds_on")), element("ul", { class: "plain" }, ...known, ...unknown)];
}

function inherited(profile) {
  if (!profile.inherited.length) return [];
  const items = profile.inherited.map((one) => element("li", { class: "card" },
    element("h3", { lang: sourceLanguage }, one.label),
    element("p", { class: "about" }, [levelOf(one), say("profiles.from", { title: one.from_title })].filter(Boolean).join(" · "))));
  return [element("h2", {}, say("profiles.inherited")), element("ul", { class: "cards" }, ...items)];
}

export function levelOf({ level }) {
  return level === null ? null : say("profiles.level", { level });
}

function derivation(made) {
  if (!made) return [];
  return [element("h2", {}, say("profiles.derived_from")), element("p", { lang: sourceLanguage }, link(made.origin)),
    ...differences(made.differences, say("profiles.no_differences")),
    ...made.newer ? [element("h2", {}, say("profiles.unfollowed")), element("p", { lang: sourceLanguage }, link(made.newer)),
      ...differences(made.unfollowed, say("profiles.all_followed"))] : []];
}

function differences(found, none) {
  if (!found.length) return [element("p", { class: "soft" }, none)];
  return [element("ul", { class: "plain" }, ...found.map(difference))];
}

function difference(one) {
  const told = say(`profiles.${one.verdict}`, { part: say(`profiles.part_${one.part}`) });
  const words = one.words.length ? one.words.flatMap(piece) : [one.name];
  const own = one.own_words ? element("p", { class: "soft" }, say("profiles.own_words", { words: one.own_words })) : null;
  return element("li", {}, element("strong", {}, told), ": ",
    element("span", { class: "diff", lang: sourceLanguage }, ...words), own);
}
