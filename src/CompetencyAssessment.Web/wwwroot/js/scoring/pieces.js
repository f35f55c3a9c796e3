// The evidence pane: up to two readers beside each other over the list of evidence, and the pane's width.
import { Reader } from '../reading/reader.js';

export class Pieces extends EventTarget {
  #pane;
  #area;
  #template;
  #files;
  #readers = [];

  constructor(pane) {
    super();
    this.#pane = pane;
    this.#area = pane.querySelector('[data-readers]');
    this.#template = pane.querySelector('[data-reader-template]');
    const buttons = [...pane.querySelectorAll('[data-view]')];
    this.#files = new Map(buttons.map(({ dataset }) => [dataset.version, { versionId: dataset.version, label: dataset.label, title: dataset.title, type: dataset.type, url: dataset.url }]));
    for (const button of buttons) button.addEventListener('click', () => this.open({ versionId: button.dataset.version }));
  }

  /** The reader used last. */
  get reader() { return this.#readers[0] ?? null; }

  /** The place in view; null where nothing is open. */
  get place() { return this.reader?.file ? this.reader.place : null; }

  get versions() { return [...this.#files.keys()]; }

  label(versionId) { return this.#files.get(versionId)?.label ?? ''; }

  /** What is open, from left to right, and which of it was used last. */
  get view() {
    const readers = [...this.#area.children].map((element) => this.#readers.find((r) => r.element === element)).filter((r) => r?.file);
    return { open: readers.map((r) => r.file.versionId), used: readers.indexOf(this.reader) };
  }

  /** Opens again what was open, each where it was left. */
  async restore({ open, used }) {
    const readers = [];
    for (const versionId of open.filter((v) => this.#files.has(v))) {
      const reader = this.#add();
      readers.push(reader);
      await reader.open(versionId);
    }
    if (readers[used]) readers[used].dispatchEvent(new Event('used'));
    this.#mark();
    this.dispatchEvent(new Event('place'));
  }

  /** Opens a piece at a place, in the reader used last. */
  async open({ versionId, kind, place, find }) {
    // What is in quarantine cannot be opened.
    if (!this.#files.has(versionId)) return;
    const reader = this.reader ?? this.#add();
    this.dispatchEvent(new Event('shown'));
    await reader.open(versionId, kind ? { kind, place, find } : undefined);
    this.#mark();
  }

  #add() {
    const reader = new Reader(this.#template, this.#files);
    reader.addEventListener('used', () => { this.#readers.sort((a, b) => (b === reader) - (a === reader)); this.#mark(); });
    reader.addEventListener('place', () => this.dispatchEvent(new Event('place')));
    reader.addEventListener('attach', () => this.dispatchEvent(new Event('attach')));
    reader.addEventListener('quote', () => this.dispatchEvent(new Event('quote')));
    reader.addEventListener('close', () => this.#remove(reader));
    reader.addEventListener('beside', () => this.#beside(reader));
    this.#readers.unshift(reader);
    this.#area.append(reader.element);
    this.#mark();
    return reader;
  }

  async #beside(reader) {
    if (this.#readers.length > 1) {
      this.#remove(this.#readers.find((r) => r !== reader));
      return;
    }
    const other = this.versions.find((v) => v !== reader.file?.versionId) ?? reader.file.versionId;
    await this.#add().open(other);
    this.#mark();
  }

  #remove(reader) {
    reader.close();
    reader.element.remove();
    const { versionId } = reader.element.dataset;
    this.#readers = this.#readers.filter((r) => r !== reader);
    this.#mark();
    (this.reader?.element.querySelector('select') ?? this.#pane.querySelector(`[data-view][data-version="${CSS.escape(versionId ?? '')}"]`) ?? this.#pane).focus();
    this.dispatchEvent(new Event('place'));
  }

  #mark() {
    const shown = this.#readers.map((r) => r.file?.versionId);
    this.#pane.classList.toggle('is-reading', shown.length > 0);
    this.#pane.classList.toggle('is-beside', shown.length > 1);
    for (const reader of this.#readers) {
      reader.element.classList.toggle('is-current', shown.length > 1 && reader === this.reader);
      if (reader.file) reader.element.dataset.versionId = reader.file.versionId;
      reader.part('beside').setAttribute('aria-pressed', String(shown.length > 1));
    }
    for (const article of this.#pane.querySelectorAll('[data-version]')) article.classList.toggle('is-shown', shown.includes(article.dataset.version));
  }
}

/** Makes the bar between two columns movable, by pointer and by arrow keys, and remembers its place. */
export function splitter(bar, columns) {
  const KEY = 'split';
  const set = (share) => {
    const at = Math.round(Math.min(Math.max(share, 25), 75));
    columns.style.setProperty('--split', `${at}fr`);
    columns.style.setProperty('--rest', `${100 - at}fr`);
    bar.setAttribute('aria-valuenow', String(at));
    localStorage.setItem(KEY, String(at));
  };
  const now = () => Number(bar.getAttribute('aria-valuenow'));
  const kept = Number(localStorage.getItem(KEY));
  if (kept) set(kept);
  bar.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    bar.setPointerCapture(event.pointerId);
    columns.classList.add('is-moving');
  });
  bar.addEventListener('pointermove', (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const box = columns.getBoundingClientRect();
    set((event.clientX - box.left) / box.width * 100);
  });
  for (const end of ['pointerup', 'pointercancel']) bar.addEventListener(end, () => columns.classList.remove('is-moving'));
  bar.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -3, ArrowRight: 3, Home: -100, End: 100 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    set(now() + step);
  });
}
