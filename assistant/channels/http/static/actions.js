// What a reader does with an answer: copy it with its sources, share it, print it, and say whether it helped.

import { announce, element, problem, say, shortlyWrittenDate } from "./dom.js";
import { post } from "./calls.js";
import { asPlainText } from "./markdown.js";

export function answerActions(answer) {
  const link = `${location.origin}/answers/${encodeURIComponent(answer.id)}`;
  const shared = shareBox(link);
  const share = element("button", { type: "button", class: "quiet", "aria-expanded": "false" }, say("answer.share"));
  share.addEventListener("click", () => {
    shared.hidden = !shared.hidden;
    share.setAttribute("aria-expanded", String(!shared.hidden));
    shared.scrollIntoView({ block: "nearest" });
  });
  const copying = () => copy(answerAsText(answer, link), "answer.copied");
  const buttons = element("div", { class: "actions", role: "group", "aria-label": say("answer.actions") },
    element("button", { type: "button", class: "quiet", onclick: copying }, say("answer.copy")),
    share,
    element("button", { type: "button", class: "quiet", onclick: () => print() }, say("answer.print")));
  return [element("div", { class: "after-answer" }, buttons, feedback(answer)), shared];
}

function shareBox(link) {
  const address = element("a", { href: link }, link.replace(/^https?:\/\//, ""));
  const copying = () => copy(link, "answer.link_copied");
  return element("div", { class: "share", hidden: true },
    element("p", {}, address, " ", element("button", { type: "button", class: "quiet", onclick: copying }, say("answer.copy_link"))),
    element("p", { class: "hint" }, say("answer.share_hint")));
}

// --- copying ---

// The answer as it would stand in a letter: text, then the sources with publisher, date and page, then the link.
export function answerAsText(answer, link) {
  const lines = [answer.question, "", asPlainText(answer.text)];
  if (answer.notices.length) lines.push("", ...answer.notices.map((notice) => notice.text));
  if (answer.citations.length) lines.push("", `${say("answer.sources")}:`, ...answer.citations.map(sourceLine));
  return [...lines, "", link, ""].join("\n");
}

function sourceLine(citation) {
  const facts = [
    citation.title, citation.publisher, citation.date ? shortlyWrittenDate(citation.date) : say("answer.undated"),
    citation.page ? say("answer.page", { page: citation.page }) : null, citation.url,
  ];
  return `[${citation.number}] ${facts.filter(Boolean).join(", ")}`;
}

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    tell(say(done));
  } catch {
    tell(copiedBySelection(text) ? say(done) : say("answer.copy_failed"));
  }
}

// Browsers keep the clipboard from pages without https; a selection may still be copied.
function copiedBySelection(text) {
  const field = element("textarea", { class: "visually-hidden", "aria-hidden": "true", tabindex: "-1" });
  const before = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  before?.focus();
  return copied;
}

function tell(text) {
  announce(text);
  const toast = element("p", { class: "toast", "aria-hidden": "true" }, text);
  document.querySelector(".toast")?.remove();
  document.body.append(toast);
  setTimeout(() => toast.remove(), 4000);
}

// --- feedback ---

function feedback(answer) {
  const place = element("div", { class: "feedback", role: "group", "aria-label": say("feedback.question") });
  const said = element("div", { class: "feedback-more" });
  const buttons = ["up", "down"].map((verdict) => element("button", {
    type: "button", class: "quiet", "aria-pressed": "false", "data-verdict": verdict, onclick: () => choose(verdict),
  }, say(`feedback.${verdict}`)));

  async function choose(verdict) {
    try {
      await post("/api/feedback", { answer_id: answer.id, verdict });
    } catch (error) {
      said.replaceChildren(problem(error));
      return;
    }
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
    announce(say("feedback.thanks"));
    said.replaceChildren(commentForm(answer, verdict, said));
    said.scrollIntoView({ block: "nearest" });
  }

  place.append(element("span", {}, say("feedback.question")), ...buttons, said);
  return place;
}

function commentForm(answer, verdict, place) {
  const id = `comment-${answer.id}`;
  const field = element("textarea", { id, rows: "2", maxlength: "2000", "aria-describedby": `${id}-hint` });
  const form = element("form", { class: "comment" },
    element("label", { for: id }, say("feedback.comment")), field,
    element("p", { class: "hint", id: `${id}-hint` }, say("feedback.comment_hint")),
    element("button", { class: "quiet" }, say("feedback.send")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    try {
      await post("/api/feedback", { answer_id: answer.id, verdict, comment: field.value.trim() });
      place.replaceChildren(element("p", { class: "done", role: "status" }, say("feedback.sent")));
    } catch (error) {
      form.append(problem(error));
    }
  });
  return form;
}
