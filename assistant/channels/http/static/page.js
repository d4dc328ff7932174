"use strict";

// Everything that comes from a source is put in as text nodes, never as HTML.
const words = JSON.parse(document.body.dataset.words);
const language = document.documentElement.lang;
const form = document.getElementById("ask");
const field = document.getElementById("question");
const submit = form.querySelector("button");
const turns = document.getElementById("turns");
const welcome = document.getElementById("welcome");
const fresh = document.getElementById("fresh");
const dialog = document.getElementById("source");
let conversation = null;
let asking = null;

function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function writtenDate(day) {
  const [year, month, date] = day.split("-").map(Number);
  const format = new Intl.DateTimeFormat(language === "da" ? "da-DK" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(Date.UTC(year, month - 1, date)));
}

async function call(path, options = {}) {
  const response = await fetch(path, { ...options, headers: { "Accept-Language": language, ...options.headers } });
  const value = await response.json();
  if (!response.ok) throw new Error(value.errors?.[0]?.detail ?? value.detail);
  return value;
}

// --- asking ---

async function ask(question) {
  if (asking || !question.trim()) return;
  const waiting = element("p", { class: "waiting" }, say("waiting"));
  const answer = element("article", { class: "answer" }, waiting);
  const asked = element("p", { class: question.length > 600 ? "asked long" : "asked" }, question.trim());
  turns.append(asked, answer);
  welcome.hidden = true;
  fresh.hidden = false;
  setBusy(true);
  asked.scrollIntoView({ block: "start" });
  const control = (asking = new AbortController());
  try {
    const body = JSON.stringify({ question, conversation_id: conversation });
    const headers = { "Content-Type": "application/json" };
    const given = await call("/api/ask", { method: "POST", body, headers, signal: control.signal });
    conversation = given.conversation_id;
    asked.textContent = given.question || question.trim();
    answer.lang = given.language;
    answer.replaceChildren(...shown(given));
  } catch (error) {
    if (control.signal.aborted) return;
    const text = error instanceof TypeError ? say("unreachable") : error.message;
    answer.replaceChildren(element("p", { class: "problem" }, text));
  } finally {
    if (asking === control) {
      asking = null;
      setBusy(false);
    }
  }
  asked.scrollIntoView({ block: "start" });
}

function setBusy(busy) {
  submit.setAttribute("aria-disabled", String(busy));
  turns.setAttribute("aria-busy", String(busy));
}

// --- an answer ---

function shown(answer) {
  const cited = new Map(answer.citations.map((citation) => [citation.number, citation]));
  const inCards = answer.kind === "courses" && answer.courses.length > 0;
  const parts = markdown(inCards ? withoutList(answer.text) : answer.text, cited);
  if (answer.courses.length) {
    if (!inCards) parts.push(element("h3", {}, say("courses")));
    parts.push(element("ul", { class: "courses" }, ...answer.courses.map((course) => courseCard(course, cited))));
  }
  parts.push(...answer.notices.map((notice) => element("p", { class: "notice" }, notice.text)));
  if (answer.citations.length && !inCards) parts.push(element("h3", {}, say("sources")), sourceList(answer));
  if (answer.nearest.length) parts.push(element("h3", {}, say("nearest")), nearestList(answer.nearest));
  if (answer.searched_also.length) {
    parts.push(element("p", { class: "also" }, say("also", { terms: answer.searched_also.join(", ") })));
  }
  if (answer.follow_ups.length) {
    const chips = answer.follow_ups.map((question) => element("li", {}, askChip(question)));
    parts.push(element("h3", {}, say("follow_ups")), element("ul", { class: "chips" }, ...chips));
  }
  return parts;
}

function withoutList(text) {
  return text.split("\n").filter((line) => !line.trimStart().startsWith("- ")).join("\n");
}

function askChip(question) {
  return element("button", { type: "button", class: "chip", onclick: () => ask(question) }, question);
}

// The Markdown that answers use: paragraphs, lists in lists, bold, and [1] for a citation.
function markdown(text, cited) {
  const blocks = [];
  let lists = [];
  for (const line of text.split("\n")) {
    const item = /^(\s*)- (.*)$/.exec(line);
    if (!item) {
      if (line.trim()) {
        lists = [];
        blocks.push(element("p", {}, ...inline(line.trim(), cited)));
      }
      continue;
    }
    const depth = Math.min(Math.floor(item[1].length / 2), lists.length);
    lists.length = Math.min(lists.length, depth + 1);
    if (!lists[depth]) {
      lists[depth] = element("ul");
      const parent = depth ? lists[depth - 1].lastElementChild : null;
      if (parent) parent.append(lists[depth]);
      else blocks.push(lists[depth]);
    }
    lists[depth].append(element("li", {}, ...inline(item[2], cited)));
  }
  return blocks;
}

function inline(text, cited) {
  return text.split(/(\*\*[^*]+\*\*|\[\d+\])/).map((part) => {
    const number = Number(/^\[(\d+)\]$/.exec(part)?.[1]);
    if (cited.has(number)) return citeButton(cited.get(number));
    if (part.length > 4 && part.startsWith("**") && part.endsWith("**")) return element("strong", {}, part.slice(2, -2));
    return part;
  });
}

