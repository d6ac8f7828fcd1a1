// Sends files in parts while people write, so that a lost connection, or a reload, costs one part and not the file.
// Where this cannot run (no scripts, or no secure origin) the form sends its files itself.
//
// Each part goes with its SHA-256; at the end goes the SHA-256 of all these digests, one after the other, so that the
// hall can check the whole against what this browser read, also from a file that was begun before a reload. (Browsers
// have no SHA-256 that takes a file bit by bit.)

const WAITS = [1, 2, 4, 8, 15, 30, 30, 30, 60, 60]; // seconds between two tries of the same part
const LONGEST_ANSWER = 10 * 60 * 1000; // milliseconds that a part, or the check at the end, may take
const KEEP = 2 * 24 * 3600 * 1000; // milliseconds for which the hall keeps, and this browser remembers, an unfinished one
const MEMORY = "moothall-upload:";

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Bytes in words, as the hall writes them. */
function words(size) {
  for (const [unit, least] of [["GB", 1e9], ["MB", 1e6], ["KB", 1e3]]) {
    if (size >= least) return `${(size / least).toFixed(size / least < 10 ? 1 : 0)} ${unit}`;
  }
  return `${size} B`;
}

/** What the hall would not take, in its words. `final`: trying again by itself is no use. */
class Problem extends Error {
  constructor(message, { final = false, offset, gone = false, wait } = {}) {
    super(message);
    Object.assign(this, { final, offset, gone, wait });
  }
}

class Row {
  constructor(field, file) {
    this.field = field;
    this.file = file;
    this.removed = false;
    this.told = 0;
    this.element = field.template.content.firstElementChild.cloneNode(true);
    for (const place of this.element.querySelectorAll("[data-upload-name]")) place.textContent = file.name;
    this.state = this.element.querySelector("[data-upload-state]");
    this.retry = this.element.querySelector("[data-upload-retry]");
    this.retry.addEventListener("click", () => this.run());
    this.element.querySelector("[data-upload-remove]").addEventListener("click", () => this.remove());
    field.list.append(this.element);
    field.list.hidden = false;
    this.run();
  }

  /** Send the file; ends with the upload's token in the form, or with words on what is the matter. */
  async run() {
    this.failed = false;
    this.done = false;
    this.retry.hidden = true;
    this.element.classList.remove("upload__file--failed");
    this.show(this.field.words.waiting);
    this.field.hush();
    try {
      await this.field.turn(() => this.send());
      if (this.removed) this.giveUp();
    } catch (problem) {
      if (this.removed) {
        this.giveUp();
        return;
      }
      console.warn(problem);
      this.failed = true;
      this.retry.hidden = false;
      this.element.classList.add("upload__file--failed");
      const reason = problem instanceof Problem ? problem.message : this.field.words.gone;
      this.show(reason);
      this.field.say(`${this.file.name}: ${reason}`);
    }
    this.field.settled();
  }

  async send() {
    const digests = [];
    const part = this.field.part;
    let upload = await this.patiently(() => this.field.resume(this.file));
    for (;;) {
      this.url = upload.url;
      if (this.removed) return;
      this.progress(upload.offset);
      if (upload.offset >= this.file.size) break;
      await this.digest(digests, upload.offset);
      const at = upload.offset;
      const data = await this.file.slice(at, at + part).arrayBuffer();
      const digest = await crypto.subtle.digest("SHA-256", data);
      upload = await this.patiently(() => this.put(upload, at, data, hex(digest)));
    }
    await this.digest(digests, this.file.size);
    this.show(this.field.words.checking);
    const all = new Uint8Array(digests.flatMap((digest) => Array.from(new Uint8Array(digest))));
    const whole = hex(await crypto.subtle.digest("SHA-256", all));
    const kept = await this.patiently(() =>
      this.field.ask("POST", `${upload.url}finish/`, { body: new URLSearchParams({ parts_sha256: whole }) }),
    );
    if (this.removed) return;
    this.field.forget(this.file);
    this.done = true;
    const token = document.createElement("input");
    Object.assign(token, { type: "hidden", name: `${this.field.input.name}-kept`, value: kept.id });
    this.element.append(token);
    this.show([words(this.file.size), kept.remark].filter(Boolean).join(". "));
    this.field.say(this.field.words.done.replace("NAME", this.file.name));
  }

  /** Know the digest of each part that lies before `end`. */
  async digest(digests, end) {
    for (let at = digests.length * this.field.part; at < end; at += this.field.part) {
      const data = await this.file.slice(at, Math.min(at + this.field.part, this.file.size)).arrayBuffer();
      digests.push(await crypto.subtle.digest("SHA-256", data));
    }
  }

