// Keys, and the checks while one chooses; without it the forms work as they are.
"use strict";
const press = (selector) => { const at = document.querySelector(selector); if (at && !at.disabled) at.click(); return Boolean(at); };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=radio]), select, textarea")) { if (event.key === "Escape") document.getElementById("panel").focus(); return; }
  const open = [...document.querySelectorAll(".text a.open")], here = document.querySelector(".text a[aria-current]");
  const before = open.filter((one) => here && one.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING).pop() || open[open.length - 1];
  if (/^[1-9]$/.test(event.key)) {
    const keys = [...document.querySelectorAll("#panel fieldset[data-open] .option kbd")];
    const at = keys.find((one) => one.textContent === event.key);
    const option = at && at.closest("label").querySelector("input");
    if (option) { option.click(); event.preventDefault(); }
    return;
  }
  const done = { n: () => press("#next"), p: () => before && (before.click(), true), a: () => press("#panel button.keep"),
    s: () => press("#panel button.leave"), u: () => press("#undo"), w: () => press("#review") }[event.key];
  if (done && done()) event.preventDefault();
});
for (const form of document.querySelectorAll("form[data-check]")) {
  const told = form.querySelector(".told");
  if (!told) continue;
  let last = 0;
  form.addEventListener("change", async () => {
    const mine = ++last;
    const answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const said = document.createElement("template");
    said.innerHTML = await answer.text();
    if (mine !== last || !answer.ok) return;
    for (const part of ["facts", "told", "chart"]) form.querySelector(`.${part}`).replaceChildren(...said.content.querySelector(`.${part}`).childNodes);
  });
}
if (location.hash === "#panel" && document.activeElement === document.body) document.getElementById("panel").focus();
