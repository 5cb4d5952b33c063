// A button copies the text before it. A receipt's link hands its record to the hidden input that carries it, so that the receipt opens over the page as it is.
// Without this script the link loads the page anew with the receipt open.
if (!window.kzstatsReceipts) {
  window.kzstatsReceipts = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button[data-copy]");
    if (button) {
      const text = button.previousElementSibling;
      getSelection().selectAllChildren(text);
      if (navigator.clipboard) navigator.clipboard.writeText(text.textContent).then(() => (button.dataset.copied = "✓"));
      return;
    }
    const link = event.target.closest && event.target.closest("a[data-record]");
    const input = document.querySelector(".st-key-record input");
    if (!link || !input || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    link.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, link.dataset.record);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, which: 13, bubbles: true }));
    input.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", code: "Enter", keyCode: 13, which: 13, bubbles: true }));
  });
  // After a lost connection the page may be on another process, which knows none of its buttons and filters yet and would swallow
  // the first choice: a press of the hidden button lets that process run the page at once.
  let lost = false;
  const connection = "data-test-connection-state";
  new MutationObserver(([{ target }]) => {
    const connected = target.getAttribute(connection) === "CONNECTED";
    if (connected && lost) document.querySelector(".st-key-again button")?.click();
    lost = !connected;
  }).observe(document.body, { attributes: true, attributeFilter: [connection], subtree: true });
}
