"use strict";

// Runs before the page is drawn, so that a dark page never flashes white. Without a choice the system decides.
(() => {
  const KEY = "fagkompas.theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function isDark() {
    return (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  }

  function show(button) {
    button.setAttribute("aria-pressed", String(isDark()));
  }

  function toggle(button) {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem(KEY, root.dataset.theme);
    } catch {
      // The choice then lasts as long as the page.
    }
    show(button);
  }

  if (["light", "dark"].includes(chosen())) root.dataset.theme = chosen();
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    show(button);
    button.addEventListener("click", () => toggle(button));
    system.addEventListener("change", () => show(button));
  });
})();
