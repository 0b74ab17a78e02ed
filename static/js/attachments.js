// Several files at once, by the chooser or dropped: each is sent by itself with its progress, and
// what cannot be taken says why and stays in the list until somebody removes it or tries again.
import { csrfToken } from "./editor-request.js";

const form = document.getElementById("upload-form");
const chooser = form.querySelector("input[type=file]");
const queue = document.getElementById("upload-queue");
const rows = queue.querySelector("ul");
const status = document.getElementById("upload-status");
const loggedOut = document.getElementById("logged-out");
const list = document.getElementById("attachment-list");

const MAX_BYTES = Number(form.dataset.maxBytes);
const ENDINGS = chooser.accept.split(",").filter((word) => word.startsWith("."));
const TOO_LARGE = `Filen fylder mere end ${Math.floor(MAX_BYTES / 1e6)} MB.`;
const PROBLEMS = {
  0: "Ingen forbindelse til portalen. Prøv igen.",
  400: "Portalen kunne ikke læse filen. Prøv igen.",
  401: "Ikke sendt: Du er logget ud.",
  403: "Ikke sendt: Du er logget ud.",
  404: "Punktet findes ikke længere, eller du har ikke adgang til det.",
  413: TOO_LARGE,
};
const OTHERWISE = "Portalen kan ikke tage imod filen lige nu. Prøv igen om lidt.";

let uploads = []; // what stands in the list: { file, state, row … }
let isSending = false;

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const size = (bytes) =>
  bytes < 999500
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;

const say = (text) => (status.textContent = text);

// --- The list of chosen files ---------------------------------------------------------------------

/** Why a file need not be sent at all; the portal looks at the content itself. */
const refusal = (file) => {
  const ending = file.name.toLowerCase().match(/\.[^.]+$/)?.[0] ?? "";
  if (!file.size) return "Filen er tom.";
  if (file.size > MAX_BYTES) return TOO_LARGE;
  if (/^\.[a-z]{2,5}$/.test(ending) && !ENDINGS.includes(ending) && !file.type.startsWith("image/"))
    return `Portalen tager ikke imod ${ending}-filer.`;
  return "";
};

const button = (label, name, onclick) => {
  const hidden = make("span", { className: "sr-only", textContent: ` ${name}` });
  const made = make("button", { type: "button", className: "button button-tertiary" }, label, hidden);
  made.addEventListener("click", onclick);
  return made;
};

const add = (file) => {
  const upload = { file, state: "waiting" };
  const { name } = file;
  upload.progress = make("progress", { max: 100, value: 0, ariaLabel: `Sendt af ${name}` });
  upload.progress.hidden = true;
  upload.text = make("span", { className: "upload-text small" });
  upload.retry = button("Prøv igen", name, () => retry(upload));
  upload.cancel = button("Fjern", name, () => remove(upload));
  upload.row = make(
    "li",
    { className: "upload" },
    make("span", { className: "upload-name", textContent: `${name} (${size(file.size)})` }),
    upload.text,
    upload.progress,
    make("span", { className: "upload-buttons" }, upload.retry, upload.cancel),
  );
  uploads.push(upload);
  rows.append(upload.row);
  const problem = refusal(file);
  show(upload, problem ? "refused" : "waiting", problem || "Klar til at blive sendt");
};

const show = (upload, state, text) => {
  upload.state = state;
  upload.text.textContent = text;
  const isProblem = ["refused", "failed"].includes(state);
  upload.row.classList.toggle("is-problem", isProblem);
  upload.text.classList.toggle("form-error-message", isProblem);
  upload.progress.hidden = state !== "sending";
  upload.retry.hidden = state !== "failed";
  upload.cancel.firstChild.textContent = state === "sending" ? "Afbryd" : "Fjern";
  queue.hidden = !uploads.length;
};

const remove = (upload) => {
  const place = uploads.indexOf(upload);
  const hadFocus = upload.row.contains(document.activeElement);
  const { request } = upload;
  uploads = uploads.filter((other) => other !== upload);
  upload.row.remove();
  request?.abort();
  queue.hidden = !uploads.length;
  if (hadFocus) ((uploads[place] ?? uploads.at(-1))?.cancel ?? chooser).focus();
};

const choose = (files) => {
  for (const file of files) add(file);
  showError(chooser, "");
  const bad = uploads.filter(({ state }) => state === "refused").length;
  const said = `${uploads.length} ${uploads.length === 1 ? "fil er valgt" : "filer er valgt"}`;
  say(bad ? `${said}, heraf ${bad}, som portalen ikke tager imod.` : `${said}.`);
};

chooser.addEventListener("change", () => {
  choose([...chooser.files]);
  chooser.value = ""; // the files stand in the list now, and more can be chosen
});

// --- Dropping ---------------------------------------------------------------------------------------

const zone = chooser.closest(".form-group");
zone.classList.add("drop-zone");
zone.append(make("p", { className: "drop-hint muted", textContent: "… eller træk filerne hertil." }));

const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");

