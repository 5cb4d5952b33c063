// A receipt's link hands its record to the hidden input that carries it, so that the receipt opens over the page as it is;
// without this script the link loads the page anew with the receipt open. The page's language, and the names of Streamlit's own controls, follow the reader's.

// Where the parts of Streamlit's page are, and of Plotly's charts in it. Nothing below names one otherwise; a test holds each against
// Streamlit's own scripts, so that the names that have changed are told before a reader meets them.
const AT = {
  main: "[data-testid=stMain]",
  skip: "a[href='#stMain']",
  html: ".stHtml",
  dialog: "[role=dialog]",
  options: "[role=listbox] div, [role=listbox] span",
  unfinished: "[data-testid=stSkeleton], [data-stale=true]",
  menuOpens: "[data-testid=stExpandSidebarButton]",
  menuCloses: "[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button",
  menuPage: "[data-testid=stSidebarNavLink]",
  chartNamed: (name) => `.st-key-chart_${CSS.escape(name)}`,
  chart: "[data-testid=stPlotlyChart]",
  chartDrawn: ".main-svg .xaxislayer-above, .main-svg .xtick, .main-svg .points, .main-svg .bars",
  chartTapped: ".nsewdrag",
  record: ".st-key-record input",
  again: ".st-key-again button",
  sanitiser: "link[href*='/purify.']",
};
const CONNECTION = "data-test-connection-state"; // the attribute that says how the connection is

// Told where its server is, Streamlit asks for nothing that is not there, and takes messages from no other host; the button for full screen,
// which no chart shows, would have each drawn twice; its dialogs about errors are for programmers.
window.__streamlit = {
  BACKEND_BASE_URL: new URL(".", location.href).href,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false, disableFullscreenMode: true, blockErrorDialogs: true },
};

// What is refused for its size would be sent anew over each new connection: after the third time the page makes no other, and says so.
const { WebSocket: Socket } = window;
let refusals = 0; // since a connection last held
window.WebSocket = class extends Socket {
  constructor(...given) {
    if (refusals > 2) throw new Error("what this page asks for is refused"); // Streamlit tries no more
    super(...given);
    this.addEventListener("close", ({ code }) => (refusals += code === 1009));
  }
};

// One thing done is one entry of history: Streamlit would make one for each parameter that changes. A receipt's entry is marked, since closing
// the receipt goes back to the entry below it; where it was opened by its address, there is none.
let done = false; // whether the reader did something since the last entry
for (const kind of ["pointerdown", "keydown", "click"]) addEventListener(kind, (event) => event.isTrusted && (done = true), true);
let leaving = false; // whether a receipt's entry is being left, of which Streamlit is not told: it has closed the receipt already
addEventListener("popstate", (event) => {
  if (leaving) event.stopImmediatePropagation();
  leaving = false;
});
const { pushState, replaceState } = history;
const record = (address) => new URL(address, location.href).searchParams.get("record");
history.pushState = function (state, unused, address) {
  const opens = !record(location.href) && record(address);
  if (record(location.href) && !record(address) && history.state?.receipt) {
    leaving = true;
    history.back();
  } else if (opens || (done && !record(location.href))) {
    pushState.call(history, { ...state, receipt: Boolean(opens) }, unused, address);
  } else history.replaceState(state, unused, address);
  done = false;
};
history.replaceState = (state, unused, address) => replaceState.call(history, { ...history.state, ...state }, unused, address);

// Plotly takes the mark that it last saw the pointer over for the one that is tapped, and looks for no pointer at a tap: it is given
// a tap as what a mouse does, and never sees the touch, so that a finger on a chart scrolls the page as elsewhere.
document.addEventListener("touchstart", (event) => event.target.closest(AT.chartTapped) && event.stopPropagation(), { capture: true, passive: true });
document.addEventListener(
  "touchend",
  (event) => {
    if (event.touches.length || !event.cancelable || !event.target.closest(AT.chartTapped)) return;
    event.preventDefault(); // else the browser does as a mouse would too
    const { clientX, clientY } = event.changedTouches[0];
    for (const kind of ["mousemove", "mousedown", "mouseup"])
      event.target.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, view: window, clientX, clientY }));
  },
  { capture: true, passive: false },
);

// A page that is chosen before the server has taken a closed receipt out of the address would be asked for with it: the choice waits. While
// a receipt is open, nothing below it can be chosen.
let chosen = null; // where the page that waits is
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.(AT.menuPage);
    if (!link || !leavesReceipt() || event.ctrlKey || event.metaKey || event.shiftKey) return; // what opens elsewhere waits for nothing
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!chosen) setTimeout(go);
    chosen = link.getAttribute("href");
  },
  true,
);
const held = () => [record(location.href), document.querySelector(AT.record)?.value];
let left = null; // the record whose receipt was open when the reader last did something
for (const kind of ["keydown", "click"])
  addEventListener(kind, () => document.querySelector(AT.dialog) && (left = held().find(Boolean)), true);
