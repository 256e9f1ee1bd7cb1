
"use strict";
(() => {
  const table = document.getElementById("senders");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];

  // Sorting: a button in each heading; ties keep the order of the page.
  const value = (row, column) => row.cells[column].dataset.value ?? "";
  const sort = (heading, column, numeric) => {
    const direction = heading.getAttribute("aria-sort") === (numeric ? "descending" : "ascending") ? -1 : 1;
    const sign = numeric ? -direction : direction;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    const compare = numeric
      ? (a, b) => value(a, column) - value(b, column)
      : (a, b) => { const x = value(a, column), y = value(b, column); return x < y ? -1 : x > y ? 1 : 0; };
    body.append(...rows.slice().sort((a, b) => sign * compare(a, b)));
  };
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const numeric = rows.every(row => value(row, column) !== "" && !Number.isNaN(Number(value(row, column))));
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(heading, column, numeric));
  });

  // Filter: words that must all occur in the row or in the section of its sender.
  const tools = document.getElementById("tools");
  const label = document.createElement("label");
  label.textContent = "Filter senders, domains, reasons";
  const input = document.createElement("input");
  input.type = "search";
  input.id = "filter";
  label.append(document.createElement("br"), input);
  const shown = document.createElement("output");
  shown.setAttribute("for", "filter");
  tools.append(label, shown);
  const sections = rows.map(row => document.getElementById(row.querySelector("a").hash.slice(1)));
  const texts = rows.map((row, i) => (row.textContent + " " + sections[i].textContent).toLowerCase());
  // Of a sender that does not have all words in its name, only the From domains that have them are left.
  const names = rows.map(row => row.cells[0].textContent.toLowerCase());
  const parts = sections.map(section => [...section.querySelectorAll("details:not(.matrix), .further tbody tr")]);
  const partTexts = parts.map((list, i) => list.map(part => names[i] + " " + part.textContent.toLowerCase()));
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, i) => {
      const hit = words.every(word => texts[i].includes(word));
      row.hidden = sections[i].hidden = !hit;
      count += hit;
      if (!hit) return;
      const fits = partTexts[i].map(text => words.every(word => text.includes(word)));
      const all = !fits.includes(true) || words.every(word => names[i].includes(word));
      parts[i].forEach((part, k) => { part.hidden = !all && !fits[k]; });
    });
    shown.textContent = words.length ? count + " of " + rows.length + " senders" : "";
  };
  input.addEventListener("input", filter);
  filter();

  // A link to a sender opens its streams.
  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "ARTICLE") {
      for (const stream of target.querySelectorAll("details")) stream.open = true;
      target.focus();
    }
  };
  addEventListener("hashchange", open);
  open();

  // What is open is printed; one button opens all that the filter leaves, and closes it again.
  const openers = document.getElementById("openers");
  const all = document.createElement("button");
  all.type = "button";
  const hint = document.createElement("span");
  hint.textContent = "Printing prints what is open.";
  openers.append(all, hint);
  const streams = () => [...document.querySelectorAll("article:not([hidden]) details:not([hidden])")];
  const name = () => { all.textContent = streams().some(stream => !stream.open) ? "Open all" : "Close all"; };
  all.addEventListener("click", () => {
    const opening = streams().some(stream => !stream.open);
    for (const stream of streams()) stream.open = opening;
    name();
  });
  let isNaming = false;
  document.addEventListener("toggle", () => {
    if (isNaming) return;
    isNaming = true;
    setTimeout(() => { isNaming = false; name(); });
  }, true);
  input.addEventListener("input", name);
  name();

  // Commands and records can be copied where the browser lets a page do so.
  if (navigator.clipboard) {
    const said = document.createElement("div");
    said.className = "sr";
    said.setAttribute("role", "status");
    document.body.append(said);
    for (const code of document.querySelectorAll("code")) {
      const copy = document.createElement("button");
      copy.type = "button";
      copy.className = "copy";
      copy.textContent = "copy";
      copy.setAttribute("aria-label", "copy " + code.textContent);
      copy.addEventListener("click", async () => {
        said.textContent = copy.textContent = await navigator.clipboard.writeText(code.textContent).then(() => "copied", () => "not allowed");
        setTimeout(() => { copy.textContent = "copy"; said.textContent = ""; }, 1500);
      });
      code.after(copy);
    }
  }
})();
