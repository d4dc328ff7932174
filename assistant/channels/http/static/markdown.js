// The Markdown that answers use: paragraphs, lists in lists, bold, and [1] for a citation; as elements, never as HTML.

import { element } from "./dom.js";

const QUOTED = /^(.*?)([»“].*[«”])((?:\s*\[\d+\])*[.,;]?)$/s;

// `cite(number)` makes what stands for [number], or gives null where no such source is known (yet); `spoken` is the
// language of the quotations where it is another than the text's.
export function markdown(text, cite, spoken = null) {
  const blocks = [];
  let lists = [];
  // How far the list is moved in as a whole.
  let base = Infinity;
  for (const line of text.split("\n")) {
    const item = /^(\s*)- (.*)$/.exec(line);
    if (!item) {
      if (line.trim()) {
        lists = [];
        base = Infinity;
        blocks.push(element("p", {}, ...inline(line.trim(), cite, spoken)));
      }
      continue;
    }
    const step = Math.floor(item[1].length / 2);
    base = Math.min(base, step);
    const depth = Math.min(step - base, lists.length);
    lists.length = Math.min(lists.length, depth + 1);
    if (!lists[depth]) {
      lists[depth] = element("ul");
      const parent = depth ? lists[depth - 1].lastElementChild : null;
      if (parent) parent.append(lists[depth]);
      else blocks.push(lists[depth]);
    }
    lists[depth].append(element("li", {}, ...inline(item[2], cite, spoken)));
  }
  return blocks;
}

// What a source says is set in another type than what Fagkompas says.
function inline(text, cite, spoken) {
  const quoted = QUOTED.exec(text);
  if (!quoted) return marked(text, cite);
  const [, before, quotation, after] = quoted;
  return [...marked(before, cite), element("span", { class: "quotation", lang: spoken }, quotation), ...marked(after, cite)];
}

function marked(text, cite) {
  return text.split(/(\*\*[^*]+\*\*|\[\d+\])/).map((part) => {
    const number = /^\[(\d+)\]$/.exec(part)?.[1];
    if (number) return cite(Number(number)) ?? part;
    if (part.length > 4 && part.startsWith("**") && part.endsWith("**")) return element("strong", {}, part.slice(2, -2));
    return part;
  });
}

export function withoutList(text) {
  return text.split("\n").filter((line) => !line.trimStart().startsWith("- ")).join("\n");
}

// As somebody would write it in a letter: no asterisks.
export function asPlainText(text) {
  return text.replace(/\*\*([^*]+)\*\*/g, "$1").replace(/^(\s*)- /gm, "$1• ").trim();
}
