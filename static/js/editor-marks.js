// Marks for attachments (./.) in the text of an item. A mark is a link that holds the sign alone;
// the number stands in a style sheet, so that it follows the attachment without a word being typed.
import { Plugin, pm } from "django-prose-editor/editor";

const { TextSelection } = pm.state;
const SIGN = "./.";
const ADDRESS = /^#bilag-([1-9]\d*)$/;
const REMNANT = /^[./]*$/; // what is left of a sign that was deleted in part

const panel = document.getElementById("item-papers");
const form = document.getElementById("item-form");
const sections = [...form.querySelectorAll(".with-papers textarea")];
let lastUsed = null; // the section that was written in last
const boxOf = (textarea) => textarea.closest(".prose-editor")?.querySelector("[role=textbox]");

// --- In the text: a mark is one thing ---------------------------------------------------------------

const addressOf = (node) => {
  const link = node.marks.find(({ type }) => type.name === "link");
  return ADDRESS.test(link?.attrs.href ?? "") ? link.attrs.href : "";
};

/** Where the marks are: { from, to, text }; a sign that is half in bold type is one mark. */
const marksIn = (doc) => {
  const found = [];
  doc.descendants((node, from) => {
    const address = node.isText && addressOf(node);
    if (!address) return;
    const [to, last] = [from + node.nodeSize, found.at(-1)];
    if (last?.to === from && last.address === address) Object.assign(last, { to, text: last.text + node.text });
    else found.push({ from, to, text: node.text, address });
  });
  return found;
};

// What somebody types beside the sign is no part of the link: the portal keeps only the sign of it.
const mend = (tr, { from, to, text }) => {
  const link = tr.doc.type.schema.marks.link;
  const place = text.indexOf(SIGN);
  const cut = [1, 2].find(
    (at) => text.startsWith(SIGN.slice(0, at)) && text.endsWith(SIGN.slice(at)),
  );
  if (place === -1 && cut && text.length > SIGN.length) {
    const typed = text.slice(cut, cut - SIGN.length); // in the middle of the sign: goes after it
    tr.delete(from + cut, to - SIGN.length + cut);
    tr.insert(from + SIGN.length, tr.doc.type.schema.text(typed));
    tr.setSelection(TextSelection.create(tr.doc, from + SIGN.length + typed.length));
  } else if (place === -1 && REMNANT.test(text)) {
    tr.delete(from, to);
  } else if (place === -1) {
    tr.removeMark(from, to, link);
  } else {
    tr.removeMark(from, from + place, link);
    tr.removeMark(from + place + SIGN.length, to, link);
  }
};

// The cursor goes past a sign, not into it.
const stepOut = (tr, before) => {
  const { empty, from } = tr.selection;
  const inside = empty && marksIn(tr.doc).find((mark) => mark.from < from && from < mark.to);
  if (!inside) return;
  const goal = before.selection.from >= inside.to ? inside.from : inside.to;
  tr.setSelection(TextSelection.create(tr.doc, goal));
};

const keepWhole = (transactions, before, { doc, selection, tr }) => {
  const isChanged = transactions.some(({ docChanged }) => docChanged);
  if (!isChanged && selection.eq(before.selection)) return null;
  const broken = isChanged ? marksIn(doc).filter(({ text }) => text !== SIGN) : [];
  for (const mark of broken.reverse()) mend(tr, mark);
  stepOut(tr, before);
  return tr.docChanged || tr.selectionSet ? tr : null;
};

// At once: the browser tells of its own steps a moment later, and somebody may type before that.
const stepOver = (view, { key, shiftKey, ctrlKey, altKey, metaKey }) => {
  const [edge, goal] = { ArrowLeft: ["to", "from"], ArrowRight: ["from", "to"] }[key] ?? [];
  const { doc, selection, tr } = view.state;
  if (!edge || !selection.empty || shiftKey || ctrlKey || altKey || metaKey) return false;
  const mark = marksIn(doc).find((one) => one[edge] === selection.from);
  if (!mark) return false;
  view.dispatch(tr.setSelection(TextSelection.create(doc, mark[goal])).scrollIntoView());
  return true;
};

const deleteWhole = (view, { key }) => {
  const { doc, selection, tr } = view.state;
  const edge = { Backspace: "to", Delete: "from" }[key];
  const mark = edge && selection.empty && marksIn(doc).find((one) => one[edge] === selection.from);
  if (!mark) return false;
  view.dispatch(tr.delete(mark.from, mark.to).scrollIntoView());
  return true;
};