  async put(upload, at, data, digest) {
    try {
      return await this.field.ask("PUT", `${upload.url}?offset=${at}`, {
        body: new Blob([data]),
        headers: { "X-Part-SHA256": digest },
        sent: (bytes) => this.progress(Math.min(at + bytes, this.file.size)),
      });
    } catch (problem) {
      // Another tab was quicker, or the answer to our last try was lost: go on where the hall stands.
      if (problem.offset > at) return { ...upload, offset: problem.offset };
      throw problem;
    }
  }

  /** Try until it works, waiting longer each time; a problem that will stay is thrown at once. */
  async patiently(work) {
    for (let tried = 0; ; tried += 1) {
      try {
        return await work();
      } catch (problem) {
        if (this.removed || problem.gone || problem.final || tried >= WAITS.length) {
          if (problem.gone) this.field.forget(this.file);
          throw problem;
        }
        this.show(this.field.words.again);
        if (!tried) this.field.say(`${this.file.name}: ${this.field.words.again}`);
        await Promise.race([pause(problem.wait ?? WAITS[tried]), this.field.back()]);
      }
    }
  }

  progress(sent) {
    const text = this.field.words.sent.replace("SENT", words(sent)).replace("SIZE", words(this.file.size));
    this.show(text);
    const quarter = Math.floor((sent / this.file.size) * 4);
    if (quarter > this.told && quarter < 4) {
      this.told = quarter; // said aloud four times a file, not at every packet
      this.field.say(`${this.file.name}: ${text}`);
    }
  }

  show(text) {
    this.state.textContent = text;
  }

  /** Tell the hall that the file is not wanted; if that does not arrive, it expires. */
  giveUp() {
    if (this.url) this.field.ask("DELETE", this.url).catch(() => {});
  }

  remove() {
    this.removed = true;
    this.element.remove();
    this.field.drop(this);
    this.field.forget(this.file);
    if (this.done || this.failed) this.giveUp(); // otherwise `run` does, when the part under way has ended
    this.field.say(this.field.words.removed.replace("NAME", this.file.name));
    this.field.input.focus();
  }
}

