// What Word, LibreOffice, Outlook and web pages put on the clipboard, written again as the few
// elements that an agenda may hold (see meetings/richtext.py) before the editor reads it.
import { isStorable } from "./editor-links.js";
import { assembled, listFormats, wordItem } from "./editor-paste-lists.js";
import { isAllBold, paragraphs, removeBold } from "./editor-paste-text.js";

const BLOCKS = new Set(
  (
    "address article aside body caption center dd details dialog div dl dt fieldset figcaption " +
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend main nav p pre section summary"
  ).split(" "),
);
const DROPPED = new Set(
  (
    "audio base button canvas del embed frame head iframe img input link map meta noscript " +
    "object picture script select style svg template textarea title video xml"
  ).split(" "),
);
const MARKS = { b: "strong", strong: "strong", i: "em", em: "em" };
const NOTES = /\b(MsoFootnoteReference|MsoEndnoteReference|sdfootnotesym|sdendnotesym)\b/;
const COMMENTS = /\b(MsoCommentReference|msocomanchor|msocomoff|msocomtxt)\b/;
const LOOSE_ITEM = { level: 1, isOrdered: false, number: null }; // one whose list was not copied
const MAX_SPAN = 20; // columns or rows of one cell, as in meetings/richtext.py
const MAX_COLUMNS = 100; // Word has at most 63

const page = document.implementation.createHTMLDocument(""); // nothing is loaded or run there
const make = (name) => page.createElement(name);

/** `html` without anything but plain structure; what our own editor copied stays as it is. */
export const cleaned = (html) => {
  if (/<[^>]+\sdata-pm-slice=/.test(html)) return html;
  const isPartOfTable = /^\s*(<meta[^>]*>\s*)*<(thead|tbody|tfoot|tr|td|th)[\s>]/i.test(html);
  const text = isPartOfTable ? `<table>${html}</table>` : html;
  const source = new DOMParser().parseFromString(text, "text/html");
  const flow = new Flow(listFormats(source));
  flow.readInside(source.body, {});
  const elements = flow.elements();
  const isInLine = !flow.hasBlocks && elements.length === 1; // a few words go into a paragraph
  return isInLine ? elements[0].innerHTML : elements.map((element) => element.outerHTML).join("");
};

/** Lets an editor see only cleaned HTML, pasted or dropped. */
export const cleanPasted = (editor) => {
  const { transformPastedHTML: before } = editor.view.props;
  const transformPastedHTML = (html, view) => cleaned(before?.(html, view) ?? html);
  editor.view.setProps({ transformPastedHTML });
};

// Read from the attribute: the content security policy keeps `element.style` empty.
const styleOf = (element) => {
  const rules = (element.getAttribute("style") ?? "").split(";").map((rule) => {
    const [name, ...value] = rule.split(":");
    return [name.trim().toLowerCase(), value.join(":").trim().toLowerCase()];
  });
  return Object.fromEntries(rules);
};

const isDropped = (element, style) =>
  DROPPED.has(element.localName) ||
  /^[vm]:/.test(element.localName) || // drawings and formulas of Office
  element.hidden ||
  COMMENTS.test(element.className) ||
  style.display === "none" ||
  style["mso-hide"] === "all" ||
  /^(comment|comment-list|field-.*)$/.test(style["mso-element"] ?? "") ||
  style["mso-special-character"] === "comment";

const isHeading = (element) =>
  /^h[1-6]$/.test(element.localName) ||
  element.getAttribute("role") === "heading" ||
  /\bMsoTitle\b/.test(element.className);

