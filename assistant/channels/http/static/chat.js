// The conversation: asking, watching the answer grow, stopping it, and going on where one left.

import { announce, element, language, problem, say } from "./dom.js";
import { call, readEvents, Refused, send } from "./calls.js";
import { growingText, shownAnswer } from "./answer.js";
import { answerActions } from "./actions.js";
import { asPlainText } from "./markdown.js";
import { remember } from "./own.js";
import { addressOf, note, place } from "./router.js";

const form = document.getElementById("ask");
const field = document.getElementById("question");
const submit = document.getElementById("submit");
const stop = document.getElementById("stop");
const turns = document.getElementById("turns");
const welcome = document.getElementById("welcome");
const examples = document.getElementById("examples");
const bar = document.getElementById("conversation-bar");
// A question longer than this is shown in a box that scrolls.
const LONG_QUESTION = 600;
let conversation = null;
let asking = null;

// --- views ---

export async function openAsk({ name, id, chosen }, moved) {
  if (name === "samtale" && id && id !== conversation) await load(id);
  else if (name !== "samtale" && conversation) note(addressOf("samtale", conversation), true);
  if (chosen.get("q")) {
    note(addressOf(""), true);
    ask(chosen.get("q"));
  } else if (moved && !asking) {
    document.getElementById(turns.hidden ? "ask-heading" : "conversation-heading").focus({ preventScroll: true });
  } else if (!moved) field.focus();
  // Enter pressed before this was loaded could only make a new line.
  if (!moved && field.value.endsWith("\n")) form.requestSubmit();
}

async function load(id) {
  clear();
  conversation = id;
  try {
    const { answers } = await call(`/api/conversations/${encodeURIComponent(id)}`);
    if (conversation !== id) return;
    begin();
    turns.append(...answers.flatMap((answer) => [questionOf(answer.question), whole(answer)]));
    turns.lastElementChild?.previousElementSibling?.scrollIntoView({ block: "start" });
  } catch (error) {
    conversation = null;
    begin();
    const gone = error instanceof Refused && error.status === 404;
    turns.append(problem(gone ? new Error(say("ask.gone")) : error));
  }
}

function begin() {
  welcome.hidden = true;
  examples.hidden = true;
  bar.hidden = false;
  turns.hidden = false;
}

function clear() {
  asking?.abort();
  setBusy(null);
  conversation = null;
  turns.replaceChildren();
  turns.hidden = true;
  bar.hidden = true;
  welcome.hidden = false;
  examples.hidden = false;
}

function questionOf(text) {
  return element("h2", { class: text.length > LONG_QUESTION ? "asked long" : "asked", tabindex: "-1" }, text);
}

function whole(answer) {
  const made = element("article", { class: "answer" });
  fill(made, answer);
  return made;
}

function fill(place, answer) {
  place.lang = answer.language;
  place.dataset.answer = answer.id;
  place.replaceChildren(...shownAnswer(answer, ask));
  // The page's own words stay in the page's language.
  place.append(element("div", { lang: language }, ...answerActions(answer)));
}

// --- asking ---

export async function ask(question, without = []) {
  if (asking || !question.trim()) return;
  begin();
  const growing = element("article", { class: "answer growing", "aria-busy": "true" });
  const asked = questionOf(question.trim());
  turns.append(asked, growing);
  if (turns.firstElementChild === asked) scrollTo(0, 0);
  else asked.scrollIntoView({ block: "start" });
  const control = new AbortController();
  setBusy(control);
  try {
    const answer = await answered(question, without, growing, control.signal);
    keep(answer);
    asked.textContent = answer.question || question.trim();
    fill(growing, answer);
    announce(`${say("ask.answered")} ${asPlainText(answer.text)}`);
  } catch (error) {
    if (control.signal.aborted) stopped(growing);
    else failed(growing, error, () => ask(question, without));
  } finally {
    growing.classList.remove("growing");
    growing.removeAttribute("aria-busy");
    if (asking === control) setBusy(null);
  }
}

// Streams where the service can, else takes the whole answer at once.
async function answered(question, without, growing, signal) {
  const asked = { question, ...(conversation ? { conversation_id: conversation } : {}), ...(without.length ? { without } : {}) };
  const body = JSON.stringify(asked);
  const headers = { "Content-Type": "application/json", Accept: "text/event-stream, application/json;q=0.5" };
  status(growing, say("ask.searching"));
  const response = await send("/api/ask", { method: "POST", body, headers, signal });
  if (!(response.headers.get("content-type") ?? "").startsWith("text/event-stream")) return response.json();
  return follow(response, growing);
}

async function follow(response, growing) {
  const cited = new Map();
  let text = "";
  let answer = null;
  const draw = drawnOnce(() => {
    // A drawing may come after the whole answer, which is drawn otherwise.
    if (growing.classList.contains("growing")) growing.querySelector(".answer-text").replaceChildren(...growingText(text, cited));
  });
  for await (const { event, data } of readEvents(response)) {
    if (event === "status") status(growing, data.text);
    else if (event === "sources" && data.sources.length) status(growing, reading(data.sources));
    else if (event === "token") text += data.text;
    else if (event === "citation") cited.set(data.number, data);
    else if (event === "answer") answer = data;
    else if (event === "error") throw new Refused(data);
    if (text) draw();
  }
  if (!answer) throw new Error(say("ask.cut_off"));
  return answer;
}

// As often as the screen is drawn, not as often as words come.
function drawnOnce(draw) {
  let planned = false;
  return () => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      draw();
    });
  };
}

function status(growing, text) {
  let line = growing.querySelector(".waiting");
  if (!line) {
    line = element("p", { class: "waiting" });
    growing.replaceChildren(line, element("div", { class: "answer-text" }));
  }
  if (line.textContent !== text) announce(text);
  line.textContent = text;
}

function reading(sources) {
  return say("ask.reading", { titles: sources.map((source) => source.title).join(", ") });
}

function keep(answer) {
  conversation = answer.conversation_id;
  remember(conversation, answer.question);
  if (["", "samtale"].includes(place().name)) note(addressOf("samtale", conversation), true);
}

function stopped(growing) {
  if (!growing.isConnected) return;
  growing.querySelector(".waiting")?.remove();
  growing.append(element("p", { class: "stopped" }, say("ask.stopped")));
  announce(say("ask.stopped"));
}

function failed(growing, error, retry) {
  growing.querySelector(".waiting")?.remove();
  const again = element("button", { type: "button", class: "quiet" }, say("ask.again"));
  again.addEventListener("click", () => {
    growing.previousElementSibling?.remove();
    growing.remove();
    retry();
  });
  growing.append(problem(error), again);
}

function setBusy(control) {
  asking = control;
  const hadFocus = document.activeElement === stop;
  submit.hidden = Boolean(control);
  stop.hidden = !control;
  if (hadFocus) field.focus();
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

stop.addEventListener("click", () => asking?.abort());

// Before this was loaded it would have put the question into the address.
submit.disabled = false;

for (const suggestion of document.querySelectorAll("[data-ask]")) {
  suggestion.addEventListener("click", () => ask(suggestion.dataset.ask));
}

document.getElementById("fresh").addEventListener("click", () => {
  clear();
  note(addressOf(""));
  field.focus();
});

// What was deleted in the history must not stay to be read here.
addEventListener("forgotten", ({ detail }) => {
  if (detail === conversation) clear();
});