const watch = (textarea) => {
  const box = boxOf(textarea);
  if (!box || box.dataset.hasMarks) return;
  box.dataset.hasMarks = "";
  const plugin = new Plugin({
    appendTransaction: keepWhole,
    props: { handleKeyDown: (view, event) => stepOver(view, event) || deleteWhole(view, event) },
  });
  box.editor.registerPlugin(plugin, (added, others) => [added, ...others]);
  box.addEventListener("focus", () => (lastUsed = textarea));
};

// --- Numbers in the text ----------------------------------------------------------------------------

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const papers = () => [...panel.querySelectorAll("[data-key]")];

const showNumbers = () => {
  const link = (key) => `[href="#bilag-${key}"]`;
  const known = papers().map(({ dataset }) => dataset);
  const rules = known.map(
    ({ key, number }) => `.ProseMirror a${link(key)}::after { content: " Bilag ${number}"; }`,
  );
  const gone = known.map(({ key }) => `:not(${link(key)})`).join("");
  rules.push(
    `.ProseMirror a[href^="#bilag-"]${gone}::after { content: " (bilaget findes ikke)"; }`,
  );
  sheet.replaceSync(rules.join("\n"));
};

// --- The list of the item's attachments -------------------------------------------------------------

const nameOf = (textarea) =>
  document.querySelector(`label[for="${textarea.id}"]`).firstChild.textContent.trim();

const showStates = () => {
  for (const paper of papers()) {
    const mark = `href="#bilag-${paper.dataset.key}"`;
    const names = sections.filter(({ value }) => value.includes(mark)).map(nameOf);
    const text = names.length ? `Mærket i ${names.join(" og ")}` : "Intet mærke i teksten";
    const line = paper.querySelector(".mark-state");
    if (line.textContent !== text) line.textContent = text;
  }
};

const isBlank = (text) => text === "" || /\s/.test(text);
const NO_BLANK_BEFORE = /^[.,;:!?)\]]/;

/** At the cursor, or at the end of a text that nobody has been in yet. */
const insert = (key) => {
  const textarea = lastUsed ?? sections.find(({ name }) => name === "presentation");
  const { editor } = boxOf(textarea);
  const { doc, selection } = editor.state;
  if (!lastUsed) editor.commands.focus("end");
  const { to } = lastUsed ? selection : editor.state.selection;
  const [before, after] = [doc.resolve(to).nodeBefore?.text ?? "", doc.resolve(to).nodeAfter?.text ?? ""];
  const blank = { type: "text", text: " " };
  const mark = { type: "link", attrs: { href: `#bilag-${key}` } };
  const content = [
    ...(isBlank(before.slice(-1)) || before.endsWith("(") ? [] : [blank]),
    { type: "text", text: SIGN, marks: [mark] },
    ...(isBlank(after.slice(0, 1)) || NO_BLANK_BEFORE.test(after) ? [] : [blank]),
  ];
  editor.chain().focus().insertContentAt(to, content).scrollIntoView().run();
};

const prepare = () => {
  for (const button of panel.querySelectorAll(".mark-button")) button.hidden = false;
  showNumbers();
  showStates();
};

// Attachments are added and put in order on a page of their own, often in another window.
let html = "";
const refresh = async () => {
  if (document.visibilityState === "hidden") return;
  try {
    const response = await fetch(panel.dataset.url, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return;
    const latest = await response.text();
    if (latest !== html) replace(latest);
    html = latest;
  } catch {
    // Without a connection the list stays as it was.
  }
};

const replace = (latest) => {
  const focused = panel.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.closest("[data-key]")?.dataset.key;
  panel.innerHTML = latest;
  prepare();
  const paper = papers().find(({ dataset }) => dataset.key === key);
  if (focused) (paper?.querySelector(focused.localName) ?? panel.querySelector("a"))?.focus();
};

if (panel) {
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest(".mark-button");
    if (button) insert(button.closest("[data-key]").dataset.key);
  });
  form.addEventListener("input", showStates);
  window.addEventListener("focus", refresh);
  document.addEventListener("visibilitychange", refresh);
  document.addEventListener("prose-editor:ready", ({ target }) => watch(target));
  for (const textarea of sections) watch(textarea);
  prepare();
}