const marksOf = (element, style, marks) => {
  const found = { ...marks };
  const { localName: name } = element;
  if (name in MARKS) found[MARKS[name]] = true;
  if (name === "sub" || name === "sup") found.script = name;
  if (name === "pre") found.isPre = true;
  if (NOTES.test(element.className)) found.script = "sup";
  const { "font-weight": weight, "font-style": slant, "vertical-align": height } = style;
  if (weight) found.strong = weight.startsWith("bold") || Number.parseInt(weight, 10) >= 600;
  if (slant) found.em = slant !== "normal";
  if (/^(super|sub)$/.test(height)) found.script = height.slice(0, 3);
  const address = name === "a" && element.getAttribute("href")?.trim();
  if (address && isStorable(address) && !address.startsWith("/")) found.href = address;
  return found;
};

/** What stands in one place: the page, a list item, a cell, a quotation. */
class Flow {
  constructor(formats) {
    this.formats = formats;
    this.entries = []; // items of lists, and finished elements
    this.runs = []; // texts and line breaks of the paragraph under way
    this.tag = "p";
    this.hasBlocks = false;
  }

  elements() {
    this.endParagraph();
    return assembled(this.entries, make);
  }

  inside(element, marks) {
    const flow = new Flow(this.formats);
    flow.readInside(element, marks);
    return flow.elements();
  }

