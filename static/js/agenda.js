// The order of an agenda: dragging with the mouse, and the focus after a move with the buttons.
const list = document.getElementById("agenda-items");

const orderOf = (main) => {
  const subs = main.querySelectorAll(":scope > .sub-items > .agenda-item");
  const id = main.dataset.item;
  return [id, ...[...subs].map((sub) => `${sub.dataset.item}:${id}`)];
};

const send = () => {
  const mains = list.querySelectorAll(":scope > .agenda-items > .agenda-item");
  const order = [...mains].flatMap(orderOf).join(",");
  window.htmx.ajax("POST", list.dataset.arrangeUrl, {
    target: list,
    swap: "innerHTML",
    values: { order },
  });
};

const makeSortable = () => {
  for (const items of list.querySelectorAll(".agenda-items")) {
    window.Sortable.create(items, {
      group: items.dataset.level,
      handle: ".handle",
      draggable: ".agenda-item",
      animation: 150,
      ghostClass: "is-dragged",
      onEnd: send,
    });
  }
};

const keepFocus = () => {
  const wanted = list.querySelector("[data-focus]")?.dataset.focus;
  if (!wanted) return;
  const button = document.getElementById(wanted);
  const other = button?.parentElement.querySelector("button:not([disabled])");
  (button?.disabled ? other : button)?.focus();
};

list.addEventListener("htmx:afterSettle", () => {
  makeSortable();
  keepFocus();
});
window.addEventListener("load", makeSortable);