const leavesReceipt = () => left && held().includes(left);
function go() {
  if (leavesReceipt()) return setTimeout(go, 20);
  const link = document.querySelector(`${AT.menuPage}[href="${CSS.escape(chosen)}"]`);
  chosen = null;
  done = true; // by the reader, a moment ago
  link?.click();
}

// Where the menu covers the page, a page that is chosen from it closes it.
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.(AT.menuPage) || !matchMedia("(max-width: 768px), (max-height: 480px)").matches) return;
  setTimeout(() => document.querySelector(AT.menuCloses)?.click());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a[data-record]");
  const input = document.querySelector(AT.record);
  if (!link || link.closest("#first") || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (!input) return sessionStorage.setItem("opened", link.dataset.record); // the link loads the page anew
  event.preventDefault();
  link.focus();
  opened = link.dataset.record;
  pushState.call(history, { receipt: true }, "", location.href); // Streamlit writes what is typed into the entry that is there
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, link.dataset.record);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, which: 13, bubbles: true }));
  input.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", code: "Enter", keyCode: 13, which: 13, bubbles: true }));
});

let due = false;
let opened = null; // the record whose receipt a link of the page opened
try {
  opened = sessionStorage.getItem("opened");
  sessionStorage.removeItem("opened");
} catch {} // a browser that lets pages keep nothing
let covered = false;
new MutationObserver(() => {
  if (!due) setTimeout(follow, 100); // after the change, however much there is of it: a chart is drawn first
  due = true;
}).observe(document, { subtree: true, childList: true, attributeFilter: ["aria-label"] });

// An address may name a chart of its page.
let wanted = decodeURIComponent(location.hash.slice(1));

