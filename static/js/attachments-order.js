// The order of an item's attachments: dragging with the mouse, and the focus after a move with the
// buttons.
const list = document.getElementById("attachment-list");
const status = document.getElementById("attachment-status");

// Otherwise a key pressed right after a move would meet a form that htmx does not know yet.
window.htmx.config.defaultSettleDelay = 0;

const currentOrder = () =>
  [...list.querySelectorAll("tr[data-key]")].map((row) => row.dataset.key).join(",");

let shown = ""; // the order as the portal last told it

const send = () => {
  const order = currentOrder();
  if (order === shown) return;
  window.htmx.ajax("POST", list.dataset.arrangeUrl, {
    source: list, // whose hx-headers carry the CSRF token
    target: list,
    swap: "innerHTML",
    values: { order, shown },
  });
};

const makeSortable = () => {
  shown = currentOrder();
  const rows = list.querySelector("tbody");
  if (!rows) return;
  window.Sortable.create(rows, {
    handle: ".handle",
    draggable: "tr",
    animation: 150,
    ghostClass: "is-dragged",
    onEnd: send,
  });
};

const keepFocus = () => {
  const wanted = list.querySelector("[data-focus]")?.dataset.focus;
  if (!wanted) return;
  const button = document.getElementById(wanted);
  const other = button?.parentElement.querySelector("button:not([disabled])");
  (button?.disabled ? other : button)?.focus();
};

const tell = () => {
  const said = list.querySelector("[data-status]")?.dataset.status;
  if (said) status.textContent = said;
};

const tellFailure = ({ detail }) => {
  if (detail.requestConfig.verb === "get") return; // see attachments.js
  window.alert("Rækkefølgen er ikke gemt. Genindlæs siden, og prøv igen.");
};
list.addEventListener("htmx:responseError", tellFailure);
list.addEventListener("htmx:sendError", tellFailure);
list.addEventListener("htmx:afterSettle", () => {
  makeSortable();
  keepFocus();
  tell();
});
window.addEventListener("load", makeSortable);
