// Saves a form by itself soon after the last key. One save at a time; what is typed meanwhile waits
// for the next one, and what cannot be sent stays in the browser (see editor-kept.js).
import { post } from "./editor-request.js";

const PAUSE = 2000; // milliseconds after the last key
const LONGEST = 15000; // while somebody writes without a pause
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const BEACON = 60000; // bytes that a browser still sends when a page goes away

const HERE = "Teksten ligger her i browseren";
const NOT_HERE = "Teksten kan ikke gemmes i browseren, så luk ikke siden";
const PROBLEMS = {
  offline: {
    kept: `Ingen forbindelse. ${HERE} og gemmes, når forbindelsen er tilbage.`,
    lost: `Ingen forbindelse. ${NOT_HERE}, før forbindelsen er tilbage.`,
  },
  failing: {
    kept: `Portalen kan ikke gemme lige nu. ${HERE}, og portalen prøver igen.`,
    lost: `Portalen kan ikke gemme lige nu. ${NOT_HERE}, før det er lykkedes.`,
  },
  loggedOut: {
    kept: "Du er logget ud. Log ind i et nyt vindue; teksten bliver liggende her.",
    lost: `Du er logget ud. Log ind i et nyt vindue. ${NOT_HERE}.`,
  },
  refused: {
    kept: `Ikke gemt: Ret det, der er markeret. ${HERE} så længe.`,
    lost: "Ikke gemt: Ret det, der er markeret.",
  },
  tooLarge: {
    kept: `Ikke gemt: Teksten er for stor. ${HERE}.`,
    lost: `Ikke gemt: Teksten er for stor. ${NOT_HERE}.`,
  },
  gone: {
    kept: `Punktet findes ikke længere, eller du har ikke adgang til det. ${HERE}.`,
    lost: `Punktet findes ikke længere, eller du har ikke adgang til det. ${NOT_HERE}.`,
  },
};
const CONFLICTS = {
  changed: ({ by, at }) => `Ikke gemt: ${by} gemte punktet kl. ${at}, efter at du åbnede det.`,
  published: () => "Ikke gemt: Dagsordenen er offentliggjort i mellemtiden.",
  deleted: () => "Ikke gemt: Punktet er slettet i mellemtiden.",
};

const kindOf = (status) => {
  if (status === undefined) return "offline";
  if (status < 300) return "saved";
  const known = { 400: "tooLarge", 413: "tooLarge", 404: "gone", 409: "conflict", 422: "refused" };
  if (status === 401 || status === 403) return "loggedOut";
  return known[status] ?? "failing";
};

export class Autosave {
  /** `read()` gives the form's content now; `show` has a function for each thing to show. */
  constructor({ url, version, stored, kept, read, show }) {
    Object.assign(this, { url, version, kept, read, show });
    this.stored = stored; // as JSON; null if nobody knows
    this.unanswered = null; // sent, but perhaps not received: the next thing to send again
    this.rejected = null; // what the portal does not take as it is
    this.stopped = false;
    this.problem = "";
    this.sending = null;
    this.retryAfter = FIRST_RETRY;
    window.addEventListener("online", () => this.retryNow());
    window.addEventListener("focus", () => this.retryNow());
  }

  get isUnsaved() {
    return JSON.stringify(this.read()) !== this.stored;
  }

  /** Something was typed. */
  changed() {
    if (this.isUnsaved) this.kept.write(this.read(), this.version);
    this.firstChange ??= Date.now();
    if (this.stopped || this.isWaiting) return;
    this.plan(Math.min(PAUSE, Math.max(0, this.firstChange + LONGEST - Date.now())));
  }

  get isWaiting() {
    return ["offline", "failing", "loggedOut"].includes(this.problem);
  }

  plan(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  retryNow() {
    if (this.isWaiting) this.plan(0);
  }

  /** Saves until nothing is left or something is in the way; says what became of it. */
  async flush() {
    clearTimeout(this.timer);
    await this.sending;
    while (!this.stopped && (this.unanswered || this.isUnsaved)) {
      if (JSON.stringify(this.read()) === this.rejected) return this.problem;
      const kind = await this.save();
      if (kind !== "saved") return kind;
    }
    return this.stopped ? "conflict" : "saved";
  }

  /** One save; whoever asks while one is under way gets that one. */
  save() {
    this.sending ??= this.attempt().finally(() => (this.sending = null));
    return this.sending;
  }

  async attempt() {
    clearTimeout(this.timer);
    if (this.stopped) return "conflict";
    const content = this.unanswered ?? this.read();
    const text = JSON.stringify(content);
    this.firstChange = null;
    if (!this.unanswered && (text === this.stored || text === this.rejected)) {
      this.settle();
      return "saved";
    }
    const response = await post(this.url, { ...content, version: this.version });
    const kind = kindOf(response?.status);
    // Perhaps it was stored and only the answer was lost. Sent again unchanged, it is recognised.
    const isUnknown = kind === "offline" || (kind === "failing" && response.status !== 500);
    this.unanswered = isUnknown ? content : null;
    await this.react(kind, text, response);
    return kind;
  }

  async react(kind, text, response) {
    if (kind === "saved") {
      document.dispatchEvent(new Event("item-saved"));
      this.accept(text, await response.json());
    } else if (kind === "conflict") {
      this.stop(await response.json());
    } else {
      this.note(kind);
      if (kind === "gone") this.stopped = true;
      if (kind === "refused" || kind === "tooLarge") this.rejected = text;
      if (kind === "refused") this.show.errors((await response.json()).errors);
      if (this.isWaiting) this.planRetry();
    }
  }

  accept(text, { version, at }) {
    this.stored = text;
    this.version = version;
    this.rejected = null;
    this.problem = "";
    this.retryAfter = FIRST_RETRY;
    this.show.errors({});
    this.show.version(version);
    this.show.status(`Gemt kl. ${at}`);
    this.settle();
  }

  /** What was typed while the answer was under way waits for the next save. */
  settle() {
    if (!this.isUnsaved) {
      this.kept.remove();
    } else {
      this.kept.write(this.read(), this.version);
      if (JSON.stringify(this.read()) !== this.rejected) this.plan(PAUSE);
    }
  }

  stop(facts) {
    this.stopped = true;
    this.problem = "conflict";
    this.kept.write(this.read(), this.version);
    this.show.status(CONFLICTS[facts.reason](facts), { problem: "conflict" });
  }

  note(kind) {
    this.problem = kind;
    const isKept = this.kept.write(this.read(), this.version);
    this.show.status(PROBLEMS[kind][isKept ? "kept" : "lost"], { problem: kind });
  }

  planRetry() {
    this.plan(this.retryAfter);
    this.retryAfter = Math.min(2 * this.retryAfter, LAST_RETRY);
  }

  /** The page goes away: one last try that nobody waits for. The text is kept in any case. */
  saveOnLeaving() {
    if (this.stopped || this.sending || this.unanswered || !this.isUnsaved) return;
    const content = this.read();
    if (JSON.stringify(content).length * 2 > BEACON) return;
    this.unanswered = content; // if the page comes back from the browser's memory
    post(this.url, { ...content, version: this.version }, { keepalive: true, signal: null });
  }
}
