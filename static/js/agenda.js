// The order of an agenda: dragging with the mouse, the focus after a move with the buttons, and the
// menus of the rows.
const list = document.getElementById("agenda-items");

// Otherwise a key pressed right after a move would meet a form that htmx does not know yet.
window.htmx.config.defaultSettleDelay = 0;

const orderOf = (main) => {
  const subs = main.querySelectorAll(":scope > .sub-items > .agenda-item");
  const id = main.dataset.item;
  return [id, ...[...subs].map((sub) => `${sub.dataset.item}:${id}`)];
};

const currentOrder = () => {
  const mains = list.querySelectorAll(":scope > .agenda-items > .agenda-item");
  return [...mains].flatMap(orderOf).join(",");
};

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

// A heading, what went out as a main item, and what has sub-items itself stay on the main level.
const mayGoTo = (items, dragged) =>
  items.dataset.level === "main" ||
  (!("staysMain" in dragged.dataset) && !dragged.querySelector(".sub-items > .agenda-item"));

const makeSortable = () => {
  shown = currentOrder();
  for (const items of list.querySelectorAll(".agenda-items")) {
    window.Sortable.create(items, {
      group: { name: "agenda", put: (to, _from, dragged) => mayGoTo(to.el, dragged) },
      // Not the browser's own dragging, which skips rows that are just making room.
      forceFallback: true,
      fallbackOnBody: true,
      swapThreshold: 0.65,
      emptyInsertThreshold: 12,
      handle: ".handle",
      draggable: ".agenda-item",
      animation: 150,
      ghostClass: "is-dragged",
      onEnd: send,
    });
  }
};

const status = document.getElementById("agenda-status");
const tell = () => {
  status.textContent = list.querySelector("[data-status]")?.dataset.status ?? "";
};

const keepFocus = () => {
  const wanted = list.querySelector("[data-focus]")?.dataset.focus;
  if (!wanted) return;
  const button = document.getElementById(wanted);
  const other = button?.parentElement.querySelector("button:not([disabled])");
  (button?.disabled ? other : button)?.focus();
};

const tellFailure = () => {
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

// --- The menus: one is open at a time, and Escape closes it ---------------------------------------

const openMenus = () => list.querySelectorAll(".row-menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
const closeOthers = ({ target }) => {
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
};
document.addEventListener("click", closeOthers);
document.addEventListener("focusin", closeOthers);
