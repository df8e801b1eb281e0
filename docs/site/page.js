// What check_site measures inside a page. Each function answers with a list of sentences about what is wrong.
"use strict";
(() => {
  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 50);
  const seen = (element) => element.checkVisibility && element.checkVisibility() && element.getClientRects().length > 0;
  const contents = () => document.querySelector("div.contents") || document.body;

  // Resolves when MathJax, if there is one, has set everything.
  const ready = () => new Promise((resolve) => {
    if (!document.querySelector('script[src*="MathJax"]')) return resolve(true);
    const wait = () => {
      if (window.MathJax && MathJax.Hub && MathJax.isReady) MathJax.Hub.Queue(() => resolve(true));
      else setTimeout(wait, 20);
    };
    wait();
    setTimeout(() => resolve(false), 45000);
  });

  // Resolves when what was changed has been drawn; colours change at once here.
  const still = document.createElement("style");
  still.textContent = "*, *::before, *::after { transition: none !important }";
  document.head.append(still);
  const drawn = (milliseconds = 0) => new Promise((resolve) => setTimeout(
    () => requestAnimationFrame(() => requestAnimationFrame(() => resolve())), milliseconds));

  const formulas = () => {
    const wrong = [...document.querySelectorAll(".MathJax_Error, .MathJax_SVG .merror, [data-mjx-error]")].map(
      (error) => "formula with an error: " + short(error.textContent));
    const copy = contents().cloneNode(true);
    copy.querySelectorAll("script, code, .fragment, .MathJax_SVG, .MathJax_SVG_Display, annotation").forEach((part) => part.remove());
    const left = copy.textContent.match(/\\[([].{0,40}/);
    if (left) wrong.push("formula not set: " + short(left[0]));
    return wrong;
  };

  const sideways = () => {
    const room = document.documentElement.clientWidth, inner = document.getElementById("doc-content");
    const wrong = [];
    for (const box of [document.documentElement, inner]) {
      if (box && box.scrollWidth > box.clientWidth + 1) {
        const widest = [...box.querySelectorAll("*")].filter(seen).find((element) => {
          if (element.getBoundingClientRect().right <= room + 1) return false;
          for (let p = element.parentElement; p && p !== box; p = p.parentElement) {
            if (/auto|scroll|hidden/.test(getComputedStyle(p).overflowX)) return false;
          }
          return true;
        });
        wrong.push("scrolls sideways, " + box.scrollWidth + " in " + box.clientWidth + " px" + (widest ?
          ": <" + widest.tagName.toLowerCase() + " class=\"" + (widest.getAttribute("class") || "") + "\"> " + short(widest.textContent) : ""));
        break;
      }
    }
    return wrong;
  };

  const clipped = () => [...document.querySelectorAll(".fragment, pre")].filter(
    (code) => seen(code) && code.scrollWidth > code.clientWidth + 1).map(
    (code) => "clipped code, " + code.scrollWidth + " in " + code.clientWidth + " px: " + short(code.textContent));

  const parse = (color) => {
    const parts = color.match(/[\d.]+/g).map(Number);
    return parts.length < 4 ? [...parts, 1] : parts;
  };
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const background = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== "none") return null;  // a gradient or a picture: not decided here
      const color = parse(style.backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    return layers.reverse().reduce((below, top) => over(top, below), dark ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  };

  // WCAG 2.1 AA: 4.5 to 1, and 3 to 1 for large text.
  const contrast = () => {
    const wrong = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.textContent.trim() || /SCRIPT|STYLE|NOSCRIPT|OPTION/.test(element.tagName) || element.closest("svg") || !seen(element)) continue;
      const style = getComputedStyle(element), back = background(element);
      if (!back || style.visibility === "hidden" || style.opacity === "0") continue;
      const [a, b] = [luminance(over(parse(style.color), back)), luminance(back)].sort((x, y) => y - x);
      const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = (a + 0.05) / (b + 0.05);
      const key = element.tagName + "." + element.className;
      if (ratio < (large ? 3 : 4.5) && !wrong.has(key)) {
        wrong.set(key, "contrast " + ratio.toFixed(1) + " of <" + element.tagName.toLowerCase() + " class=\"" + element.className + "\"> " + short(node.textContent));
      }
    }
    return [...wrong.values()];
  };

  window.checks = { ready, drawn, formulas, sideways, clipped, contrast };
})();
