// A source in its place: the dialog that shows a text with the quotation marked. The same has a page of its own.

import { element, loading, problem, say, sourceLanguage, webLink, writtenDate } from "./dom.js";
import { call, sourcePath } from "./calls.js";

const dialog = document.getElementById("reader");
const title = document.getElementById("reader-title");
const about = document.getElementById("reader-about");
const links = document.getElementById("reader-links");
const text = document.getElementById("reader-text");
let wanted = null;
if (sourceLanguage) for (const place of [title, text]) place.lang = sourceLanguage;

// The page of a text, with a stretch of it marked; start and end count Unicode code points.
export function textAddress(textId, span = null) {
  const query = span ? `?start=${span.start}&end=${span.end}#quote` : "";
  return `/texts/${encodeURIComponent(textId)}${query}`;
}

// A real link to the quotation; a plain click opens the dialog, a middle click or a copy gets the page.
export function citationLink(citation, attributes, ...children) {
  const open = (event) => opened(event, () => openCitation(citation));
  return element("a", { href: textAddress(citation.text_id, citation), ...attributes, onclick: open }, ...children);
}

export function sourceLink(source, attributes, ...children) {
  const open = (event) => opened(event, () => openText(source, source.text_id));
  return element("a", { href: textAddress(source.text_id), ...attributes, onclick: open }, ...children);
}

// A source of which only the id is known, so that its text must be asked for first.
export function sourceButton(sourceId, label) {
  return element("button", { type: "button", class: "link", onclick: () => openSource(sourceId) }, label);
}

async function openSource(sourceId) {
  begin({ title: say("reader.source") });
  try {
    const source = await call(sourcePath(sourceId));
    await fill(source, source.text_id, null);
  } catch (error) {
    text.replaceChildren(problem(error));
  }
}

function openCitation(citation) {
  return openText(citation, citation.text_id, citation);
}

async function openText(source, textId, span = null) {
  begin(source);
  await fill(source, textId, span);
}

function opened(event, open) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open();
}

function begin(source) {
  title.textContent = source.title;
  about.replaceChildren();
  links.replaceChildren();
  text.replaceChildren(loading());
  if (dialog.open) return;
  // So that the back button of a phone closes the source, not the page.
  history.pushState({ reader: true }, "");
  dialog.showModal();
}

async function fill(source, textId, span) {
  wanted = source;
  describe(source, textId, span);
  try {
    const given = await call(`/api/texts/${encodeURIComponent(textId)}`);
    if (wanted !== source) return;
    text.replaceChildren(...(span ? highlighted(given.text, span) : [given.text]));
    text.scrollTop = 0;
    const quote = text.querySelector("mark");
    quote?.scrollIntoView({ block: "center" });
    quote?.focus({ preventScroll: true });
  } catch (error) {
    if (wanted === source) text.replaceChildren(problem(error));
  }
}

function describe(source, textId, span) {
  const page = source.page ? say("answer.page", { page: source.page }) : null;
  const day = source.date ? writtenDate(source.date) : say("answer.undated");
  title.textContent = source.title;
  about.textContent = [source.publisher, day, page, source.section || source.path].filter(Boolean).join(" · ");
  const own = element("a", { href: textAddress(textId, span) }, say("reader.own_page"));
  links.replaceChildren(own, webLink(source.url, say("reader.original")) ?? "");
}

// Array.from counts code points, as start and end do; string indices would count UTF-16 units.
function highlighted(whole, span) {
  const points = Array.from(whole);
  const slice = (start, end) => points.slice(start, end).join("");
  return [slice(0, span.start), element("mark", { tabindex: "-1" }, slice(span.start, span.end)), slice(span.end)];
}

function close() {
  if (history.state?.reader) history.back();
  else dialog.close();
}

document.getElementById("reader-close").addEventListener("click", close);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) close();
});
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  close();
});
addEventListener("popstate", () => {
  if (dialog.open) dialog.close();
});