function citeButton(citation) {
  const label = say("open_citation", { number: citation.number, title: citation.title });
  const attributes = { type: "button", class: "cite", "aria-label": label, title: citation.title };
  return element("button", { ...attributes, onclick: () => openCitation(citation) }, String(citation.number));
}

function sourceList(answer) {
  const groups = new Map();
  for (const citation of answer.citations) {
    groups.set(citation.source_id, [...(groups.get(citation.source_id) ?? []), citation]);
  }
  const items = [...groups.values()].map((citations) => {
    const numbers = element("span", { class: "numbers" }, ...citations.map(citeButton));
    const about = [element("strong", {}, citations[0].title), element("span", { class: "about" }, details(citations))];
    const quotes = citations.filter((citation) => !isShown(citation, answer)).map((citation) =>
      element("blockquote", {}, citation.quote.trim()));
    return element("li", {}, numbers, element("div", {}, ...about, ...quotes));
  });
  return element("ol", { class: "sources" }, ...items);
}

// An extractive answer already shows its quotations; a written one rests on them, so they stand here.
function isShown(citation, answer) {
  const folded = (text) => text.replace(/^\s*(#+|[•*–—-]|\d{1,3}[.)]|[a-z]\))\s+/, "").replace(/\s+/g, " ").trim();
  return folded(answer.text).includes(folded(citation.quote));
}

function details(citations) {
  const [first] = citations;
  const pages = [...new Set(citations.map((citation) => citation.page).filter(Boolean))];
  const sections = [...new Set(citations.map((citation) => citation.section).filter(Boolean))];
  return [
    first.publisher,
    first.date ? writtenDate(first.date) : say("undated"),
    pages.length ? say("pages", { pages: pages.join(", ") }) : null,
    sections.length === 1 ? sections[0] : null,
  ].filter(Boolean).join(" · ");
}

function courseCard(course, cited) {
  const badges = [];
  if (course.fictional) badges.push(element("span", { class: "badge" }, say("mark.fictional")));
  if (course.status !== "open") badges.push(element("span", { class: "badge" }, say(`mark.${course.status}`)));
  const citations = course.citations.filter((number) => cited.has(number)).map((number) => cited.get(number));
  const about = citations.length ? details([{ ...citations[0], publisher: course.provider }]) : course.provider;
  return element("li", { class: "course" },
    element("p", {}, element("strong", {}, course.title), " ", ...badges),
    about ? element("p", { class: "about" }, about) : null,
    element("p", {}, say("quoted", { quote: course.reason.replace(/\s+/g, " ").trim() }), " ", ...citations.map(citeButton)));
}

function nearestList(nearest) {
  return element("ul", { class: "plain" }, ...nearest.map((source) => element("li", {},
    element("button", { type: "button", class: "link", onclick: () => openSource(source.source_id) }, source.title))));
}

// --- a source in its place ---

async function openCitation(citation) {
  await showText(citation, citation.text_id, citation);
}

async function openSource(sourceId) {
  try {
    const source = await call(`/api/sources/${sourceId.split("/").map(encodeURIComponent).join("/")}`);
    await showText(source, source.text_id, null);
  } catch (error) {
    showDialog({ title: say("source") }, element("p", { class: "problem" }, error.message));
  }
}

async function showText(source, textId, span) {
  try {
    const { text } = await call(`/api/texts/${encodeURIComponent(textId)}`);
    const marked = span ? highlighted(text, span) : [text];
    showDialog(source, ...marked);
  } catch (error) {
    const message = error instanceof TypeError ? say("unreachable") : error.message;
    showDialog(source, element("p", { class: "problem" }, message));
  }
}

// start and end count code points, as Array.from does; string indices would count UTF-16 units.
function highlighted(text, span) {
  const points = Array.from(text);
  const slice = (start, end) => points.slice(start, end).join("");
  return [slice(0, span.start), element("mark", { tabindex: "-1" }, slice(span.start, span.end)), slice(span.end)];
}

function showDialog(source, ...content) {
  const about = document.getElementById("source-about");
  const facts = [source.publisher, source.date ? writtenDate(source.date) : null, source.path].filter(Boolean);
  document.getElementById("source-title").textContent = source.title;
  about.replaceChildren(facts.join(" · "));
  if (/^https?:\/\//.test(source.url ?? "")) {
    const link = element("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, say("original"));
    about.append(facts.length ? " · " : "", link);
  }
  const place = document.getElementById("source-text");
  place.replaceChildren(...content);
  if (!dialog.open) dialog.showModal();
  place.scrollTop = 0;
  const mark = place.querySelector("mark");
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  }
}

// --- what the reader does ---

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (asking) return;
  const question = field.value;
  field.value = "";
  ask(question);
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

for (const chip of document.querySelectorAll("[data-ask]")) {
  chip.addEventListener("click", () => ask(chip.dataset.ask));
}

fresh.addEventListener("click", () => {
  asking?.abort();
  asking = null;
  setBusy(false);
  conversation = null;
  turns.replaceChildren();
  welcome.hidden = false;
  fresh.hidden = true;
  field.focus();
});

document.getElementById("close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
field.focus();
