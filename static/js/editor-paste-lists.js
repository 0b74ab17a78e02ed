// Lists as Word writes them: paragraphs that say which list and level they belong to, with the
// bullet or number as text. Here they become items, and items become real nested lists.

const INDENT = 36; // points by which each level of a list is moved in
const POINTS = { pt: 1, px: 0.75, cm: 28.35, mm: 2.835, in: 72 };
const NUMBER = /^\(?(?:[\da-z]+\.)*(\d+|[a-z]+)([.):]*)$/i;
const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };

/** Of each list and level the page's style sheet tells of: »bullet«, »decimal«, »alpha-lower« … */
export const listFormats = (page) => {
  const formats = new Map();
  const css = [...page.querySelectorAll("style")].map((style) => style.textContent).join("\n");
  for (const [, list, level, rules] of css.matchAll(/@list\s+l(\d+):level(\d+)\s*\{([^}]*)\}/g)) {
    const format = rules.match(/mso-level-number-format:\s*([\w-]+)/)?.[1] ?? "decimal";
    formats.set(`${list}:${level}`, format);
  }
  return formats;
};

/** The list item that a paragraph of Word's is, without its content; null if it is none. */
export const wordItem = (paragraph, style, formats) => {
  const [, list, level] = style["mso-list"]?.match(/l(\d+)\s+level(\d+)/) ?? [];
  const marker = level ? markedSpan(paragraph) : filledSpan(paragraph, style);
  if (!level && !marker) return null;
  const text = marker?.textContent.replaceAll(/\s/g, "") ?? "";
  const format = formats.get(`${list}:${level}`);
  const isOrdered = format ? !["bullet", "image", "none"].includes(format) : looksNumbered(text);
  return {
    level: Number(level ?? levelOf(style)),
    isOrdered,
    number: isOrdered ? numberIn(text, format) : null,
    marker,
  };
};

const markedSpan = (paragraph) =>
  [...paragraph.querySelectorAll("[style]")].find((element) =>
    /mso-list:\s*ignore/i.test(element.getAttribute("style")),
  );

// Word's »filtered« pages have no mso-list, but still fill up with tiny blanks after the marker.
const filledSpan = (paragraph, style) => {
  if (!/^-/.test(style["text-indent"] ?? "")) return undefined;
  const filler = [...paragraph.querySelectorAll("span[style]")].find(
    (span) => /font:\s*7(\.0)?pt/i.test(span.getAttribute("style")) && !span.textContent.trim(),
  );
  const marker = filler?.parentElement.closest("span") ?? filler;
  if (!marker) return undefined;
  const before = paragraph.ownerDocument.createRange();
  before.setStart(paragraph, 0);
  before.setEndBefore(marker);
  return before.toString().trim() ? undefined : marker;
};

const levelOf = (style) => {
  const [, size, unit] = (style["margin-left"] ?? "").match(/^([\d.]+)(pt|px|cm|mm|in)$/) ?? [];
  return Math.max(1, Math.round((Number(size ?? 0) * (POINTS[unit] ?? 0)) / INDENT));
};

// Bullets are letters of picture fonts (»o«, »§«, »Ø«), so a letter needs a stop or a bracket.
const looksNumbered = (text) => {
  const [, last, stop] = text.match(NUMBER) ?? [];
  return last !== undefined && (/\d/.test(last) || stop !== "");
};

const numberIn = (text, format = "") => {
  const [, last] = text.toLowerCase().match(NUMBER) ?? [];
  if (last === undefined) return null;
  if (/\d/.test(last)) return Number(last);
  const canBeRoman = /^[ivxlcdm]+$/.test(last);
  const isRoman = format ? format.startsWith("roman") : last === "i" || last.length > 1;
  if (canBeRoman && isRoman) return romanValue(last);
  return last.length === 1 ? last.codePointAt(0) - 96 : null;
};

const romanValue = (text) => {
  const values = [...text].map((letter) => ROMAN[letter]);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
};

/** Elements with all items among `entries` put into lists; `make` creates an element. */
export const assembled = (entries, make) => {
  const elements = [];
  let open = []; // the lists that the next item may still go into, outermost first
  for (const entry of entries) {
    if (entry.isItem) {
      open = open.filter((list) => list.level <= entry.level);
      if (open.at(-1)?.level === entry.level && !continues(open.at(-1), entry)) open.pop();
      if (open.at(-1)?.level !== entry.level) {
        const list = started(entry, make);
        const parent = open.at(-1)?.element.lastElementChild;
        if (parent) parent.append(list.element);
        else elements.push(list.element);
        open.push(list);
      }
      add(open.at(-1), entry, make);
    } else if (entry.isContinued && open.length) {
      open.at(-1).element.lastElementChild.append(entry.element);
    } else {
      open = [];
      elements.push(entry.element);
    }
  }
  return elements;
};

const continues = (list, item) =>
  list.isOrdered === item.isOrdered && [null, list.next].includes(item.number);

const started = ({ level, isOrdered, number }, make) => {
  const element = make(isOrdered ? "ol" : "ul");
  if (number > 1) element.setAttribute("start", number);
  return { element, level, isOrdered, next: number ?? 1 };
};

const add = (list, item, make) => {
  const element = make("li");
  element.append(...item.content);
  list.element.append(element);
  list.next += 1;
};
