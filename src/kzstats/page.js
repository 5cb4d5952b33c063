// A button copies the text before it. A receipt's link hands its record to the hidden input that carries it, so that the receipt opens over the page as it is;
// without this script the link loads the page anew with the receipt open. The page's language, and the names of Streamlit's own controls, follow the reader's.
// Told where its server is, Streamlit asks for nothing that is not there, and takes messages from no other host; the button for full screen,
// which no chart shows, would have each drawn twice.
window.__streamlit = {
  BACKEND_BASE_URL: new URL(".", location.href).href,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false, disableFullscreenMode: true },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("button[data-copy]");
  if (button) {
    const text = button.previousElementSibling;
    getSelection().selectAllChildren(text);
    if (navigator.clipboard) navigator.clipboard.writeText(text.textContent).then(() => (button.dataset.copied = "✓"));
    return;
  }
  const card = event.target.closest && event.target.closest(CARD);
  if (card) wanted = chart(card);
  const link = event.target.closest && event.target.closest("a[data-record]");
  const input = document.querySelector(".st-key-record input");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (!input) return sessionStorage.setItem("opened", link.dataset.record); // the link loads the page anew
  event.preventDefault();
  link.focus();
  opened = link.dataset.record;
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

// A card's link leads to its chart, on the page that has what stands below it; in another tab by the address.
const CARD = "[class*='st-key-card_'] [data-testid='stPageLink'] a";
const chart = (link) => link.closest("[class*='st-key-card_']").className.match(/st-key-card_([\w-]+)/)[1];
let wanted = decodeURIComponent(location.hash.slice(1));

function lead() {
  for (const link of document.querySelectorAll(`${CARD}:not([href*="#"])`)) link.href += `#${chart(link)}`;
  const found = wanted && document.querySelector(`.st-key-chart_${CSS.escape(wanted)}`);
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

function fill() {
  for (const part of document.querySelectorAll("details[data-inside]")) {
    part.insertAdjacentHTML("beforeend", part.dataset.inside);
    part.removeAttribute("data-inside");
    part.open = unfolded.has(part.dataset.key);
  }
}

function follow() {
  due = false;
  fill();
  lead();
  speak();
  const dialog = document.querySelector("[role=dialog]") !== null;
  if (covered && !dialog) {
    // Where the page was loaded anew, with or below the receipt, the focus is nowhere: it goes to the figure's own row.
    const link = opened && document.activeElement === document.body ? document.querySelector(`a[data-record="${CSS.escape(opened)}"]`) : null;
    link?.closest("details")?.setAttribute("open", "");
    link?.focus();
    opened = null;
  }
  covered = dialog;
}

function speak() {
  const languages = document.querySelector("nav.languages");
  if (!languages) return;
  const language = languages.querySelector("[aria-current]").lang;
  if (document.documentElement.lang !== language) document.documentElement.lang = language;
  const controls = JSON.parse(languages.dataset.controls);
  for (const control of document.querySelectorAll("[aria-label]")) {
    const name = Object.keys(controls).find((name) => (name.endsWith(" ") ? control.ariaLabel.startsWith(name) : control.ariaLabel === name));
    if (!name || control.closest(".stHtml")) continue;
    const said = controls[name] + control.ariaLabel.slice(name.length);
    if (said !== control.ariaLabel) control.ariaLabel = said; // the same again would be a change to look at
  }
  for (const text of document.querySelectorAll("[role=listbox] div, [role=listbox] span, a[href='#stMain']")) {
    const said = text.children.length ? undefined : controls[text.textContent];
    if (said && said !== text.textContent) text.textContent = said;
  }
}

// After a lost connection the page may be on another process, which knows none of its buttons and filters yet and would swallow
// the first choice: a press of the hidden button lets that process run the page at once.
let lost = false;
const connection = "data-test-connection-state";
new MutationObserver(([{ target }]) => {
  const connected = target.getAttribute(connection) === "CONNECTED";
  if (connected && lost) document.querySelector(".st-key-again button")?.click();
  lost = !connected;
}).observe(document, { attributeFilter: [connection], subtree: true });
