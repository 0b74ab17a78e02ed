// The form of an item: saved by itself, kept in the browser, offered again, and shown to colleagues.
import { Autosave } from "./editor-autosave.js";
import { KeptTexts, offerKeptTexts } from "./editor-kept.js";
import { watchPresence } from "./editor-presence.js";
import { csrfToken, post } from "./editor-request.js";

const FIELDS = [
  "title",
  "case_number",
  "initials",
  "is_open",
  "minutes",
  "background",
  "recommendation",
  "presentation",
  "internal_note",
];
const form = document.getElementById("item-form");
const { keptName, autosaveUrl, compareUrl, presenceUrl } = form.dataset;
const isSentBack = "isSentBack" in form.dataset; // its text is not stored, see meetings/views

const read = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));

const write = (content) => {
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (!(name in content)) continue; // kept by a page that did not have the field
    const { editor } = field.closest(".prose-editor")?.querySelector("[role=textbox]") ?? {};
    editor?.commands.setContent(content[name]);
    field.value = editor?.getHTML() ?? content[name];
  }
  form.dispatchEvent(new Event("input"));
};

// --- What the page shows --------------------------------------------------------------------------

const showStatus = (text, { problem = "" } = {}) => {
  const line = document.getElementById("save-status");
  if (line.textContent !== text) line.textContent = text; // read aloud when it changes
  line.classList.toggle("is-problem", problem !== "");
  const shown = { "compare-button": "conflict", "log-in-link": "loggedOut" };
  for (const [id, reason] of Object.entries(shown)) {
    const element = document.getElementById(id);
    if (element) element.hidden = problem !== reason;
  }
};

const showErrors = (errors) => {
  for (const name of FIELDS) {
    const field = form.elements[name];
    const group = field.closest(".form-group");
    if (!(name in errors) && !group.classList.contains("form-error")) continue;
    const id = `${field.id}_error`;
    const control = group.querySelector("[role=textbox]") ?? field;
    const described = (control.getAttribute("aria-describedby") ?? "").split(" ");
    const others = described.filter((other) => other && other !== id);
    group.querySelector(".errorlist, .form-error-message")?.remove();
    group.classList.toggle("form-error", name in errors);
    if (name in errors) {
      const message = document.createElement("span");
      message.className = "form-error-message";
      message.id = id;
      message.textContent = `Fejl: ${errors[name].join(" ")}`;
      group.querySelector("label").after(message);
      others.push(id);
      control.setAttribute("aria-invalid", "true");
    } else {
      control.removeAttribute("aria-invalid");
    }
    if (others.length) control.setAttribute("aria-describedby", others.join(" "));
    else control.removeAttribute("aria-describedby");
  }
};

const showOpenness = () => {
  const badge = document.getElementById("closed-badge");
  if ("stays" in badge.dataset) return; // the main item is closed, whatever is chosen here
  badge.hidden = form.elements.is_open.value === "True";
  badge.textContent = badge.hidden ? "" : "Lukket";
};

// --- Without saving by itself: the page after a conflict, and an item that is gone ----------------

const keepOnly = (kept) => {
  let isLost = false;
  form.addEventListener("input", () => {
    isLost = !kept.write(read(), form.elements.version.value);
  });
  form.addEventListener("submit", () => (isLost = false));
  window.addEventListener("beforeunload", (event) => {
    if (isLost) event.preventDefault();
  });
};

// --- Saving by itself -----------------------------------------------------------------------------

let isLeaving = false;

// What `content` changes in the stored text, as HTML: "" for nothing, null if nobody can tell.
const compare = async (content, autosave) => {
  const response = await post(compareUrl, content);
  if (response?.status !== 204) return response?.ok ? response.text() : null;
  // Saved when the page before this one was left, after the portal had written this one.
  const isOutdated = response.headers.get("X-Item-Version") !== String(autosave.version);
  if (isOutdated && !autosave.isUnsaved) setTimeout(() => window.location.reload());
  return "";
};

const saveAlong = (kept) => {
  const autosave = new Autosave({
    url: autosaveUrl,
    version: form.elements.version.value,
    stored: isSentBack ? null : JSON.stringify(read()),
    kept,
    read,
    show: {
      status: showStatus,
      errors: showErrors,
      version: (version) => {
        form.elements.version.value = version;
        showOpenness();
      },
    },
  });
  const take = ({ content, version }) => {
    autosave.version = form.elements.version.value = version; // a newer one makes a conflict
    write(content);
  };
  if (isSentBack) kept.write(read(), autosave.version);
  else offerKeptTexts(kept, { compare: (content) => compare(content, autosave), take });
  form.addEventListener("input", () => autosave.changed());
  form.addEventListener("submit", (event) => submit(event, autosave));
  // A suggestion of the rule check waits for this, see editor-remarks.js.
  document.addEventListener("save-first", ({ detail }) => (detail.saved = autosave.flush()));
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && autosave.isUnsaved && !kept.isKept) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (!isLeaving) autosave.saveOnLeaving();
  });
  window.addEventListener("pageshow", () => (isLeaving = false)); // back from the browser's memory
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && autosave.timer) autosave.save();
  });
  const hasNewer = (version) =>
    version > autosave.version && !autosave.isUnsaved && !autosave.sending && !autosave.stopped;
  watchPresence(presenceUrl, { hasNewer });
};

// »Gem« first does what the page does by itself, so that nothing is sent into the void.
const submit = async (event, autosave) => {
  if (isLeaving) return;
  event.preventDefault();
  const { submitter } = event;
  const kind = await autosave.flush();
  if (["offline", "failing", "loggedOut", "tooLarge"].includes(kind)) return; // the page says so
  form.elements.csrfmiddlewaretoken.value = csrfToken();
  isLeaving = true;
  setTimeout(() => form.requestSubmit(submitter)); // a form in the middle of a submit event sends nothing
};

const start = () => {
  if (!keptName) return;
  const kept = new KeptTexts(keptName, { goesOn: isSentBack });
  if (new URLSearchParams(window.location.search).has("behold")) {
    for (const { key } of kept.leftBehind()) kept.remove(key); // »Behold det, der er gemt«
    window.history.replaceState(null, "", window.location.pathname);
  }
  if (autosaveUrl) saveAlong(kept);
  else keepOnly(kept);
};

start();
