// One file on its way: begun, sent in pieces, completed; each step repeated until it is answered.
import { freshToken, newId } from '../request.js';
import { Cancelled, Expired, Refusal, SignedOut, delay, json, offsetOf, retryAfter, send } from './http.js';

const chunkBytes = 4 * 1024 * 1024;
const firstWait = 2;
const longestWait = 60;

export class FileUpload {
  constructor(area, file, isResumed = false) {
    this.area = area;
    this.file = file;
    this.requestId = newId();
    this.isResumed = isResumed;
    // Whether a copy is here, so that leaving the page costs nothing.
    this.isKept = isResumed;
    this.url = null;
    this.offset = 0;
    this.state = 'waiting';
    this.abort = new AbortController();
    this.draw();
  }

  /** Keeps a copy of the file, or tells that this browser cannot. */
  async keep() {
    this.isKept = await this.area.memory.keep(this.file);
    if (this.hasEnded) await this.area.memory.forget(this.file);
    else if (!this.isKept) this.hint.textContent = this.area.text('not-kept');
  }

  get hasEnded() { return ['done', 'refused', 'cancelled'].includes(this.state); }

  draw() {
    const { area, file } = this;
    this.row = document.createElement('li');
    this.row.className = 'upload-row';
    const name = document.createElement('span');
    name.className = 'upload-name';
    name.dir = 'auto';
    name.textContent = file.name;
    this.bar = document.createElement('progress');
    this.bar.className = 'upload-progress';
    this.bar.max = Math.max(1, file.size);
    this.bar.value = 0;
    this.bar.setAttribute('aria-label', area.text('progress', { name: file.name }));
    this.status = document.createElement('span');
    this.status.className = 'upload-status';
    this.hint = document.createElement('span');
    this.hint.className = 'upload-note';
    this.buttons = document.createElement('span');
    this.buttons.className = 'upload-buttons';
    this.cancelButton = this.button('cancel', () => this.cancel());
    this.retryButton = this.button('retry', () => this.retry());
    this.removeButton = this.button('remove', () => this.remove());
    this.row.append(name, this.bar, this.status, this.hint, this.buttons);
    area.list.append(this.row);
    this.show('waiting');
  }

  button(kind, action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `btn btn-sm btn-outline-secondary upload-${kind}`;
    button.textContent = this.area.text(kind);
    button.setAttribute('aria-label', `${this.area.text(kind)}: ${this.file.name}`);
    button.addEventListener('click', action);
    return button;
  }

  // state: waiting | uploading | checking | paused | done | failed | refused | cancelled
  show(state, message = null, announce = false) {
    const focused = this.buttons.contains(document.activeElement);
    this.state = state;
    this.row.dataset.state = state;
    if (this.hasEnded) this.hint.textContent = '';
    const text = message ?? this.area.text(state);
    this.status.textContent = text;
    this.bar.hidden = state === 'refused' || state === 'cancelled';
    const wanted = {
      waiting: [this.cancelButton],
      uploading: [this.cancelButton],
      checking: [],
      paused: [this.cancelButton],
      done: [],
      failed: [this.retryButton, this.cancelButton],
      refused: [this.removeButton],
      cancelled: [this.removeButton],
    }[state];
    const present = [...this.buttons.children];
    if (present.length !== wanted.length || wanted.some((button, i) => present[i] !== button)) {
      this.buttons.replaceChildren(...wanted);
      // The button that had the focus may just have gone; the next one takes it, or the input.
      if (focused && !this.buttons.contains(document.activeElement)) (wanted[0] ?? this.area.input).focus();
    }
    if (announce) this.area.announce(`${this.file.name}: ${text}`);
  }

  progress(sent) {
    this.bar.value = sent;
    const percent = Math.floor(sent / Math.max(1, this.file.size) * 100);
    if (this.state === 'uploading') this.status.textContent = this.area.text('uploading', { percent });
  }

  /** One window at a time sends a file; another one that knows it too waits, and finds it done. */
  run() {
    const work = () => this.work();
    return navigator.locks ? navigator.locks.request(this.area.memory.key(this.file), { signal: this.abort.signal }, work).catch(() => { /* Given up while waiting. */ }) : work();
  }

  async work() {
    if (this.isResumed && !(await this.area.memory.unfinished()).some((other) => other.file && this.area.memory.key(other.file) === this.area.memory.key(this.file))) {
      this.row.remove();
      this.area.uploads.delete(this);
      this.state = 'done';
      return;
    }
    try {
      const refusal = this.area.refuse(this.file);
      if (refusal) throw new Refusal(refusal);
      const result = await this.transfer();
      this.area.memory.forget(this.file);
      this.bar.value = this.bar.max;
      this.show('done', null, true);
      this.area.element.dispatchEvent(new CustomEvent('upload:completed', {
        bubbles: true,
        detail: { itemId: result.itemId, label: result.label, title: result.title, fileName: this.file.name },
      }));
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (error instanceof Refusal) {
        if (!error.retryable) this.area.memory.forget(this.file);
        this.show(error.retryable ? 'failed' : 'refused', error.message || this.area.text('failed'), true);
      } else if (error instanceof SignedOut) {
        this.show('failed', this.area.text('signed-out'), true);
      } else if (error instanceof Expired) {
        this.show('failed', this.area.text('expired'), true);
      } else {
        this.show('failed', null, true);
      }
    }
  }

