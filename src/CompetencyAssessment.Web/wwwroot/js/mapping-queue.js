// Sends the strokes of the map one after the other, tells what became of each, and takes them back.
import { freshToken, newId, send } from './request.js';

const firstWait = 2000;
const longestWait = 30000;

export class MappingQueue {
  #root;
  #map;
  #jobs = [];
  #undo = [];
  #timer = null;
  #sending = false;
  #wait = firstWait;
  #state = '';

  constructor(root, map) {
    this.#root = root;
    this.#map = map;
    root.querySelector('[data-map-retry]').addEventListener('click', () => this.#again());
    root.querySelector('[data-map-again]').addEventListener('click', () => this.#resolve(true));
    root.querySelector('[data-map-leave]').addEventListener('click', () => this.#resolve(false));
    addEventListener('online', () => this.#again());
    addEventListener('beforeunload', (event) => { if (this.busy) event.preventDefault(); });
  }

  get busy() { return this.#jobs.length > 0; }

  add(itemId, add, remove, isUndo = false) {
    if (add.length + remove.length === 0) return;
    this.#jobs.push({ requestId: newId(), itemId, add, remove, isUndo });
    this.#say(this.#map.words('Saving'), false);
    this.#next();
  }

  /** Takes the last stroke back, by a stroke the other way. */
  undo() {
    const stroke = this.#undo.pop();
    if (!stroke) return;
    const codes = new Set(this.#map.codesOf(stroke.itemId));
    for (const code of stroke.remove) codes.delete(code);
    for (const code of stroke.add) codes.add(code);
    this.#map.settle(stroke.itemId, codes);
    this.add(stroke.itemId, stroke.add, stroke.remove, true);
  }

  /** Draws the bar: who is being marked, how it stands with saving, what can be done. */
  tell(state = this.#state) {
    const chosen = this.#map.pieces().get(this.#map.chosen());
    const bar = this.#root.querySelector('[data-map-bar-status]');
    bar.hidden = !chosen && !this.busy && !state;
    bar.dataset.tone = this.#job?.trouble ? 'trouble' : '';
    bar.querySelector('[data-map-who]').textContent = chosen ? this.#map.words('Choosing', `${chosen.label} ${chosen.title}`) : '';
    bar.querySelector('[data-map-state]').textContent = state;
    bar.querySelector('[data-map-retry]').hidden = !['waiting', 'signedout'].includes(this.#job?.trouble);
    bar.querySelector('[data-map-again]').hidden = this.#job?.trouble !== 'conflict';
    bar.querySelector('[data-map-leave]').hidden = this.#job?.trouble !== 'conflict';
    bar.querySelector('[data-map-undo]').disabled = this.#undo.length === 0;
    bar.querySelector('[data-map-done]').hidden = !chosen;
  }

  get #job() { return this.#jobs[0]; }

  #say(text, isFinal = true) {
    this.#state = text;
    this.tell();
    if (isFinal) this.#root.querySelector('[data-map-live]').textContent = text;
  }

  async #next() {
    if (this.#sending || !this.busy || this.#job.trouble === 'conflict') return;
    this.#sending = true;
    const job = this.#job;
    try {
      await this.#send(job);
    } finally {
      this.#sending = false;
    }
    if (this.busy && !this.#job.trouble) this.#next();
    else if (!this.busy) document.dispatchEvent(new CustomEvent('evidence:mapped'));
  }

  async #send(job) {
    const piece = this.#map.pieces().get(job.itemId);
    if (!piece) {
      this.#jobs.shift();
      return;
    }
    let response;
    try {
      response = await send(`${this.#root.dataset.url}/${job.itemId}/mapping`, {
        method: 'PATCH',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/json' },
        // A repetition says the same under the same id, whatever became of the first answer.
        body: job.body ??= JSON.stringify({ requestId: job.requestId, seen: Number(piece.seen), add: job.add, remove: job.remove }),
      });
    } catch {
      this.#hold(job, 'waiting');
      return;
    }
    if (response.type === 'opaqueredirect' || response.status === 401 || response.status === 400) {
      this.#hold(job, 'signedout');
      return;
    }
    if (response.status >= 500 || response.status === 429) {
      this.#hold(job, 'waiting');
      return;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) this.#saved(job, piece, answer);
    else if (answer.code === 'mapping.conflict') this.#conflict(job, piece, answer.current);
    else this.#refused(job, answer.detail);
  }

  #saved(job, piece, answer) {
    this.#jobs.shift();
    this.#wait = firstWait;
    piece.seen = answer.seen;
    if (!job.isUndo) this.#undo.push({ itemId: job.itemId, add: job.remove, remove: job.add });
    if (!this.#jobs.some((other) => other.itemId === job.itemId)) this.#map.settle(job.itemId, answer.codes);
    if (job.isUndo) this.#say(this.#map.words('Undone'));
    else this.#say(this.#map.words('Saved', job.add.length, job.remove.length));
  }

  #hold(job, trouble) {
    job.trouble = trouble;
    this.#say(this.#map.words(trouble === 'waiting' ? 'Waiting' : 'Signedout'));
    clearTimeout(this.#timer);
    if (trouble !== 'waiting') return;
    this.#timer = setTimeout(() => this.#again(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, longestWait);
  }

  async #again() {
    clearTimeout(this.#timer);
    if (!this.busy || this.#sending || this.#job.trouble === 'conflict') return;
    if (this.#job.trouble === 'signedout') await freshToken();
    this.#job.trouble = null;
    this.#say(this.#map.words('Saving'), false);
    this.#next();
  }

  /** Another window was faster: its state is shown, and what was drawn here waits for an answer. Later strokes of the piece join it. */
  #conflict(job, piece, current) {
    const joined = this.#jobs.filter((other) => other.itemId === job.itemId);
    this.#jobs = [job, ...this.#jobs.filter((other) => other.itemId !== job.itemId)];
    for (const { add, remove } of joined.slice(1)) {
      job.add = [...new Set([...job.add.filter((code) => !remove.includes(code)), ...add])];
      job.remove = [...new Set([...job.remove.filter((code) => !add.includes(code)), ...remove])];
    }
    job.trouble = 'conflict';
    piece.seen = current.seen;
    this.#undo = this.#undo.filter((stroke) => stroke.itemId !== job.itemId);
    this.#map.settle(job.itemId, current.codes);
    this.#say(this.#map.words('Conflict', piece.label));
  }

  #resolve(mine) {
    const job = this.#jobs.shift();
    if (mine) {
      const codes = new Set([...this.#map.codesOf(job.itemId).filter((code) => !job.remove.includes(code)), ...job.add]);
      this.#map.settle(job.itemId, codes);
      this.#jobs.unshift({ requestId: newId(), itemId: job.itemId, add: job.add, remove: job.remove, isUndo: job.isUndo });
      this.#say(this.#map.words('Saving'), false);
    } else {
      this.#state = '';
      this.tell();
    }
    this.#next();
    this.#root.querySelector('[data-map-undo]').focus();
  }

  async #refused(job, detail) {
    this.#jobs = this.#jobs.filter((other) => other.itemId !== job.itemId);
    this.#say(detail || this.#map.words('Failed'));
    // What is true now is on the server.
    document.dispatchEvent(new CustomEvent('evidence:mapped'));
  }
}
