// Which addresses a link may have (as meetings/richtext.py stores them), and a link dialog that
// says so instead of losing what somebody typed.

const MESSAGE = "Skriv en adresse, der begynder med https://, http://, mailto: eller tel:";
const EMAIL = /^[^\s@/:?#]+@[^\s@/:?#]+\.[^\s@/:?#]{2,}$/;
const HOST = /^([\p{L}\d-]+\.)+\p{L}{2,}(:\d+)?([/?#].*)?$/u; // www.kl.dk, kl.dk/side
const KNOWN = [
  /^https?:\/\/[^\s/?#]+/i,
  /^mailto:[^\s@]+@[^\s@]+$/i,
  /^tel:\+?[\d() -]{3,}$/i,
  /^#bilag-[1-9]\d*$/, // a mark for an attachment
  /^\/(?![/\\])/, // a page of the portal; two strokes would lead to another site
];

/** Whether the address is kept when the text is stored. */
export const isStorable = (address) => KNOWN.some((form) => form.test(address.trim()));

/** The address as it is stored; null if it cannot be. */
export const completed = (typed) => {
  // Browsers read past control characters, so »java<tab>script:« must not look like something else.
  const address = typed.replace(/\p{Cc}/gu, "").trim();
  if (EMAIL.test(address)) return `mailto:${address}`;
  const full = HOST.test(address) ? `https://${address}` : address;
  if (!isStorable(full)) return null;
  if (/^tel:/i.test(full)) return full.replaceAll(/[() ]/g, "");
  return full.replaceAll(" ", "%20");
};

const showError = (field) => {
  const id = `${field.id}-error`;
  if (!document.getElementById(id)) {
    const message = document.createElement("span");
    message.className = "form-error-message";
    message.id = id;
    message.textContent = `Fejl: ${MESSAGE}`;
    field.before(message);
  }
  field.parentElement.classList.add("form-error");
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
  field.focus();
};

// Enter in a field ends as a click on the button too. The dialog listens at its button, so this
// has to come first.
const check = (event) => {
  const button = event.target.closest?.(".prose-editor-dialog button[type=submit]");
  const field = button?.form.elements.namedItem("href");
  if (!field) return;
  const address = completed(field.value);
  if (address !== null) {
    field.value = address;
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  showError(field);
};

document.addEventListener("click", check, true);
