// The saves of a candidate's page that saves by itself: kept in the browser, sent in order, repeated until the server has answered, and
// honestly told. The scoring workspace does the same with more around it.
import { announce, requestToken } from './request.js';
import { Outbox } from './scoring/outbox.js';

export class Saving {
  #parts = new Map();
  #place;

  /**
   * @param {HTMLElement} place the partial _SaveState
   * @param {string} base where the paths of the parts begin; also the page that shows what was left unsent
   */
  constructor(place, base) {
    this.#place = place;
    this.outbox = new Outbox(document.querySelector('meta[name="account"]').content, base, requestToken());
  }

  words = (name, value) => (this.#place.dataset[`text${name}`] ?? '').replace('{0}', value ?? '');

  get open() { return this.outbox.open; }

  /** @param {import('./scoring/sheet.js').Part} part */
  add(part) {
    this.#parts.set(part.key, part);
  }

  /** Sends what an earlier page had left, and begins. */
  async start() {
    const find = (name) => this.#place.querySelector(`[data-${name}]`);
    this.outbox.addEventListener('state', () => this.tell());
    this.outbox.addEventListener('committed', ({ detail: { job, answer } }) => this.#parts.get(job.key)?.committed(answer));
    this.outbox.addEventListener('conflict', ({ detail: { job } }) => {
      const part = this.#parts.get(job.key);
      part?.ask(job);
      part?.element.scrollIntoView({ block: 'nearest' });
      announce(this.words('ConflictOpen'));
      this.tell();
    });
    for (const part of this.#parts.values()) {
      part.element.querySelector('[data-conflict]').addEventListener('click', (event) => { if (event.target.closest('button')) setTimeout(() => this.tell()); });
    }
    find('retry').addEventListener('click', () => this.outbox.retry());
    find('discard').addEventListener('click', async () => {
      for (const job of this.outbox.refused) await this.outbox.drop(job.id);
      location.reload();
    });
    addEventListener('beforeunload', (event) => {
      this.outbox.hurry();
      if (this.outbox.open > 0 && this.outbox.mode !== 'idle') event.preventDefault();
    });
    addEventListener('pagehide', () => this.outbox.hurry());
    for (const job of await this.outbox.restore()) this.#parts.get(job.key)?.restored(job);
    this.outbox.start();
    this.tell();
  }

  tell() {
    const { outbox } = this;
    const conflicts = [...this.#parts.values()].some((part) => !part.element.querySelector('[data-conflict]').hidden);
    const state = outbox.refused.length > 0 ? 'refused' : conflicts ? 'conflict' : outbox.open === 0 ? 'saved'
      : ['offline', 'signed-out', 'other-account'].includes(outbox.mode) ? 'waiting' : 'saving';
    const text = state === 'refused' ? this.words('Refused', outbox.refused[0].detail)
      : state === 'conflict' ? this.words('ConflictOpen')
      : state === 'saved' ? this.words('Saved')
      : state === 'saving' ? this.words('Saving')
      : this.words(outbox.mode === 'offline' ? 'Waiting' : outbox.mode === 'signed-out' ? 'SignedOut' : 'OtherAccount', outbox.open);
    const line = this.#place.querySelector('[data-saved]');
    if (line.textContent !== text) line.textContent = text;
    line.dataset.state = state;
    this.#place.querySelector('[data-unsent]').hidden = state !== 'waiting' && state !== 'refused';
    this.#place.querySelector('[data-sign-in-again]').hidden = !['signed-out', 'other-account'].includes(outbox.mode);
    this.#place.querySelector('[data-retry]').hidden = this.#place.querySelector('[data-discard]').hidden = state !== 'refused';
  }
}
