// What changed: since the last visit, which this browser remembers, or between any two generations that are kept.

import { counted, element, language, say, sourceLanguage, writtenDate, writtenMoment } from "./dom.js";
import { call, callAll } from "./calls.js";
import { owned, signedIn } from "./own.js";
import { sourceButton } from "./reader.js";
import { addressOf } from "./router.js";

const KEY = "fagkompas.seen";
const KINDS = ["course", "profile", "report"];
const VIEWS = { course: "kursus", profile: "profil" };
// What is no longer there cannot be opened.
const GONE = ["course_closed", "profile_withdrawn", "source_withdrawn"];

export async function draw({ chosen }) {
  const asked = new URLSearchParams([...chosen].filter(([name]) => name === "from" || name === "to"));
  const { told, lead } = asked.size ? { told: await all(asked), lead: "chosen" } : await sinceLastVisit();
  remember(told.kept.at(-1).generation);
  const values = told.from
    ? { before: told.from.generation, before_day: dayOf(told.from), after: told.to.generation, after_day: dayOf(told.to) }
    : {};
  return [
    element("div", { class: "view-head" },
      element("h1", { tabindex: "-1" }, say("changes.heading")),
      element("p", { class: "lead" }, say(`changes.lead_${told.from ? lead : "single"}`, values))),
    told.from ? choice(told) : null,
    told.from ? element("p", { class: "count", role: "status" },
      told.changes.length ? counted("changes.found", told.changes.length) : say("changes.none")) : null,
    ...KINDS.map((kind) => group(kind, told.changes.filter((change) => change.kind === kind))),
    await stale(),
  ].filter(Boolean);
}

// One's own answers that quote what no longer stands in the sources.
async function stale() {
  const answers = await callAll("/api/stale", "answers");
  const mine = new Set(owned().map((one) => one.id));
  const shown = signedIn ? answers : answers.filter((answer) => mine.has(answer.conversation_id));
  if (!shown.length) return null;
  return element("section", { class: "group" }, element("h2", {}, say("changes.stale")),
    element("ul", { class: "rows" }, ...shown.map((answer) => element("li", {},
      element("p", { class: "row-title" },
        element("a", { href: addressOf("samtale", answer.conversation_id) }, answer.question)),
      ...gone(answer).map((told) => element("p", { class: "about" }, told))))));
}

function gone(answer) {
  return [...new Set(answer.gone.map(({ fate, title }) => say(fate.replace("source_", "changes.stale_"), { title })))];
}

// Every part of the list, with what the first says of the generations.
async function all(asked) {
  const told = await call(`/api/changes?${asked}`);
  for (let next = told.next; next;) {
    const more = await call(next);
    told.changes.push(...more.changes);
    next = more.next;
  }
  return told;
}

async function sinceLastVisit() {
  const { seen, before } = remembered();
  const latest = await all(new URLSearchParams());
  if (!seen || !latest.from) return { told: latest, lead: "latest" };
  // Opened again, it still shows what was new.
  const since = seen === latest.to.generation ? before : seen;
  if (!since || since === latest.to.generation) return { told: latest, lead: "same" };
  const isKept = latest.kept.some((one) => one.generation === since);
  const from = isKept ? since : latest.kept[0].generation;
  return { told: await all(new URLSearchParams({ from })), lead: isKept ? "visit" : "lost" };
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function remember(generation) {
  const { seen, before } = remembered();
  if (seen === generation) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ seen: generation, before: seen ?? before ?? null }));
  } catch {
    // A browser that keeps nothing shows the latest update each time.
  }
}

function choice(told) {
  const select = (name, value) => {
    const made = element("select", { id: `changes-${name}` }, ...told.kept.map((one) =>
      element("option", { value: one.generation },
        say("changes.generation", { number: one.generation, moment: writtenMoment(one.published_at) }))));
    made.value = value;
    made.addEventListener("change", () => {
      const wanted = new URLSearchParams({ from: told.from.generation, to: told.to.generation, [name]: made.value });
      location.hash = addressOf("nyt", "", wanted);
    });
    return element("p", {}, element("label", { for: `changes-${name}` }, say(`changes.${name}`)), " ", made);
  };
  return element("div", { class: "result-bar between" }, select("from", told.from.generation), select("to", told.to.generation));
}

function group(kind, changes) {
  if (!changes.length) return null;
  return element("section", { class: "group" }, element("h2", {}, say(`changes.${kind}`)),
    element("ul", { class: "rows" }, ...changes.map(row)));
}

function row(change) {
  return element("li", {},
    element("p", {}, change.sentence, " ", link(change)),
    change.words.length ? element("p", { class: "diff", lang: sourceLanguage }, ...change.words.flatMap(piece)) : null);
}

function link(change) {
  if (GONE.includes(change.code)) return null;
  const label = [say("changes.see"), element("span", { class: "visually-hidden" }, ` ${change.title}`)];
  if (!VIEWS[change.kind]) return sourceButton(change.source_id, label);
  return element("a", { href: addressOf(VIEWS[change.kind], change.subject_id) }, ...label);
}

// What was taken out and put in is told in words, too: colour and lines are not read aloud.
export function piece({ fate, text }) {
  if (fate === "same") return [text];
  const [name, told] = fate === "gone" ? ["del", "changes.taken_out"] : ["ins", "changes.put_in"];
  const hidden = element("span", { class: "visually-hidden", lang: language }, `${say(told)} `);
  return [element(name, {}, hidden, text.trim()), " "];
}

function dayOf(published) {
  const local = new Date(published.published_at);
  const two = (number) => String(number).padStart(2, "0");
  return writtenDate(`${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`);
}