  async transfer() {
    let restarts = 0;
    for (;;) {
      try {
        await this.begin();
        await this.sendChunks();
        return await this.complete();
      } catch (error) {
        // An expired session is begun again from the first byte, once; the next time the person decides.
        if (!(error instanceof Expired)) throw error;
        await this.area.memory.forget(this.file);
        this.keep();
        this.url = null;
        this.offset = 0;
        this.requestId = newId();
        if (restarts++ > 0) throw error;
      }
    }
  }

  async begin() {
    if (!this.url) {
      const kept = this.area.memory.read(this.file);
      const remembered = kept?.url;
      if (kept?.requestId) this.requestId = kept.requestId;
      if (remembered) {
        this.show('uploading', this.area.text('resuming'));
        const found = await this.persist(() => this.send('HEAD', remembered), [200, 204, 404, 410, 403]);
        if (found.status < 300 && offsetOf(found) !== null) {
          this.url = remembered;
          this.offset = offsetOf(found);
        } else {
          this.requestId = newId();
        }
      }
    }
    if (!this.url) {
      this.show('uploading', this.area.text('uploading', { percent: 0 }));
      this.area.memory.write(this.file, { url: null, requestId: this.requestId });
      const body = JSON.stringify({
        fileName: this.file.name,
        size: this.file.size,
        // The same id with every repetition, so that an answer that got lost does not begin two uploads.
        requestId: this.requestId,
        ...(this.area.itemId ? { itemId: this.area.itemId } : {}),
      });
      const created = await this.persist(
        () => this.send('POST', this.area.createUrl, { body, headers: { 'Content-Type': 'application/json' } }), [200, 201]);
      const answer = json(created);
      this.url = answer.url;
      this.offset = answer.offset ?? 0;
      this.area.memory.write(this.file, { url: this.url, requestId: this.requestId });
    } else {
      await this.synchronise();
    }
    this.show('uploading', this.area.text('uploading', { percent: Math.floor(this.offset / this.file.size * 100) }));
    this.progress(this.offset);
  }

  async synchronise() {
    const answer = await this.persist(() => this.send('HEAD', this.url), [200, 204]);
    this.offset = offsetOf(answer) ?? 0;
  }

  async sendChunks() {
    let stuck = 0;
    while (this.offset < this.file.size) {
      const from = this.offset;
      const slice = this.file.slice(from, from + chunkBytes);
      const answer = await this.persist(
        () => this.send('PATCH', this.url, {
          body: slice,
          headers: { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(from) },
          onProgress: sent => this.progress(Math.min(from + sent, this.file.size)),
        }),
        [204, 409],
        // What the server kept of a broken chunk is asked for; its part is not sent twice.
        async () => {
          // A file that was moved or deleted meanwhile fails as a lost network does.
          await slice.slice(0, 1).arrayBuffer().catch(() => { throw new Refusal(this.area.text('lost'), true); });
          await this.synchronise();
          return this.offset !== from;
        });
      if (answer) this.offset = offsetOf(answer) ?? (answer.status === 204 ? from + slice.size : 0);
      stuck = this.offset === from ? stuck + 1 : 0;
      if (stuck > 5) throw new Refusal(this.area.text('failed'), true);
      this.progress(this.offset);
    }
  }

  async complete() {
    this.show('checking', null, true);
    const answer = await this.persist(() => this.send('POST', `${this.url}/complete`), [200, 409]);
    if (answer.status === 409) {
      await this.synchronise();
      if (this.offset >= this.file.size) throw new Refusal(json(answer).detail ?? this.area.text('failed'), true);
      this.show('uploading');
      await this.sendChunks();
      return this.complete();
    }
    return json(answer);
  }

  send(method, url, options = {}) {
    return send(method, url, { ...options, signal: this.abort.signal });
  }

  // Repeats a request until it is answered: on a lost network and on 5xx with growing waits, on 429 as long as asked.
  // afterLoss may find that repeating is pointless; then null is returned.
  async persist(request, expected, afterLoss = null) {
    let wait = firstWait;
    for (;;) {
      let pause = wait;
      let lost = false;
      try {
        const response = await request();
        if (expected.includes(response.status)) return response;
        if (response.status === 429 || response.status === 423 || response.status === 503) {
          pause = retryAfter(response) ?? wait;
          this.show('paused', this.area.text('busy', { seconds: Math.ceil(pause) }));
        } else if (response.status === 404 || response.status === 410) {
          throw new Expired();
        } else if (response.status >= 500) {
          lost = true;
          this.show('paused', this.area.text('busy', { seconds: pause }));
        } else {
          throw new Refusal(json(response).detail ?? '', response.status === 400 || response.status === 403);
        }
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        lost = true;
        this.show('paused', this.area.text('offline', { seconds: pause }), wait === firstWait);
      }
      await delay(pause, this.abort.signal, lost);
      wait = Math.min(wait * 2, longestWait);
      this.show('uploading', this.area.text('resuming'));
      if (lost && afterLoss && await afterLoss()) return null;
    }
  }

  cancel() {
    this.abort.abort();
    this.area.memory.forget(this.file);
    if (this.url) send('DELETE', this.url).catch(() => { /* It expires by itself. */ });
    this.show('cancelled', null, true);
    this.area.settled();
  }

  async retry() {
    this.abort = new AbortController();
    // Whoever signed in again in another tab has a new token.
    await freshToken();
    this.show('waiting');
    this.area.start(this);
  }

  remove() {
    const next = this.row.nextElementSibling?.querySelector('button') ?? this.area.input;
    this.row.remove();
    this.area.uploads.delete(this);
    next.focus();
  }
}
