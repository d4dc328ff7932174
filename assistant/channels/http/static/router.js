// What stands behind the # in the address: a view, perhaps an id, and what was chosen in it. The back button works.

let shown = null;
let show = () => {};

// "#/kurser?level=diplom" → { name: "kurser", id: "", chosen: URLSearchParams }
export function place() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...id] = path.split("/");
  return { name, id: decoded(id.join("/")), chosen: new URLSearchParams(query) };
}

export function addressOf(name, id = "", chosen = null) {
  const query = String(chosen ?? "");
  const path = [name, ...(id ? [encodeURIComponent(id)] : [])].join("/");
  return `#/${path}${query ? `?${query}` : ""}`;
}

// Note what was chosen without drawing the view anew: it has done so itself.
export function note(address, replace = false) {
  if (address === location.hash) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  shown = location.hash;
}

export function start(draw) {
  show = draw;
  addEventListener("popstate", moved);
  addEventListener("hashchange", moved);
  shown = location.hash;
  show(place());
}

function moved() {
  if (location.hash === shown) return;
  shown = location.hash;
  show(place(), true);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
