// Shows one piece of evidence in the page and says which place of it is in view.
import { showMedia, showImage } from './media.js';
import { showText } from './text.js';

const remembered = (file) => `place:${file.versionId}`;

async function shower(type) {
  if (type === 'application/pdf') return (await import('./pdf.js')).showPdf;
  if (type.startsWith('image/')) return showImage;
  if (type.startsWith('audio/') || type.startsWith('video/')) return showMedia;
  return showText;
}

/**
 * One reader. Made from the page's template, so that its words are in the page's language. Tells `place` when the place in view or the
 * selection has changed, `quote`, `attach`, `beside` and `close` when its buttons are pressed.
 */
export class Reader extends EventTarget {
  #files;
  #shown = null;
  #turn = 0;

  /** @param {Map<string, {versionId: string, label: string, title: string, type: string, url: string}>} files */
  constructor(template, files) {
    super();
    this.#files = files;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.body = this.part('body');
    this.tools = this.part('tools');
    this.part('version').addEventListener('change', (event) => this.open(event.target.value));
    for (const act of ['quote', 'attach', 'beside', 'close']) this.part(act)?.addEventListener('click', () => this.dispatchEvent(new Event(act)));
    this.element.addEventListener('pointerdown', () => this.dispatchEvent(new Event('used')));
    this.element.addEventListener('focusin', () => this.dispatchEvent(new Event('used')));
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      if (event.target.matches('input, select')) this.body.focus();
      else this.dispatchEvent(new Event('close'));
    });
    document.addEventListener('selectionchange', () => this.#offerQuote());
  }

  part(name) { return this.element.querySelector(`[data-v-${name}]`); }

  /** A text of the template, with its first gap filled. */
  words(name, value) { return (this.element.dataset[`text${name}`] ?? '').replace('{0}', value ?? ''); }

  get file() { return this.#shown?.file ?? null; }

  /** The place in view, for a rating that rests on it. */
  get place() {
    if (!this.#shown) return null;
    return { versionId: this.file.versionId, ...(this.#shown.place?.() ?? { kind: 'whole', place: null }) };
  }

  /** A place in words, e.g. "page 18". */
  say({ kind, place }) {
    if (kind === 'whole') return this.words('Whole');
    return this.words(`At${kind}`, place) || `${this.words(`Kind${kind}`)} ${place ?? ''}`.trim();
  }

  get selected() {
    // Whether a range is empty is known without laying the page out, which a selection's own answer is not: the focus moves it with each key.
    const selection = document.getSelection();
    return selection?.rangeCount > 0 && !selection.getRangeAt(0).collapsed && this.body.contains(selection.anchorNode) ? selection.toString().replace(/\s+/g, ' ').trim() : '';
  }

  get canQuote() { return this.selected !== '' || this.#shown?.quotesPlace === true; }

  /** What is quoted: the selection, or the time, with its place. */
  get quotation() {
    const where = `${this.file.label} ${this.say(this.place)}`;
    const text = this.selected;
    return text === '' ? `[${where}] ` : `「${text.length > 300 ? `${text.slice(0, 300)}…` : text}」（${where}）`;
  }

  /**
   * Opens a file, at a place or where it was left.
   * @param {{kind: string, place: string|null}} [place]
   */
  async open(versionId, place) {
    const file = this.#files.get(versionId);
    if (!file) return;
    if (this.file?.versionId === versionId && this.#shown.ready) {
      if (place) this.#shown.go?.(place);
      return;
    }
    const turn = ++this.#turn;
    this.#shown?.close?.();
    this.#shown = { file };
    this.tools.replaceChildren();
    this.part('version').value = versionId;
    this.part('download').href = `${file.url}/download`;
    this.say1(this.words('Loading'));
    const at = place ?? JSON.parse(localStorage.getItem(remembered(file)) ?? 'null');
    try {
      const show = await shower(file.type);
      if (turn !== this.#turn) return;
      const shown = await show({ reader: this, file, body: this.body, tools: this.tools, place: at?.kind === 'whole' ? null : at, moved: () => this.#moved() });
      if (turn !== this.#turn) {
        shown.close?.();
        return;
      }
      this.#shown = { ...shown, file, ready: true };
    } catch {
      if (turn !== this.#turn) return;
      this.say1(this.words('Failed'));
    }
    this.#moved();
  }

  close() {
    this.#turn++;
    this.#shown?.close?.();
    this.#shown = null;
    this.body.replaceChildren();
    this.tools.replaceChildren();
  }

  /** Says one sentence in place of the file. */
  say1(text) {
    const p = document.createElement('p');
    p.className = 'reader-note';
    p.textContent = text;
    this.body.replaceChildren(p);
  }

  /** A tool's button. */
  button(text, label, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'btn btn-outline-secondary btn-sm';
    made.textContent = text;
    if (label !== text) made.setAttribute('aria-label', label);
    made.addEventListener('click', act);
    return made;
  }

  #offerQuote() {
    const button = this.part('quote');
    if (button && button.disabled === this.canQuote) button.disabled = !this.canQuote;
  }

  #moved() {
    if (!this.file) return;
    const place = this.place;
    this.part('place').textContent = place.kind === 'whole' ? '' : this.say(place);
    this.#offerQuote();
    if (place.kind !== 'whole') localStorage.setItem(remembered(this.file), JSON.stringify({ kind: place.kind, place: place.place }));
    this.dispatchEvent(new Event('place'));
  }
}
