// The rich-text editors of an agenda item: names that are read aloud, Danish tool tips, and a
// warning before one leaves the page with text that is not saved.
const buttons = {
  bold: "Fed",
  italic: "Kursiv",
  subscript: "Sænket skrift",
  superscript: "Hævet skrift",
  paragraph: "Brødtekst",
  "heading 5": "Mellemrubrik",
  blockquote: "Citat",
  "bullet list": "Punktopstilling",
  "ordered list": "Nummereret liste",
  "list properties": "Listens form",
  "insert link": "Link",
  "remove link": "Fjern link",
  undo: "Fortryd",
  redo: "Gentag",
  "insert table": "Indsæt tabel",
  "table properties": "Tabel",
  "add column before": "Kolonne til venstre",
  "add column after": "Kolonne til højre",
  "delete column": "Slet kolonne",
  "add row before": "Række over",
  "add row after": "Række under",
  "delete row": "Slet række",
  "delete table": "Slet tabel",
  "merge cells": "Flet celler",
  "split cell": "Del celle",
  "toggle header cell": "Overskriftscelle",
};

const name = (textarea) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const container = textarea.closest(".prose-editor");
  const box = container?.querySelector("[role=textbox]");
  box?.setAttribute("aria-label", label?.firstChild.textContent.trim() ?? "");
  box?.setAttribute("aria-multiline", "true");
  box?.setAttribute("lang", "da");
  box?.setAttribute("spellcheck", "true");
  for (const button of container?.querySelectorAll("button[title], button[aria-label]") ?? []) {
    const known = buttons[(button.title || button.ariaLabel).toLowerCase()];
    if (known) button.title = button.ariaLabel = known;
  }
};

document.addEventListener("prose-editor:ready", (event) => name(event.target));
for (const textarea of document.querySelectorAll(".prose-editor textarea")) name(textarea);

const form = document.querySelector("form[data-unsaved-warning]");
let isUnsaved = false;
form?.addEventListener("input", () => (isUnsaved = true));
form?.addEventListener("submit", () => (isUnsaved = false));
window.addEventListener("beforeunload", (event) => {
  if (isUnsaved) event.preventDefault();
});
