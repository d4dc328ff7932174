// The table of contents: which address shows which view.

import { element, loading, problem, say } from "./dom.js";
import { placeToReturnTo } from "./calls.js";
import { openAsk } from "./chat.js";
import { start } from "./router.js";

const VIEWS = {
  kurser: { tab: "courses", load: () => import("./courses.js") },
  kursus: { tab: "courses", load: () => import("./course.js") },
  koblinger: { tab: "courses", load: () => import("./links.js") },
  sammenlign: { tab: "courses", load: () => import("./compare.js") },
  profiler: { tab: "profiles", load: () => import("./profiles.js") },
  team: { tab: "team", load: () => import("./team.js") },
  profil: { tab: "profiles", load: () => import("./profile.js") },
  kilder: { tab: "sources", load: () => import("./sources.js") },
  daekning: { tab: "coverage", load: () => import("./coverage.js") },
  nyt: { tab: "changes", load: () => import("./changes.js") },
  samtaler: { tab: "history", load: () => import("./history.js") },
};
const asking = document.getElementById("ask-view");
const view = document.getElementById("view");
const name = document.title;
let wanted = null;

async function show(place, moved = false) {
  const known = VIEWS[place.name];
  wanted = place;
  mark(known?.tab ?? "ask");
  asking.hidden = Boolean(known);
  view.hidden = !known;
  if (!known) {
    document.title = name;
    await openAsk(place, moved);
    return;
  }
  view.dataset.view = place.name;
  view.replaceChildren(loading());
  try {
    const { draw } = await known.load().catch(() => {
      throw new Error(say("unreachable"));
    });
    const drawn = await draw(place);
    // Somebody may have gone on while this was under way.
    if (wanted !== place) return;
    view.replaceChildren(...drawn);
  } catch (error) {
    if (wanted !== place) return;
    view.replaceChildren(element("h1", { tabindex: "-1" }, say(`nav.${known.tab}`)), problem(error));
  }
  const heading = view.querySelector("h1");
  document.title = `${heading.textContent} – Fagkompas`;
  if (moved) {
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function mark(tab) {
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === tab) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// As a link it would be taken for the address of a view.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});

const back = placeToReturnTo();
if (back && !location.hash) history.replaceState(null, "", back);
start(show);
