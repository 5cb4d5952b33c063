// An index is narrowed as one types, by the rule of the server's search (kzstats.query.searching): the rows that hold the most of the words
// looked for stay, and of a long question those that hold one less. A list of which the page has only a part is asked for as one types, and what
// the server answers stands in its place. Without this script the field asks the server when it is sent.
const IDLE = new Set("and for from how the were what when why with без для или как при что это мен және үшін туралы".split(" "));
const pieces = (said) => said.toLowerCase().replaceAll("ё", "е").replace(/(\d)[,\u00a0\u202f](?=\d{3}(?!\d))/g, "$1").match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
const looked = (said) => pieces(said.slice(0, 200)).filter((one) => /^\d+$/.test(one) || (one.length > 2 && !IDLE.has(one)));
const stem = (word) => (/^[a-z]+$/.test(word) ? word.replace(/^([a-z]{4,}?)(?:ing|ed|es|s)$/, "$1") : word.slice(0, word.length - ({5: 1, 6: 2, 7: 2}[word.length] ?? (word.length > 7 ? 3 : 0))));
const sought = (term) => (/^\d+$/.test(term) ? (term.length < 3 ? ` ${term} ` : ` ${term}`) : ` ${stem(term)}`);
function narrow(field) {
  const form = field.form;
  const rows = [...form.closest("#content, [data-testid=stMain]").querySelectorAll("tr[data-find]")];
  const wanted = looked(field.value);
  const scores = rows.map((row) => wanted.filter((term) => row.dataset.find.includes(sought(term))).length);
  const most = Math.max(0, ...scores);
  rows.forEach((row, place) => (row.hidden = wanted.length > 0 && scores[place] < Math.max(most - (most > 3), 1)));
  for (const part of new Set(rows.map((row) => row.closest("section")))) part.hidden = [...part.querySelectorAll("tr[data-find]")].every((row) => row.hidden);
  form.parentElement.querySelector("[data-none]").hidden = !rows.length || rows.some((row) => !row.hidden);
}
// Where another letter is typed meanwhile, or the server is away, what stands there stays.
let pause, asking;
function ask(field) {
  const form = field.form;
  clearTimeout(pause);
  asking?.abort();
  pause = setTimeout(async () => {
    asking = new AbortController();
    const question = new URLSearchParams([...new FormData(form)].filter(([name, said]) => name !== "q" || said.trim()));
    const address = `${form.getAttribute("action")}${question.size ? `?${question}` : ""}`;
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) answered(form, new DOMParser().parseFromString(await answer.text(), "text/html"), address);
    } catch {}
  }, 250);
}
// In the application a block stands in a part of its own beside the others, on a plain page right beside them.
const blockOf = (form) => form.closest("[data-testid=stElementContainer]") ?? form;
function answered(form, page, address) {
  const asked = page.querySelector("form[data-ask]");
  if (!asked) return;
  let shown = form.parentElement.querySelector("[data-answer]");
  const block = blockOf(form);
  if (!shown) {
    shown = document.createElement("div");
    shown.dataset.answer = "";
    shown.setAttribute("aria-live", "polite");
    form.after(shown);
  }
  const found = [];
  for (let next = asked.nextElementSibling; next && next.localName !== "footer"; next = next.nextElementSibling) found.push(next);
  shown.replaceChildren(...found);
  for (let next = block === form ? shown.nextElementSibling : block.nextElementSibling; next; next = next.nextElementSibling)
    next.hidden = next.localName !== "footer" && !next.querySelector("footer");
  history.replaceState(history.state, "", address);
}
document.addEventListener("input", ({ target }) => {
  if (target.matches?.("form[data-search] input[type=search]")) narrow(target);
  else if (target.matches?.("form[data-ask] input[type=search]")) ask(target);
});
const asked = new URLSearchParams(location.search).get("q");
for (const field of asked ? document.querySelectorAll("form[data-search] input[type=search]") : []) {
  field.value = asked;
  narrow(field);
}