// Beside the zone too: otherwise the browser would leave the page and show the file.
document.addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  const isInside = form.contains(event.target);
  event.dataTransfer.dropEffect = isInside ? "copy" : "none";
  zone.classList.toggle("is-over", isInside);
});
document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!form.contains(relatedTarget)) zone.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  if (form.contains(event.target)) choose(filesOf(event.dataTransfer));
});

// A folder looks like a file that cannot be read.
const filesOf = ({ items, files }) => {
  const isFolder = (place) => items[place]?.webkitGetAsEntry?.()?.isDirectory;
  const folders = [...files].filter((_, place) => isFolder(place));
  const message = "En mappe kan ikke sendes. Åbn den, og vælg filerne i den.";
  if (folders.length) window.alert(message);
  return [...files].filter((file) => !folders.includes(file));
};

// --- Errors at the form's fields ----------------------------------------------------------------

const showError = (field, message) => {
  const group = field.closest(".form-group");
  const anchor = group.querySelector("fieldset") ?? group;
  const id = `${field.name}-problem`;
  group.querySelector(".errorlist, [id$=_error]")?.remove();
  document.getElementById(id)?.remove();
  group.classList.toggle("form-error", message !== "");
  const described = group.querySelector("fieldset") ?? field;
  const others = (described.getAttribute("aria-describedby") ?? "").split(" ");
  const kept = others.filter((other) => other && other !== id && !other.endsWith("_error"));
  if (message) {
    const text = make("span", { className: "form-error-message", id, textContent: `Fejl: ${message}` });
    anchor.querySelector(".form-label").after(text);
    kept.push(id);
  }
  if (kept.length) described.setAttribute("aria-describedby", kept.join(" "));
  else described.removeAttribute("aria-describedby");
};

const readers = () => form.elements.is_open.value;

const isComplete = () => {
  const waiting = uploads.some(({ state }) => ["waiting", "failed"].includes(state));
  showError(chooser, waiting ? "" : "Vælg mindst én fil.");
  showError(form.elements.is_open[0], readers() ? "" : "Vælg, hvem der må læse bilagene.");
  if (!waiting) chooser.focus();
  else if (!readers()) form.elements.is_open[0].focus();
  return waiting && readers() !== "";
};

// --- Sending: one after the other, so that the numbers follow the list -----------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isSending || !isComplete()) return;
  for (const upload of uploads) if (upload.state === "failed") show(upload, "waiting", "Venter");
  sendAll();
});

const retry = (upload) => {
  if (!readers()) {
    isComplete();
    return;
  }
  upload.cancel.focus(); // the button that was pressed goes away
  show(upload, "waiting", "Venter");
  if (!isSending) sendAll();
};

const sendAll = async () => {
  isSending = true;
  loggedOut.hidden = true;
  const said = [];
  let upload;
  while ((upload = uploads.find(({ state }) => state === "waiting"))) {
    say(`Sender ${upload.file.name}`);
    const answer = await send(upload);
    if (answer) said.push(answer);
    if (!loggedOut.hidden) break;
  }
  isSending = false;
  const left = uploads.filter(({ state }) => ["refused", "failed"].includes(state));
  const wrong = left.map(({ file, text }) => `${file.name}: ${text.textContent}`);
  if (loggedOut.hidden) await refresh(); // also after one that was cancelled: it may have arrived
  say([...said, ...wrong].join(" "));
};

/** What the portal says about a file that became an attachment; nothing where it did not. */
const send = async (upload) => {
  show(upload, "sending", "Sendes");
  let request = await post(upload);
  if (request.status === 403) {
    // Logging in again, in whatever window, changes the token; asking for the page sets the cookie.
    await fetch(window.location.href).catch(() => null);
    request = await post(upload);
  }
  if (request.status === 201) {
    const { said } = JSON.parse(request.responseText);
    remove(upload);
    return said;
  }
  if (!uploads.includes(upload)) return ""; // cancelled
  const [state, text] = [request.status === 422 ? "refused" : "failed", problemOf(request)];
  show(upload, state, text);
  loggedOut.hidden = ![401, 403].includes(request.status);
  return "";
};

const problemOf = ({ status: code, responseText }) => {
  if (![409, 422].includes(code)) return PROBLEMS[code] ?? OTHERWISE;
  try {
    const { errors, reason } = JSON.parse(responseText);
    return reason ?? Object.values(errors).flat().join(" ");
  } catch {
    return OTHERWISE;
  }
};

// XMLHttpRequest, because fetch does not tell how much was sent.
const post = (upload) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    upload.request = request;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = Math.round((100 * loaded) / total);
      upload.progress.value = percent;
      const isAllSent = percent === 100;
      upload.text.textContent = isAllSent ? "Kontrolleres" : `Sendes: ${percent} %`;
    });
    request.addEventListener("loadend", () => {
      upload.request = null;
      resolve(request);
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    const body = new FormData();
    body.append("is_open", readers());
    body.append("file", upload.file);
    request.send(body);
  });

const refresh = () =>
  window.htmx
    .ajax("GET", list.dataset.listUrl, { source: list, target: list, swap: "innerHTML" })
    .catch(() => null);

window.addEventListener("beforeunload", (event) => {
  if (uploads.some(({ state }) => state !== "refused")) event.preventDefault();
});
