// The page of ingests asks for itself anew and puts in what has changed; what a reader has opened stays open.

const SOON = 1500;
const LATER = 10000;

function put(fresh) {
  const shown = document.getElementById("runs");
  const open = [...shown.querySelectorAll("article:has(> details[open])")].map((article) => article.id);
  const within = shown.contains(document.activeElement);
  if (fresh.isEqualNode(shown) || within) return;
  for (const article of fresh.querySelectorAll("article")) {
    const details = article.querySelector("details");
    if (details && open.includes(article.id)) details.open = true;
  }
  shown.replaceWith(document.adoptNode(fresh));
}

async function look() {
  if (!document.hidden) {
    try {
      const reply = await fetch(location.href, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.getElementById("runs");
      if (reply.ok && fresh) put(fresh);
    } catch {
      // The service is being started anew: the next look shows it.
    }
  }
  setTimeout(look, document.querySelector("#runs progress") ? SOON : LATER);
}

setTimeout(look, SOON);
