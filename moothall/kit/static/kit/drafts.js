// Keeps what is typed while it is typed: on the server after a pause, and in this tab meanwhile.
// A form asks for it with data-draft (its place), data-draft-url and data-draft-person. Words from elsewhere are
// shown as text, never as HTML. The copy in the tab ends with the tab, at signing out, and when somebody else signs in.

const PAUSE = 1500; // milliseconds without a key before words are kept
const PREFIX = "moothall-draft:";

/** Begin to keep the words of every form that asks for it and is not watched yet. */
export function watch() {
  forgetOthers();
  for (const form of document.querySelectorAll("form[data-draft]:not([data-draft-watched])")) {
    form.dataset.draftWatched = "";
    new Kept(form);
  }
}

/** Forget what the tab holds: all of it, or what is not this person's. */
function forgetOthers() {
  const person = document.querySelector("[data-draft-person]")?.dataset.draftPerson;
  if (person) {
    forget((key) => !key.startsWith(`${PREFIX}${person}:`));
  }
}

function forget(unwanted) {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX) && unwanted(name))) {
    sessionStorage.removeItem(key);
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.matches('form[action$="/logout/"]')) {
    forget(() => true);
  }
});

class Kept {
  constructor(form) {
    this.form = form;
    this.key = `${PREFIX}${form.dataset.draftPerson}:${form.dataset.draft}`;
    this.body = form.elements.body;
    this.title = form.elements.title ?? null;
    this.panel = form.querySelector("[data-draft-clash]");
    this.saved = this.typed();
    this.sending = null;
    this.gone = false; // the form was sent
    this.listen();
    this.takeUp();
  }

  listen() {
    this.form.addEventListener("input", (event) => {
      if (event.target === this.body || event.target === this.title) {
        this.gone = false;
        this.remember();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.save(), PAUSE);
      }
    });
    this.form.addEventListener("submit", () => {
      this.gone = true; // what the form posts is cleared with it; until that is known the tab holds a copy
      clearTimeout(this.timer);
      this.sending?.abort();
      if (this.changed()) {
        this.remember();
      }
    });
    window.addEventListener("pagehide", () => this.changed() && !this.gone && this.save({ keepalive: true }));
    window.addEventListener("pageshow", (event) => event.persisted && (this.gone = false));
    this.form.querySelector("[data-draft-swap]")?.addEventListener("click", () => this.swap());
    this.form.querySelector("[data-draft-stay]")?.addEventListener("click", () => this.stay());
    for (const button of this.form.querySelectorAll("[data-draft-swap], [data-draft-stay]")) {
      button.hidden = false;
    }
  }

  typed() {
    return { title: this.title?.value ?? "", body: this.body.value };
  }

  changed() {
    const now = this.typed();
    return now.title !== this.saved.title || now.body !== this.saved.body;
  }

  remember() {
    const { draft, token } = this.form.elements;
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ ...this.typed(), draft: draft.value, token: token.value }));
    } catch {
      this.say("problem", this.form.dataset.draftFull); // storage is full or switched off: only the server keeps it
    }
  }

  /** Words that this tab held when the page was left, such as when the session was lost: the server decides. */
  async takeUp() {
    let held = null;
    try {
      held = JSON.parse(sessionStorage.getItem(this.key));
    } catch {
      sessionStorage.removeItem(this.key);
    }
    if (!held || typeof held.body !== "string") {
      return;
    }
    const shown = this.typed();
    if (held.body === shown.body && held.title === shown.title) {
      sessionStorage.removeItem(this.key);
      return;
    }
    const answer = await this.send(held);
    if (answer?.state === "said") {
      sessionStorage.removeItem(this.key);
      return;
    }
    if (answer?.state === "elsewhere" || this.changed()) {
      this.form.elements.draft.value = answer?.version ?? this.form.elements.draft.value;
      this.offer(answer?.words ?? "", held);
      return;
    }
    this.put(held);
    this.saved = answer?.state === "kept" ? this.typed() : this.saved;
    this.told(answer);
  }

  async save(options = {}) {
    if (!this.changed() || this.gone) {
      return;
    }
    this.sending?.abort();
    const words = this.typed();
    const answer = await this.send(this.now(), options);
    if (answer?.state === "kept") {
      this.saved = words;
    }
    if (answer?.state === "elsewhere") {
      this.form.elements.draft.value = answer.version;
      this.offer(answer.words, answer);
      return;
    }
    this.told(answer);
  }

  now() {
    const { draft, token } = this.form.elements;
    return { ...this.typed(), draft: draft.value, token: token.value };
  }

  told(answer) {
    if (this.gone || !answer) {
      return;
    }
    if (answer.state === "kept") {
      this.form.elements.draft.value = answer.version;
      sessionStorage.removeItem(this.key);
      this.say("status", answer.words);
      this.say("problem", "");
      return;
    }
    this.say("problem", answer.words ?? "");
  }

  /** Ask the server to keep words; null when this was given up for a newer try. */
  async send(words, options = {}, again = true) {
    const given = new FormData();
    for (const [name, value] of Object.entries({ ...words, place: this.form.dataset.draft })) {
      given.set(name, value);
    }
    given.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    this.sending = new AbortController();
    try {
      const response = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        body: given,
        redirect: "manual",
        signal: options.keepalive ? undefined : this.sending.signal,
        ...options,
      });
      if (response.type === "opaqueredirect") {
        return { state: "signed out", words: this.form.dataset.draftSignedOut };
      }
      if (response.status === 403 && again && (await this.renew())) {
        return this.send(words, options, false);
      }
      if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
        return { state: "refused", words: this.form.dataset.draftRefused };
      }
      return await response.json();
    } catch (problem) {
      return problem.name === "AbortError" ? null : { state: "offline", words: this.form.dataset.draftOffline };
    }
  }

  /** After signing in again in another tab the page's token is too old: take a new one from the page itself. */
  async renew() {
    const response = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = fresh.querySelector("form[data-draft] [name=csrfmiddlewaretoken]")?.value;
    const same = fresh.querySelector("[data-draft-person]")?.dataset.draftPerson === this.form.dataset.draftPerson;
    if (!token || !same) {
      return false;
    }
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = token;
    }
    return true;
  }

  put(words) {
    this.body.value = words.body;
    if (this.title) {
      this.title.value = words.title ?? "";
    }
  }

  /** Show words that were kept elsewhere beside those in the box; neither is lost. */
  offer(words, other) {
    this.other = { title: other.title ?? "", body: other.body };
    this.say("words", words);
    this.say("other", [this.other.title, this.other.body].filter(Boolean).join("\n\n"));
    this.say("status", "");
    this.panel.hidden = false;
  }

  swap() {
    const mine = this.typed();
    this.other ??= { title: this.panel.dataset.title ?? "", body: this.panel.dataset.body ?? "" };
    this.put(this.other);
    this.offer(this.form.querySelector("[data-draft-words]").textContent, mine);
    this.remember();
    this.body.focus();
  }

  stay() {
    this.panel.hidden = true;
    this.saved = { title: null, body: null };
    this.save();
    this.body.focus();
  }

  say(what, words) {
    const place = this.form.querySelector(`[data-draft-${what}]`);
    if (place) {
      place.textContent = words ?? "";
    }
  }
}