function lead() {
  const found = wanted && document.querySelector(AT.chartNamed(wanted));
  if (!found) return;
  found.scrollIntoView();
  if (!found.querySelector(".extracts")) return; // what stands below the charts before it may still move it
  const heading = found.querySelector("h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  wanted = "";
}

const unfolded = new Set(); // the parts that the reader has open, which stay so when a filter makes them anew
document.addEventListener("toggle", ({ target }) => unfolded[target.open ? "add" : "delete"](target.dataset.key), true);

// What is inside goes through the sanitiser that Streamlit puts all other HTML through.
async function fill() {
  const parts = document.querySelectorAll("details[data-inside]");
  if (!parts.length) return;
  const { t: sanitiser } = await import(document.querySelector(AT.sanitiser).href);
  for (const part of parts) {
    if (!part.dataset.inside) continue; // filled while the sanitiser came
    part.append(sanitiser.sanitize(part.dataset.inside, { USE_PROFILES: { html: true }, RETURN_DOM_FRAGMENT: true }));
    part.removeAttribute("data-inside");
    part.open = unfolded.has(part.dataset.key);
  }
}

async function follow() {
  due = false;
  if (!first) lead();
  speak();
  await fill();
  take();
  const dialog = document.querySelector(AT.dialog) !== null;
  if (covered && !dialog) {
    // Where the page was loaded anew, with or below the receipt, the focus is nowhere: it goes to the figure's own row.
    const link = opened && document.activeElement === document.body ? document.querySelector(`a[data-record="${CSS.escape(opened)}"]`) : null;
    link?.closest("details")?.setAttribute("open", "");
    link?.focus();
    opened = null;
  }
  covered = dialog;
}

// The page stands as it came until the application behind it has drawn all of the same: then that takes its place, where the reader
// is, with what the reader has open. A reader who is choosing, marking or holding something is not disturbed.
let first = document.querySelector("#first");
const root = document.querySelector("#root");
const PATIENCE = 10_000; // milliseconds until the page says that it is all there is
const BUSY = "#first form :focus, #first form details[open], #first .side:target, #first :active";

function changed(form) {
  return [...form.elements].some(({ options, selectedIndex, checked, defaultChecked }) =>
    options ? selectedIndex !== Math.max(0, [...options].findLastIndex((option) => option.defaultSelected)) : checked !== defaultChecked,
  );
}

function drawn() {
  const charts = root.querySelectorAll(AT.chart);
  return (
    root.querySelector(`${AT.main} footer`) &&
    !root.querySelector(`details[data-inside], ${AT.unfinished}`) &&
    [...charts].every((chart) => chart.querySelector(AT.chartDrawn)) &&
    (!new URLSearchParams(location.search).get("record") || document.querySelector(`${AT.dialog}, #root .notice`))
  );
}

// What is in both: a heading by its name, a figure by its record, a folded part by its key, a link by where it leads.
const alike = (part) => {
  const { id, dataset, tagName, href, lang } = part;
  if (part.closest("nav.languages")) return [`nav.languages a[lang="${lang}"]`];
  if (tagName === "SUMMARY") return [`details[data-key="${CSS.escape(part.parentElement.dataset.key ?? "")}"] > summary`];
  const within = part.closest("details[data-key]");
  const place = within ? `details[data-key="${CSS.escape(within.dataset.key)}"] ` : "";
  if (dataset.record) return [`${place}a[data-record="${CSS.escape(dataset.record)}"]`];
  if (id && tagName[0] === "H") return [`[id="${CSS.escape(id)}"]`];
  if (tagName === "H1") return ["h1"];
  return href ? [...new Set([part.getAttribute("href"), href])].map((address) => `a[href="${CSS.escape(address)}"]`) : [];
};
const twin = (part) => alike(part).map((css) => root.querySelector(css)).find(Boolean);

function take() {
  if (!first || !drawn()) return;
  const form = first.querySelector("form");
  if (document.querySelector(BUSY) || (form && changed(form)) || !getSelection().isCollapsed) return;
  for (const { dataset } of first.querySelectorAll("details[data-key][open]")) unfolded.add(dataset.key);
  for (const part of root.querySelectorAll("details[data-key]")) part.open = unfolded.has(part.dataset.key);
  const main = root.querySelector(AT.main);
  const marks = [...first.querySelectorAll("h1, :is(h2, h3)[id], a[data-record]")].filter((part) => part.checkVisibility?.() ?? true);
  const at = scrollY > 0 && (marks.findLast((part) => part.getBoundingClientRect().top < 80) ?? marks[0]);
  const [held, top] = [at && twin(at), at && at.getBoundingClientRect().top];
  const focus = first.contains(document.activeElement) && document.activeElement.id !== "content" ? document.activeElement : null;
  const focused = focus && twin(focus);
  first.remove();
  first = null;
  root.inert = false;
  if (held) main.scrollTop += held.getBoundingClientRect().top - top;
  (document.querySelector(AT.dialog) ?? focused)?.focus({ preventScroll: true });
  document.documentElement.dataset.shown = "application";
  lead();
}
for (const kind of ["focusout", "pointerup", "selectionchange", "hashchange", "toggle"]) document.addEventListener(kind, () => first && setTimeout(take, 100), true);
setTimeout(() => first && (first.querySelector("p.still").hidden = false), PATIENCE);
document.fonts?.ready.then(() => take());

// A form sends what was left empty, too: the address goes without it.
const sent = new URL(location.href);
const empty = [...sent.searchParams].filter(([, said]) => !said);
if (empty.length) {
  for (const [name] of empty) sent.searchParams.delete(name, "");
  history.replaceState(history.state, "", sent);
}

function speak() {
  const languages = document.querySelector("#root nav.languages");
  if (!languages) return;
  const language = languages.querySelector("[aria-current]").lang;
  if (document.documentElement.lang !== language) document.documentElement.lang = language;
  const controls = JSON.parse(languages.dataset.controls);
  const menu = document.querySelector(AT.menuOpens);
  if (menu && menu.dataset.menu !== languages.dataset.menu) menu.ariaLabel = menu.dataset.menu = languages.dataset.menu;
  for (const control of document.querySelectorAll("[aria-label]")) {
    const name = Object.keys(controls).find((name) => (name.endsWith(" ") ? control.ariaLabel.startsWith(name) : control.ariaLabel === name));
    if (!name || control.closest(AT.html)) continue;
    const said = controls[name] + control.ariaLabel.slice(name.length);
    if (said !== control.ariaLabel) control.ariaLabel = said; // the same again would be a change to look at
  }
  for (const text of document.querySelectorAll(`${AT.options}, ${AT.skip}`)) {
    const said = text.children.length ? undefined : controls[text.textContent];
    if (said && said !== text.textContent) text.textContent = said;
  }
}

// After a lost connection the page may be on another process, which knows none of its buttons and filters yet and would swallow
// the first choice: a press of the hidden button lets that process run the page at once.
// Where it stays lost, or is made again and again only to be cut, the page says so.
const HOLDS = 3000;
let lost = false;
let losses = 0; // since a connection last held
let turn;
new MutationObserver(([{ target }]) => {
  const connected = target.getAttribute(CONNECTION) === "CONNECTED";
  if (connected === !lost) return;
  if (connected) document.querySelector(AT.again)?.click();
  else losses += 1;
  lost = !connected;
  const said = document.querySelector(".away span");
  clearTimeout(turn);
  if (losses > 2) said.hidden = false;
  if (refusals > 2) said.textContent = said.dataset.refused;
  turn = setTimeout(() => {
    said.hidden = connected;
    if (connected) losses = refusals = 0;
  }, HOLDS);
}).observe(document, { attributeFilter: [CONNECTION], subtree: true });
