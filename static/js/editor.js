// The rich-text editors of an agenda item: names that are read aloud, Danish words where the editor
// does not ask for them (see editor-da.js), and a way out with the keyboard.
import "./editor-links.js";
import { cleanPasted } from "./editor-paste.js";

const words = {
  bold: "Fed",
  italic: "Kursiv",
  subscript: "Sænket skrift",
  superscript: "Hævet skrift",
  paragraph: "Brødtekst",
  "heading 5": "Mellemrubrik",
  blockquote: "Citat",
  "unordered list": "Punktopstilling",
  "ordered list": "Nummereret liste",
  "insert link": "Link",
  "remove link": "Fjern link",
  undo: "Fortryd",
  redo: "Gentag",
  "insert table": "Indsæt tabel",
  "add column": "Tilføj kolonne",
  "delete column": "Slet kolonne",
  "add row": "Tilføj række",
  "delete row": "Slet række",
  "delete table": "Slet tabel",
  "merge cells": "Flet celler",
  "split cell": "Del celle",
  "toggle header cell": "Overskriftscelle til eller fra",
  question_mark: "Flere slags afsnit",
  yes: "Ja",
  no: "Nej",
};

// Buttons that stay down while the text at the cursor has their form.
const toggles = ["bold", "italic", "subscript", "superscript", "orderedList", "blockquote"];

const describe = (container) => {
  for (const button of container.querySelectorAll(".prose-menubar button[title]")) {
    const known = words[button.title.toLowerCase() || button.textContent];
    if (known) button.title = button.ariaLabel = known;
    button.ariaDisabled = button.classList.contains("disabled");
    if (toggles.includes(button.dataset.name))
      button.ariaPressed = button.classList.contains("active");
  }
  for (const text of container.querySelectorAll(".prose-menubar__option > *, dialog option")) {
    const known = words[text.textContent.toLowerCase()];
    if (!known) continue;
    if (text.matches("option")) text.value = text.textContent; // the editor asks for its own word
    text.textContent = known;
  }
  // A table needs header cells to be understood when it is read aloud, so »Ja« comes first.
  for (const select of container.querySelectorAll("dialog select:not([data-is-set])")) {
    const yes = [...select.options].find((option) => option.textContent === words.yes);
    if (yes) select.value = yes.value;
    select.dataset.isSet = "";
  }
  for (const dialog of container.querySelectorAll("dialog:not([aria-label])"))
    dialog.setAttribute("aria-label", dialog.querySelector("h3")?.textContent ?? "");
};

// The line one writes on must not lie under the buttons at the window's lower edge.
const keepInSight = (editor) => {
  const bar = document.querySelector(".save-bar");
  const adapt = () => {
    const edges = { top: 5, right: 0, bottom: (bar?.offsetHeight ?? 0) + 24, left: 0 };
    editor.view.setProps({ scrollThreshold: edges, scrollMargin: edges });
  };
  adapt();
  if (bar) new ResizeObserver(adapt).observe(bar); // it grows with what it says about saving
};

// Tab goes to the next cell of a table and moves items of a list, so it never leaves them. After
// Escape the next Tab does what it does everywhere else.
const letOut = (box) => {
  let isLeaving = false;
  const decide = (event) => {
    if (!box.contains(event.target) || event.isComposing) return;
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    if (event.key === "Tab" && isLeaving) event.stopImmediatePropagation();
    isLeaving = event.key === "Escape";
  };
  box.parentElement.addEventListener("keydown", decide, true); // before the editor's own listeners
  box.addEventListener("blur", () => (isLeaving = false));
  box.addEventListener("mousedown", () => (isLeaving = false));
};

const name = (textarea) => {
  const container = textarea.closest(".prose-editor");
  const box = container?.querySelector("[role=textbox]");
  if (!box) return;
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const description = textarea.getAttribute("aria-describedby");
  box.setAttribute("aria-label", label?.firstChild.textContent.trim() ?? "");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("lang", "da");
  box.setAttribute("spellcheck", "true");
  if (description) box.setAttribute("aria-describedby", description);
  label?.addEventListener("click", () => box.focus());
  keepInSight(box.editor);
  cleanPasted(box.editor);
  letOut(box);
  // The toolbar comes later than the box, a dialog whenever it is asked for.
  const observer = new MutationObserver(() => describe(container));
  observer.observe(container, { childList: true, subtree: true, attributeFilter: ["class"] });
  describe(container);
};

document.addEventListener("prose-editor:ready", (event) => name(event.target));
for (const textarea of document.querySelectorAll(".prose-editor textarea")) name(textarea);
