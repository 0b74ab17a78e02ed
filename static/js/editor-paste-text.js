// The text of pasted paragraphs: blanks, line breaks and marks.

const BLANKS = /([ \t\n\r\f\u00a0\u2003\u2002]+)/;
const INVISIBLE = /[\u200b\ufeff\u2060]/g;
const BREAK = { isBreak: true };

/** Document fragments, one for each paragraph that has text in `runs`. */
export const paragraphs = (runs, page) =>
  split(tokens(runs))
    .filter((line) => line.length)
    .map((line) => written(line, page));

// Words, blanks and breaks. Neighbouring blanks are one, whoever wrote them.
const tokens = (runs) => {
  const found = [];
  for (const { text, marks, isBreak } of runs) {
    if (isBreak) found.push(BREAK);
    for (const part of (text ?? "").replaceAll(INVISIBLE, "").split(BLANKS)) {
      const isBlank = BLANKS.test(part);
      if (isBlank && found.at(-1)?.isBlank) found.at(-1).text += part;
      else if (part) found.push({ text: part, marks, isBlank });
    }
  }
  return found;
};

// Two breaks make a new paragraph; blanks and breaks at the edges go.
const split = (all) => {
  const lines = [[]];
  const isLoose = (token) => token === undefined || token.isBreak;
  const kept = all.filter(
    ({ isBlank }, i) => !isBlank || !(isLoose(all[i - 1]) || isLoose(all[i + 1])),
  );
  for (const [i, token] of kept.entries()) {
    if (!token.isBreak) lines.at(-1).push(token);
    else if (isLoose(kept[i + 1]) || isLoose(kept[i - 1])) lines.push([]);
    else lines.at(-1).push(token);
  }
  return lines;
};

const written = (line, page) => {
  const content = page.createDocumentFragment();
  let last = null;
  for (const { text, marks, isBreak, isBlank } of line) {
    const shown = isBlank && text !== "\u00a0" ? " " : text; // 5 000 kr. stays together
    if (isBreak) {
      content.append(page.createElement("br"));
      last = null;
    } else if (last && isSame(last.marks, marks)) {
      last.node.data += shown;
    } else {
      last = { marks, node: page.createTextNode(shown) };
      content.append(marked(last.node, marks, page));
    }
  }
  return content;
};

const isSame = (one, other) =>
  ["strong", "em"].every((name) => Boolean(one[name]) === Boolean(other[name])) &&
  one.script === other.script &&
  one.href === other.href;

const marked = (node, { strong, em, script, href }, page) => {
  let inner = node;
  for (const name of [script, em && "em", strong && "strong", href && "a"].filter(Boolean)) {
    const element = page.createElement(name);
    if (name === "a") element.setAttribute("href", href);
    element.append(inner);
    inner = element;
  }
  return inner;
};

/** Takes the bold type out of something that is bold in any case. */
export const removeBold = (element) => {
  for (const strong of element.querySelectorAll("strong")) strong.replaceWith(...strong.childNodes);
};

/** Whether an element has text, and all of it in bold type. */
export const isAllBold = (element) => {
  const copy = element.cloneNode(true);
  for (const strong of copy.querySelectorAll("strong")) strong.remove();
  return Boolean(element.textContent.trim()) && !copy.textContent.trim();
};
