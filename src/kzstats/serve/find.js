// An index is narrowed as one types, by the rule of the server's search (kzstats.content.searching): the rows that hold the most of the words
// looked for stay, and of a long question those that hold one less. Without this script the field asks the server.
const IDLE = new Set("and for from how the were what when why with без для или как при что это мен және үшін туралы".split(" "));
const pieces = (said) => said.toLowerCase().replaceAll("ё", "е").replace(/(\d)[,\u00a0\u202f](?=\d{3}(?!\d))/g, "$1").match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
const looked = (said) => pieces(said.slice(0, 200)).filter((one) => /^\d+$/.test(one) || (one.length > 2 && !IDLE.has(one)));
function narrow(field) {
  const form = field.form;
  const rows = [...form.closest("#content, [data-testid=stMain]").querySelectorAll("tr[data-find]")];
  const wanted = looked(field.value);
  const scores = rows.map((row) => wanted.filter((term) => row.dataset.find.includes(/^\d{1,2}$/.test(term) ? ` ${term} ` : ` ${term}`)).length);
  const most = Math.max(0, ...scores);
  rows.forEach((row, place) => (row.hidden = wanted.length > 0 && scores[place] < Math.max(most - (most > 3), 1)));
  for (const part of new Set(rows.map((row) => row.closest("section")))) part.hidden = [...part.querySelectorAll("tr[data-find]")].every((row) => row.hidden);
  form.parentElement.querySelector("[data-none]").hidden = !rows.length || rows.some((row) => !row.hidden);
}
document.addEventListener("input", ({ target }) => target.matches?.("form[data-search] input[type=search]") && narrow(target));
const sought = new URLSearchParams(location.search).get("q");
for (const field of sought ? document.querySelectorAll("form[data-search] input[type=search]") : []) {
  field.value = sought;
  narrow(field);
}
