// The site's own script: light and dark, copy buttons, and the full-text search. It needs no server: the index is a
// script that is loaded when somebody searches.
"use strict";

// Light and dark. What the reader chose is kept; until then the system's choice holds.
function setTheme(dark) {
  document.documentElement.classList.toggle("dark-mode", dark);
  document.documentElement.classList.toggle("light-mode", !dark);
}

function themeButton() {
  const button = document.createElement("button");
  button.id = "theme-switch";
  button.type = "button";
  const name = () => {
    const dark = document.documentElement.classList.contains("dark-mode");
    button.textContent = dark ? "☀" : "☾";
    button.setAttribute("aria-label", dark ? "Light mode" : "Dark mode");
    button.title = button.getAttribute("aria-label");
  };
  button.onclick = () => {
    const dark = !document.documentElement.classList.contains("dark-mode");
    localStorage.setItem("theme", dark ? "dark" : "light");
    setTheme(dark);
    name();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
    if (!localStorage.getItem("theme")) { setTheme(event.matches); name(); }
  });
  name();
  return button;
}

// Copy the code of a block, without line numbers.
function addCopyButtons() {
  for (const fragment of document.querySelectorAll("div.fragment")) {
    if (location.pathname.endsWith("_source.html")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "copy";
    button.onclick = () => {
      const lines = [...fragment.querySelectorAll(".line")].map((line) => {
        const copy = line.cloneNode(true);
        copy.querySelectorAll(".lineno, .ttc").forEach((part) => part.remove());
        return copy.textContent.replace(/\s+$/, "");
      });
      const area = document.createElement("textarea");  // the clipboard's interface is refused to file: pages
      area.value = lines.join("\n") + "\n";
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.textContent = "copied";
      setTimeout(() => { button.textContent = "copy"; }, 1200);
    };
    const box = document.createElement("div");
    box.className = "code-block";
    fragment.replaceWith(box);
    const file = box.previousElementSibling;
    if (file && file.classList.contains("code-file")) box.append(file);
    box.append(button, fragment);
  }
}

// Search. Every word must occur in a section, as the beginning of a word; titles count more than text, and a phrase that
// stands there as typed most. A lesson counts more than the reference, unless a name of the code is asked for.
function words(text) {
  return text.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== "");
}

function count(text, word, most) {
  let found = 0;
  for (let at = text.indexOf(word); at >= 0 && found < most; at = text.indexOf(word, at + word.length)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) ++found;
  }
  return found;
}

function siteSearch(query) {
  const asked = words(query);
  if (!asked.length) return [];
  const phrase = query.toLowerCase().trim();
  const name = (text) => text.toLowerCase().split(/[( ]/)[0].split("::").pop();
  const asName = /_|::|\(|[a-z][A-Z0-9]/.test(query) ? name(phrase) : null;
  const results = [];
  for (const [url, page, section, text] of SEARCH_INDEX) {
    const title = (page + " " + section).toLowerCase(), body = text.toLowerCase();
    let score = 0;
    for (const word of asked) {
      const here = 8 * count(section.toLowerCase(), word, 2) + 4 * count(page.toLowerCase(), word, 2) + count(body, word, 5);
      if (here === 0) { score = 0; break; }
      score += here;
    }
    if (score === 0) continue;
    if (title.includes(phrase)) score += 25;
    if (body.includes(phrase)) score += 6 + count(body, phrase, 6);
    const reference = /^(class|struct|namespace|group)/.test(url);
    if (reference && asName === name(section || page)) score += 100;
    else if (reference) score *= 0.2;
    results.push({ url, page, section, text, score });
  }
  return results.sort((a, b) => b.score - a.score);
}

function excerpt(text, query) {
  const first = words(query)[0];
  const at = Math.max(0, text.toLowerCase().indexOf(first) - 50);
  return (at > 0 ? "… " : "") + text.slice(at, at + 150);
}

function loadIndex(then) {
  if (window.SEARCH_INDEX) return then();
  const script = document.createElement("script");
  script.src = "search_index.js";
  script.onload = then;
  document.head.append(script);
}

function searchField() {
  const box = document.createElement("div");
  box.id = "site-search";
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Search";
  input.setAttribute("aria-label", "Search all pages");
  const list = document.createElement("div");
  list.id = "site-results";
  list.hidden = true;
  const show = () => loadIndex(() => {
    const results = siteSearch(input.value);
    list.replaceChildren(...results.slice(0, 12).map((result) => {
      const link = document.createElement("a");
      link.href = result.url;
      const title = document.createElement("b");
      title.textContent = result.section ? result.section + " – " + result.page : result.page;
      const line = document.createElement("span");
      line.textContent = excerpt(result.text, input.value);
      link.append(title, line);
      return link;
    }));
    if (!results.length) list.textContent = "Nothing found.";
    list.hidden = input.value.trim() === "";
  });
  input.oninput = show;
  input.onfocus = show;
  input.onkeydown = (event) => {
    if (event.key === "Escape") list.hidden = true;
    if (event.key === "Enter" && list.firstElementChild) location.href = list.firstElementChild.href;
  };
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) list.hidden = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) { event.preventDefault(); input.focus(); }
  });
  box.append(input, list);
  return box;
}

// The sections of a chapter stand below it in the tree, which Doxygen leaves closed.
function openSections() {
  if (!/\/(t\d\d_\w+|board)\.html$/.test(location.pathname)) return;
  const tree = document.getElementById("nav-tree");
  const watch = new MutationObserver(() => {
    const arrow = tree.querySelector(".selected .arrow");
    if (!arrow) return;
    watch.disconnect();
    if (arrow.textContent === "►") arrow.parentElement.click();
  });
  watch.observe(tree, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
}

document.addEventListener("DOMContentLoaded", () => {
  openSections();
  const bar = document.createElement("div");
  bar.id = "site-bar";
  bar.append(searchField(), themeButton());
  document.getElementById("titlearea").append(bar);
  addCopyButtons();
});
