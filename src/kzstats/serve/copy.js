// A button copies the text before it; without this script there is none.
document.documentElement.dataset.scripted = "";
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button[data-copy]");
  if (!button) return;
  const text = button.previousElementSibling;
  getSelection().selectAllChildren(text);
  navigator.clipboard?.writeText(text.textContent).then(() => (button.dataset.copied = "✓"));
});
