// What somebody types is kept in this browser until the portal has stored it: it survives a lost
// connection, an ended log-in, a crash. The offer to bring such a text back is here as well.

const PREFIX = "kkr-kept";

const storageOf = (name) => {
  try {
    return window[name];
  } catch {
    return null; // the reader's browser keeps nothing at all
  }
};
const local = storageOf("localStorage");
const session = storageOf("sessionStorage");

/** The texts of one person for one item (`name`); each page of the item writes one of its own. */
export class KeptTexts {
  constructor(name, { goesOn }) {
    this.name = `${PREFIX}:${name}`;
    // A page that came back after sending goes on with what the page before it kept.
    const earlier = goesOn ? session?.getItem(this.name) : null;
    this.key = earlier ?? `${this.name}:${Date.now()}-${Math.random().toString(36).slice(2)}`;
    this.isKept = false;
    try {
      session?.setItem(this.name, this.key);
    } catch {
      // It only means that the text is offered again.
    }
  }

  write(content, version) {
    try {
      local.setItem(this.key, JSON.stringify({ content, version, at: Date.now() }));
      this.isKept = true;
    } catch {
      this.isKept = false; // no storage, or no room in it
    }
    return this.isKept;
  }

  remove(key = this.key) {
    if (key === this.key) this.isKept = false;
    try {
      local?.removeItem(key);
    } catch {
      // Nothing was kept then.
    }
  }

  /** What other pages of the item left behind, the latest first. */
  leftBehind() {
    const found = [];
    for (const key of Object.keys(local ?? {})) {
      if (!key.startsWith(`${this.name}:`) || key === this.key) continue;
      try {
        found.push({ key, ...JSON.parse(local.getItem(key)) });
      } catch {
        local.removeItem(key);
      }
    }
    return found.sort((a, b) => b.at - a.at);
  }
}

const timeOf = (moment) => {
  const at = new Date(moment);
  const time = at.toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" });
  const day = at.toLocaleDateString("da-DK", { day: "numeric", month: "long" });
  const isToday = at.toDateString() === new Date().toDateString();
  return `${isToday ? "" : `${day} `}kl. ${time.replace(":", ".")}`;
};

/** Shows each text left behind that differs from the stored one; `take` puts it into the form. */
export const offerKeptTexts = async (kept, { compare, take }) => {
  const panel = document.getElementById("kept-text");
  if (!panel) return;
  for (const text of kept.leftBehind()) {
    const difference = await compare(text.content);
    if (difference === "") {
      kept.remove(text.key); // it was stored after all
      continue;
    }
    document.getElementById("kept-time").textContent = timeOf(text.at);
    // HTML from the portal, which takes out everything that could do harm.
    document.getElementById("kept-differences").innerHTML = difference ?? "";
    panel.hidden = false;
    document.getElementById("kept-news").textContent =
      document.getElementById("kept-heading").textContent;
    const isTaken = await answer();
    if (isTaken) take(text);
    kept.remove(text.key);
    panel.hidden = true;
    document.getElementById("kept-news").textContent = isTaken
      ? "Teksten er hentet frem."
      : "Teksten er kasseret.";
  }
};

const answer = () =>
  new Promise((resolve) => {
    const give = (isTaken) => {
      resolve(isTaken);
      document.querySelector("#item-form input:not([type=hidden])").focus();
    };
    document.getElementById("kept-take").onclick = () => give(true);
    document.getElementById("kept-drop").onclick = () => give(false);
  });
