// The conversations of this browser, or of the key that is signed in with: open one again, delete one, delete all.

import { announce, element, problem, say, writtenMoment } from "./dom.js";
import { call, callAll, Refused } from "./calls.js";
import { forget, owned, signedIn } from "./own.js";
import { addressOf } from "./router.js";

export async function draw() {
  const list = element("ul", { class: "rows" });
  const tools = element("div", { class: "history-tools" });
  const lead = element("p", { class: "lead" });
  const view = { list, tools, lead, conversations: await conversations() };
  render(view);
  return [element("div", { class: "view-head" },
    element("h1", { tabindex: "-1" }, say("history.heading")), lead), tools, list];
}

// With a key the service knows whose they are; without one, this browser remembers which it had.
async function conversations() {
  if (!signedIn) return owned();
  const listed = await callAll("/api/conversations", "conversations");
  return listed.map((one) => ({ id: one.conversation_id, question: one.question, last: one.last_used }));
}

function render(view) {
  const { list, tools, lead, conversations: all } = view;
  lead.textContent = all.length ? say(signedIn ? "history.lead_key" : "history.lead_here") : say("history.none");
  list.replaceChildren(...all.map((one) => row(one, view)));
  tools.replaceChildren(all.length ? deleteAll(view) : element("a", { class: "button primary", href: addressOf("") }, say("history.start")));
}

function row(one, view) {
  const remove = element("button", { type: "button", class: "quiet",
    "aria-label": say("history.delete_this", { question: one.question }) }, say("history.delete"));
  remove.addEventListener("click", () => act(view, async () => {
    const next = remove.closest("li").nextElementSibling?.querySelector("button");
    await deleted(one.id);
    view.conversations = view.conversations.filter((other) => other.id !== one.id);
    remove.closest("li").remove();
    if (!view.conversations.length) render(view);
    (next ?? document.querySelector("#view h1")).focus();
    announce(say("history.deleted"));
  }));
  return element("li", { class: "split" },
    element("div", {},
      element("p", { class: "row-title" }, element("a", { href: addressOf("samtale", one.id) }, one.question)),
      one.last ? element("p", { class: "about" }, writtenMoment(one.last)) : null),
    remove);
}

function deleteAll(view) {
  const ask = element("button", { type: "button", class: "quiet" }, say("history.delete_all"));
  ask.addEventListener("click", () => confirmed(view.conversations.length, () => act(view, async () => {
    for (const one of view.conversations) await deleted(one.id);
    view.conversations = [];
    render(view);
    document.querySelector("#view h1").focus();
    announce(say("history.deleted_all"));
  })));
  return ask;
}

// A conversation that the service has forgotten by itself is deleted all the same.
async function deleted(id) {
  try {
    await call(`/api/conversations/${encodeURIComponent(id)}`, { method: "DELETE" });
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
  }
  forget(id);
  dispatchEvent(new CustomEvent("forgotten", { detail: id }));
}

async function act(view, action) {
  try {
    await action();
  } catch (error) {
    view.tools.append(problem(error));
  }
}

function confirmed(count, action) {
  const dialog = element("dialog", { class: "confirm", "aria-label": say("history.delete_all") });
  const button = (key, style, then) => element("button", { type: "button", class: style, onclick: () => {
    dialog.close();
    then();
  } }, say(key));
  dialog.append(element("p", {}, say("history.confirm", { count })), element("p", { class: "links" },
    button("history.confirm_no", "quiet", () => {}), button("history.confirm_yes", "danger", action)));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
