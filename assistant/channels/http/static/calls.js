// Talking to the service: JSON, lists page by page, and the typed events of a streamed answer.

import { language, say } from "./dom.js";

const SIGN_IN = "/sign-in";
const RETURN_TO = "fagkompas.return";
// Pages of a list that are followed at most, so that a list without an end cannot keep a browser busy.
const MOST_PAGES = 50;

export class Refused extends Error {
  constructor(problem) {
    super(problem.errors?.[0]?.detail ?? problem.detail ?? problem.title ?? say("broken"));
    this.status = problem.status;
    this.errors = problem.errors ?? [];
    this.type = problem.type;
  }
}

export async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { "Accept-Language": language, ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(say("unreachable"), { cause: error });
  }
  if (response.ok) return response;
  const given = await read(response);
  if (response.status === 401) signIn();
  throw new Refused(given);
}

export async function call(path, options = {}) {
  const response = await send(path, options);
  return response.status === 204 ? null : read(response);
}

export function post(path, body) {
  return call(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}

// A whole list: the first page, and every next one that the service names.
export async function callAll(path, name) {
  const found = [];
  let next = path;
  for (let page = 0; next && page < MOST_PAGES; page += 1) {
    const given = await call(next);
    found.push(...given[name]);
    next = given.next ?? null;
  }
  return found;
}

export function sourcePath(sourceId) {
  return `/api/sources/${sourceId.split("/").map(encodeURIComponent).join("/")}`;
}

// Server-sent events as { event, data }, data parsed; ends with the stream.
export async function* readEvents(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest = (rest + value).replaceAll("\r\n", "\n");
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parsed(block);
      if (event) yield event;
    }
  }
}

function parsed(block) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { event: name, data: JSON.parse(data.join("\n")) } : null;
}

async function read(response) {
  try {
    return await response.json();
  } catch (error) {
    throw new Error(say("broken"), { cause: error });
  }
}

function signIn() {
  sessionStorage.setItem(RETURN_TO, location.hash);
  location.assign(`${SIGN_IN}?next=/`);
}

// Where the reader was when the key was asked for.
export function placeToReturnTo() {
  const hash = sessionStorage.getItem(RETURN_TO);
  sessionStorage.removeItem(RETURN_TO);
  return hash;
}
