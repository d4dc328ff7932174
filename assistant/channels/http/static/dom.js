// Making elements, saying words, writing dates. What comes from a source is put in as text, never as HTML.

export const language = document.documentElement.lang;
// Sources are in Danish; on an English page what they say is marked as such, so that it is read aloud rightly.
export const sourceLanguage = language === "da" ? null : "da";
const words = JSON.parse(document.body.dataset.words);
const locale = language === "da" ? "da-DK" : "en-GB";
const longDate = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
const shortDate = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
const amounts = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function knows(key) {
  return key in words;
}

export function counted(key, count) {
  return say(count === 1 ? `${key}_one` : `${key}_other`, { count });
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

// Only addresses on the web become links; anything else (javascript:, data:) stays unlinked.
export function isWebAddress(address) {
  return /^https?:\/\//i.test(address ?? "");
}

export function webLink(address, label) {
  if (!isWebAddress(address)) return null;
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label,
    element("span", { class: "visually-hidden" }, ` (${say("new_tab")})`));
}

export function badge(text, kind = "") {
  return element("span", { class: `badge ${kind}`.trim() }, text);
}

export function writtenDate(day) {
  return longDate.format(asDate(day));
}

export function shortlyWrittenDate(day) {
  return shortDate.format(asDate(day));
}

export function writtenMoment(time) {
  return moment.format(new Date(time));
}

export function writtenAmount(amount) {
  return amounts.format(amount);
}

export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// Told to who listens with a screen reader; the same text twice is told twice.
export function announce(text) {
  const place = document.getElementById("announcer");
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 50);
}

export function problem(error) {
  return element("p", { class: "problem", role: "alert" }, error.message);
}

export function loading() {
  return element("p", { class: "waiting" }, say("loading"));
}

function asDate(day) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date));
}
