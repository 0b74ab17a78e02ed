// What the rule check finds in the item, asked for anew after each save, and its suggestions.
import { csrfToken } from "./editor-request.js";

const place = document.getElementById("item-remarks");

const refresh = async () => {
  try {
    const response = await fetch(place.dataset.url, { headers: { Accept: "text/html" } });
    if (response.ok && !response.redirected) place.innerHTML = await response.text();
  } catch {
    // Without a connection the last answer stays; the page says elsewhere that nothing is saved.
  }
};

// The same finding in the list as it is now: what was typed since may have moved it.
const sameAs = (form) => {
  const [rule, field, start] = ["rule", "field", "start"].map((name) => form.elements[name].value);
  const suggestion = form.querySelector("button").textContent;
  const distance = (other) => Math.abs(other.elements.start.value - start);
  return [...place.querySelectorAll(".remark-fix")]
    .filter(({ elements }) => elements.rule.value === rule && elements.field.value === field)
    .filter((other) => other.querySelector("button").textContent === suggestion)
    .sort((one, other) => distance(one) - distance(other))[0];
};

let isFixing = false;

// A suggestion goes into the stored text, so what is typed is stored first (see editor-form.js).
const fix = async (event) => {
  event.preventDefault();
  if (isFixing) return;
  isFixing = true;
  try {
    await fixNow(event.target);
  } finally {
    isFixing = false;
  }
};

const fixNow = async (form) => {
  const asked = new CustomEvent("save-first", { detail: { saved: null } });
  document.dispatchEvent(asked);
  if ((await asked.detail.saved) !== "saved") return; // the page says why
  await refresh();
  const current = sameAs(form);
  if (!current) return; // it is gone from the list too
  current.elements.csrfmiddlewaretoken.value = csrfToken();
  current.submit();
};

if (place) {
  refresh();
  document.addEventListener("item-saved", refresh);
  place.addEventListener("submit", fix);
}