  readInside(element, marks) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.readText(node.data, marks);
      else if (node.nodeType === Node.ELEMENT_NODE) this.read(node, marks);
    }
  }

  readText(text, marks) {
    if (!marks.isPre) return this.runs.push({ text, marks });
    for (const [i, line] of text.split("\n").entries()) {
      if (i) this.runs.push({ isBreak: true });
      this.runs.push({ text: line, marks });
    }
  }

  read(element, marks) {
    const style = styleOf(element);
    if (isDropped(element, style)) return;
    // The bullet of an item goes; the number of a heading is text that others may refer to.
    if (style["mso-list"] === "ignore" && this.tag !== "h5") return;
    const { localName: name } = element;
    const inner = marksOf(element, style, marks);
    if (name === "br") this.runs.push({ isBreak: true });
    else if (name === "table") this.add(...this.table(element, inner));
    else if (name === "ul" || name === "ol") this.readList(element, inner);
    else if (name === "li") this.addItem(LOOSE_ITEM, element, inner);
    else if (name === "blockquote" || /\bMso(Intense)?Quote\b/.test(element.className))
      this.readQuotation(element, inner);
    else if (BLOCKS.has(name)) this.readBlock(element, style, inner);
    else this.readInside(element, inner);
  }

  readBlock(element, style, marks) {
    this.endParagraph();
    this.hasBlocks = true;
    const before = this.tag;
    if (isHeading(element)) this.tag = "h5";
    const isParagraph = this.tag === "p" && /^(p|div)$/.test(element.localName);
    const item = isParagraph && wordItem(element, style, this.formats);
    if (item) {
      item.marker?.remove();
      this.addItem(item, element, marks);
    } else {
      this.readInside(element, marks);
      this.endParagraph({ isContinued: /\bMsoList(Paragraph|Continue)/.test(element.className) });
    }
    this.tag = before;
  }

  readQuotation(element, marks) {
    const content = this.inside(element, marks);
    if (!content.length) return;
    const quotation = make("blockquote");
    quotation.append(...content);
    this.add(quotation);
  }

  // Word on the web writes each item as a list of its own that tells its level.
  readList(list, marks) {
    const items = [...list.children].filter((child) => child.matches("li"));
    const isFlat = items.some((item) => item.hasAttribute("data-aria-level"));
    if (!isFlat) return this.add(...this.list(list, marks));
    let number = list.start || 1;
    for (const item of items) {
      const level = Number.parseInt(item.dataset.ariaLevel, 10) || 1;
      const isOrdered = list.localName === "ol";
      this.addItem({ level, isOrdered, number: isOrdered ? number++ : null }, item, marks);
    }
  }

  /** Usually one list. A list straight in a list, as mails have it, goes into the item above. */
  list(source, marks) {
    const lists = [];
    let list = null;
    for (const child of source.children) {
      const style = styleOf(child);
      if (isDropped(child, style)) continue;
      const isNested = /^(ul|ol)$/.test(child.localName);
      const inner = marksOf(child, style, marks);
      const content = isNested ? this.list(child, inner) : itemContent(this.inside(child, inner));
      const isOnlyLists = content.every((element) => element.matches("ul, ol"));
      if (!content.length) continue;
      if (isOnlyLists && !list) {
        lists.push(...content);
      } else if (isOnlyLists) {
        list.lastElementChild.append(...content);
      } else {
        if (!list) lists.push((list = this.emptyList(source)));
        const item = make("li");
        item.append(...content);
        list.append(item);
      }
    }
    return lists;
  }

  emptyList(source) {
    const list = make(source.localName);
    const start = source.start || 1;
    if (source.localName === "ol" && start > 1) list.setAttribute("start", start);
    return list;
  }

  addItem(item, element, marks) {
    this.endParagraph();
    this.hasBlocks = true;
    const content = itemContent(this.inside(element, marks));
    if (content.length) this.entries.push({ ...item, content, isItem: true });
  }

  add(...elements) {
    this.endParagraph();
    this.hasBlocks = true;
    this.entries.push(...elements.map((element) => ({ element })));
  }

  endParagraph({ isContinued = false } = {}) {
    for (const content of paragraphs(this.runs, page)) {
      const element = make(this.tag);
      element.append(content);
      if (this.tag === "h5") removeBold(element);
      this.entries.push({ element, isContinued });
    }
    this.runs = [];
  }

  /** A table, after its caption. One cell alone is a frame around text, and goes. */
  table(source, marks) {
    const rows = [...source.rows].filter(
      (row) => row.cells.length && row.getAttribute("height") !== "0", // Word's, for its columns
    );
    const isFrame = rows.length === 1 && rows[0].cells.length === 1;
    if (isFrame) return this.inside(rows[0].cells[0], marks);
    const caption = source.caption ? this.inside(source.caption, marks) : [];
    if (!rows.length) return caption;
    const table = make("table");
    table.append(make("tbody"));
    table.tBodies[0].append(...rows.map((row) => this.row(row, marks)));
    markHeader(table);
    return [...caption, table];
  }

  row(source, marks) {
    const row = make("tr");
    for (const cell of source.cells) {
      const isHeader = cell.localName === "th" || source.parentElement.localName === "thead";
      const inner = marksOf(cell, styleOf(cell), marksOf(source, styleOf(source), marks));
      const rowspan = Math.min(cell.rowSpan, MAX_SPAN);
      let content = this.inside(cell, inner);
      // A wider cell would be cut off when it is stored, and the row would not fit any longer.
      for (let left = Math.min(cell.colSpan, MAX_COLUMNS); left > 0; left -= MAX_SPAN) {
        const copy = make(isHeader ? "th" : "td");
        if (left > 1) copy.colSpan = Math.min(left, MAX_SPAN);
        if (rowspan > 1) copy.rowSpan = rowspan;
        copy.append(...content);
        if (isHeader) removeBold(copy);
        row.append(copy);
        content = [];
      }
    }
    return row;
  }
}

// An item begins with a paragraph, and a heading in it is one.
const itemContent = (elements) =>
  elements.map((element) => {
    if (element.localName !== "h5") return element;
    const paragraph = make("p");
    paragraph.append(...element.childNodes);
    return paragraph;
  });

// Word seldom says which row has the headings; writers do it in bold type.
const markHeader = (table) => {
  const [first, second] = table.rows;
  if (!second || table.querySelector("th")) return;
  const isBold = (row) => [...row.cells].every(isAllBold);
  if (!isBold(first) || isBold(second)) return;
  for (const cell of [...first.cells]) {
    const header = make("th");
    for (const { name, value } of cell.attributes) header.setAttribute(name, value);
    header.append(...cell.childNodes);
    removeBold(header);
    cell.replaceWith(header);
  }
};
