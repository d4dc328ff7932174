// Which conversations this browser has had; without keys the service cannot tell people apart.

const KEY = "fagkompas.conversations";
const MOST = 200;
export const signedIn = document.body.dataset.signedIn === "true";

export function owned() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.id === "string") : [];
  } catch {
    return [];
  }
}

// The question is the one that began it, masked by the service. With a key the service remembers, not the browser.
export function remember(id, question) {
  if (signedIn) return;
  const before = owned();
  const begun = before.find((one) => one.id === id)?.question ?? question;
  const others = before.filter((one) => one.id !== id);
  keep([{ id, question: begun, last: new Date().toISOString() }, ...others].slice(0, MOST));
}

export function forget(id) {
  keep(owned().filter((one) => one.id !== id));
}

function keep(conversations) {
  try {
    localStorage.setItem(KEY, JSON.stringify(conversations));
  } catch {
    // A browser that keeps nothing has no history; the rest works.
  }
}