class UploadField {
  constructor(element) {
    this.element = element;
    this.form = element.closest("form");
    this.input = element.querySelector("input[type=file]");
    this.list = element.querySelector("[data-upload-list]");
    this.template = element.querySelector("[data-upload-template]");
    this.live = element.querySelector("[data-upload-says]");
    this.part = Number(element.dataset.uploadPart);
    this.most = Number(element.dataset.uploadMost);
    this.mostFiles = Number(element.dataset.uploadMostFiles);
    this.words = {};
    for (const [key, text] of Object.entries(element.dataset)) {
      if (key.startsWith("words")) this.words[key.charAt(5).toLowerCase() + key.slice(6)] = text;
    }
    this.rows = [];
    this.last = Promise.resolve();
    element.querySelector("[data-upload-plain]").hidden = true;
    element.querySelector("[data-upload-scripted]").hidden = false;
    for (const row of this.list.querySelectorAll("[data-upload-row]")) row.hidden = false;
    this.input.addEventListener("change", () => {
      this.add([...this.input.files]);
      this.input.value = ""; // what was chosen is on its way; the form must not send it a second time
    });
    this.form.addEventListener("submit", (event) => this.hold(event));
    this.form.addEventListener("paste", (event) => this.pasted(event));
    for (const kind of ["dragenter", "dragover"]) this.form.addEventListener(kind, (event) => this.over(event));
    this.form.addEventListener("dragleave", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.form.classList.remove("upload-over");
    });
    this.form.addEventListener("drop", (event) => this.dropped(event));
    this.remind();
  }

  /** After a reload the browser no longer has the file: say which one, chosen again, goes on. */
  remind() {
    const [name] = this.unfinished();
    if (!name) return;
    this.warn(this.words.unfinished.replace("NAME", name), "note");
    this.element.closest("details")?.setAttribute("open", "");
  }

  add(files) {
    for (const file of files) {
      const kept = this.list.querySelectorAll("input[type=checkbox]:checked").length;
      let problem = "";
      if (this.rows.length + kept >= this.mostFiles) problem = this.words.tooMany;
      else if (!file.size) problem = this.words.empty;
      else if (file.size > this.most) problem = this.words.tooLarge;
      if (problem) this.warn(problem.replace("NAME", file.name));
      else this.rows.push(new Row(this, file));
    }
    if (files.length) this.element.closest("details")?.setAttribute("open", "");
  }

  drop(row) {
    this.rows = this.rows.filter((other) => other !== row);
    this.list.hidden = !this.list.children.length;
    this.settled();
  }

  over(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.form.classList.add("upload-over");
  }

  dropped(event) {
    this.form.classList.remove("upload-over");
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  /** A picture in the clipboard becomes a file; words are pasted as ever, also when they come with a picture of them. */
  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    this.pastes = this.pastes ?? 0;
    this.add(
      files.map((file) => {
        if (!/^image\.\w+$/.test(file.name)) return file;
        this.pastes += 1;
        const name = `${this.words.pasted} ${this.pastes}.${file.name.split(".").pop()}`;
        return new File([file], name, { type: file.type, lastModified: file.lastModified });
      }),
    );
  }

  /** Let the form wait until its files are there; it then goes by itself. */
  hold(event) {
    if (this.rows.every((row) => row.done)) return;
    event.preventDefault();
    if (this.rows.some((row) => row.failed)) {
      this.warn(this.words.failed);
      return;
    }
    this.held = { submitter: event.submitter };
    this.warn(this.words.hold, "note");
  }

  settled() {
    if (!this.held) return;
    if (this.rows.some((row) => row.failed)) {
      this.held = null;
      this.warn(this.words.failed);
    } else if (this.rows.every((row) => row.done)) {
      const { submitter } = this.held;
      this.held = null;
      this.form.requestSubmit(submitter?.isConnected ? submitter : undefined);
    }
  }

  say(text) {
    this.live.textContent = text;
  }

  /** Words above the input, seen and heard. */
  warn(text, manner = "error") {
    this.hush();
    this.warning = document.createElement("p");
    this.warning.className = manner === "error" ? "govuk-error-message" : "small";
    this.warning.textContent = text;
    this.input.before(this.warning);
    this.say(text);
  }

  hush() {
    this.warning?.remove();
  }

  /** One file after the other: on a phone two at once are both slow. */
  turn(work) {
    const mine = this.last.then(work);
    this.last = mine.catch(() => {});
    return mine;
  }

  /** Settles when the connection comes back. */
  back() {
    return new Promise((resolve) => addEventListener("online", resolve, { once: true }));
  }

  // What was begun is remembered by name, size and date; whether it is the same file is settled by its digests.

  key(file) {
    return `${MEMORY}${this.element.dataset.uploadKind}:${file.name}:${file.size}:${file.lastModified}`;
  }

  /** The names of files that were begun here and did not arrive. */
  unfinished() {
    const start = `${MEMORY}${this.element.dataset.uploadKind}:`;
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(start) && Date.now() - JSON.parse(localStorage.getItem(key)).at < KEEP)
        .map((key) => key.slice(start.length).split(":").slice(0, -2).join(":"));
    } catch {
      return [];
    }
  }

  forget(file) {
    try {
      localStorage.removeItem(this.key(file));
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  async resume(file) {
    let begun = null;
    try {
      begun = JSON.parse(localStorage.getItem(this.key(file)));
    } catch {
      // Nothing remembered.
    }
    if (begun && Date.now() - begun.at < KEEP) {
      try {
        const upload = await this.ask("GET", begun.url);
        if (!upload.finished) return upload;
      } catch (problem) {
        if (!problem.gone) throw problem;
      }
      this.forget(file);
    }
    const body = new URLSearchParams({ name: file.name, size: file.size, kind: this.element.dataset.uploadKind });
    const upload = await this.ask("POST", this.element.dataset.uploadUrl, { body });
    try {
      localStorage.setItem(this.key(file), JSON.stringify({ url: upload.url, at: Date.now() }));
    } catch {
      // Then a reload begins anew.
    }
    return upload;
  }

  /** One request; resolves with the hall's answer, or throws a Problem in its words. */
  ask(method, url, { body = null, headers = {}, sent = null } = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); // fetch cannot say how much of a part has gone
      request.open(method, url);
      request.timeout = LONGEST_ANSWER;
      request.setRequestHeader("X-CSRFToken", this.form.querySelector("[name=csrfmiddlewaretoken]").value);
      request.setRequestHeader("Accept", "application/json");
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (sent) request.upload.addEventListener("progress", (event) => sent(event.loaded));
      for (const kind of ["error", "timeout", "abort"]) {
        request.addEventListener(kind, () => reject(new Problem(this.words.gone)));
      }
      request.addEventListener("load", () => {
        let answer = null;
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          // Not from this part of the hall: the sign-in page, or a proxy's own page.
        }
        if (request.status < 300 && answer) resolve(answer);
        else reject(this.problem(request, answer));
      });
      request.send(body);
    });
  }

  problem(request, answer) {
    const { status } = request;
    const wait = Number(request.getResponseHeader("Retry-After")) || undefined;
    const message = answer?.error ?? this.words.gone;
    if (answer && status === 404) return new Problem(message, { gone: true, final: true });
    if (answer && status === 409) return new Problem(message, { offset: answer.offset });
    if (status === 429) return new Problem(message, { wait });
    if (answer) return new Problem(message, { final: status < 500 || status === 507 });
    if (status === 403 || status === 200) return new Problem(this.words.signedOut, { final: true });
    return new Problem(message, { final: status >= 400 && status < 500 && status !== 408 });
  }
}

function wake() {
  if (!window.crypto?.subtle) return;
  for (const element of document.querySelectorAll("[data-upload]:not([data-upload-awake])")) {
    element.dataset.uploadAwake = "";
    new UploadField(element);
  }
}

wake();
document.addEventListener("htmx:after:process", wake);
