"use strict";

// The page is whole without this: it sorts tables, narrows the list of questions, and unfolds what a link leads to.

// --- sorting ---

function valueOf(row, column) {
  const cell = row.cells[column];
  return column ? Number(cell.dataset.value ?? NaN) : cell.textContent;
}

function compare(one, other) {
  if (typeof one === "string") return one.localeCompare(other, document.documentElement.lang);
  return one - other;
}

function sortBy(header, column) {
  const down = header.getAttribute("aria-sort") === (column ? "descending" : "ascending");
  const direction = down === (column > 0) ? "ascending" : "descending";
  const body = header.closest("table").tBodies[0];
  const isEmpty = (row) => column > 0 && Number.isNaN(valueOf(row, column));
  // A row without a figure comes last whichever way the others run.
  const rows = [...body.rows].sort((one, other) => {
    if (isEmpty(one) || isEmpty(other)) return isEmpty(one) - isEmpty(other);
    return (direction === "ascending" ? 1 : -1) * compare(valueOf(one, column), valueOf(other, column));
  });
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", direction);
  body.append(...rows);
}

for (const table of document.querySelectorAll(".sortable table")) {
  [...table.tHead.rows[0].cells].forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sortBy(header, column));
    header.append(button);
  });
}

// --- filters ---

const form = document.getElementById("filters");
const cases = [...document.querySelectorAll(".case")];
const texts = new Map();

function textOf(one) {
  if (!texts.has(one)) texts.set(one, one.textContent.toLocaleLowerCase("da"));
  return texts.get(one);
}

function isWanted(one, wanted) {
  for (const name of ["suite", "kind", "split"]) {
    if (wanted[name] && one.dataset[name] !== wanted[name]) return false;
  }
  if (wanted.outcome && !one.dataset.outcome.split(" ").includes(wanted.outcome)) return false;
  return wanted.words.every((word) => textOf(one).includes(word));
}

function narrow() {
  const wanted = Object.fromEntries(new FormData(form));
  wanted.words = wanted.search.toLocaleLowerCase("da").split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const one of cases) {
    one.hidden = !isWanted(one, wanted);
    shown += one.hidden ? 0 : 1;
  }
  const status = form.querySelector("[data-showing]");
  status.textContent = status.dataset.showing.replace("{shown}", shown).replace("{total}", cases.length);
  document.getElementById("none-shown").hidden = shown > 0;
}

// --- links to a question or a quotation ---

function follow() {
  const target = document.getElementById(location.hash.slice(1));
  const one = target?.closest(".case");
  if (!one) return;
  if (one.hidden) form.reset();
  one.open = true;
  requestAnimationFrame(() => target.scrollIntoView());
}

if (form) {
  form.hidden = false;
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields are emptied only after this event.
  form.addEventListener("reset", () => setTimeout(narrow));
  const button = document.getElementById("unfold");
  const labels = [button.textContent, button.dataset.fold];
  let unfolded = false;
  button.addEventListener("click", () => {
    unfolded = !unfolded;
    for (const one of cases) one.open = unfolded;
    button.textContent = labels[Number(unfolded)];
  });
  narrow();
  addEventListener("hashchange", follow);
  follow();
}
