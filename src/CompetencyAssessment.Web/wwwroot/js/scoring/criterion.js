// A criterion's card: level, cause, methods, places, comment.
import { Part, textControl } from './sheet.js';

/** The places that a rating rests on; the row that new ones are made from is none. */
const ROWS = '[data-citation]:not([data-template="true"])';

export class Criterion extends Part {
  #nav;
  #pass;
  #list;
  #template;
  #openPlace;

  constructor(outbox, element, { nav, passMark, words, changed, openPlace }) {
    const code = element.dataset.criterion;
    const all = (selector) => [...element.querySelectorAll(selector)];
    const radios = all('[data-level]');
    const cause = element.querySelector('select[data-field="cause"]');
    const causeRow = element.querySelector('[data-cause-row]');
    const list = element.querySelector('[data-citations]');
    const option = (select, key) => element.querySelector(`${select} option[value="${CSS.escape(key)}"]`)?.textContent ?? key;
    const showCause = () => {
      const level = radios.find((r) => r.checked)?.value;
      causeRow.hidden = level === undefined || Number(level) >= passMark;
    };
    const notes = new Map(all('[data-note]').map((note) => [note.dataset.note, note]));
    const boxes = all('[data-method]');
    super(outbox, {
      element,
      key: code,
      path: `/ratings/${code}`,
      fields: JSON.parse(element.dataset.fields),
      words,
      show: (answer) => this.#show(answer),
      controls: {
        level: {
          read: () => { const checked = radios.find((r) => r.checked); return checked ? Number(checked.value) : null; },
          write: (value) => { for (const radio of radios) radio.checked = value !== null && Number(radio.value) === value; showCause(); },
          say: (value) => radios.find((r) => Number(r.value) === value)?.closest('.level').querySelector('.level-name').firstChild.textContent.trim() ?? String(value),
        },
        cause: { read: () => cause.value || null, write: (value) => { cause.value = value ?? ''; }, say: (value) => option('[data-field="cause"]', value) },
        comment: textControl(element.querySelector('textarea[data-field="comment"]')),
        privateNote: textControl(element.querySelector('textarea[data-field="privateNote"]')),
        notAssessedReason: textControl(element.querySelector('textarea[data-field="notAssessedReason"]')),
        methods: {
          read: () => boxes.filter((b) => b.checked).map((b) => ({ code: b.dataset.method, note: notes.get(b.dataset.method)?.value || null })),
          write: (value) => {
            for (const box of boxes) {
              const use = value?.find((u) => u.code === box.dataset.method);
              box.checked = Boolean(use);
              const note = notes.get(box.dataset.method);
              if (!note) continue;
              note.closest('[data-method-note]').hidden = !use;
              if (use && note.value !== (use.note ?? '')) note.value = use.note ?? '';
            }
          },
          say: (value) => value.map((use) => `${element.querySelector(`[data-method="${use.code}"]`)?.closest('label').textContent.trim() ?? use.code}${use.note ? `: ${use.note}` : ''}`).join('; '),
        },
        citations: {
          read: () => [...list.querySelectorAll(ROWS)].map((row) => ({
            versionId: row.querySelector('[data-c-version]').value,
            kind: row.querySelector('[data-c-kind]').value,
            place: row.querySelector('[data-c-place]').value || null,
          })),
          write: (value) => this.#writePlaces(value ?? []),
          say: (value) => value.map((c) => [option('[data-c-version]', c.versionId), option('[data-c-kind]', c.kind), c.place].filter(Boolean).join(' ')).join('; '),
        },
      },
    });
    [this.code, this.#nav, this.#pass, this.#list, this.#template, this.#openPlace] = [code, nav, passMark, list, list.querySelector('[data-template="true"]'), openPlace];
    this.task = element.dataset.task;
    this.gaps = all('[data-gap]:not([hidden])').map((g) => g.dataset.gap);

    for (const radio of radios) radio.addEventListener('change', () => { this.rate(Number(radio.value)); changed(this); });
    element.querySelector('[data-clear-level]').addEventListener('click', () => { this.rate(null); changed(this); });
    cause.addEventListener('change', () => this.changed('cause'));
    for (const area of all('textarea[data-field]')) {
      area.addEventListener('input', () => this.changed(area.dataset.field, true));
      area.addEventListener('change', () => outbox.hurry());
    }
    for (const box of boxes) {
      box.addEventListener('change', () => {
        const note = notes.get(box.dataset.method)?.closest('[data-method-note]');
        if (note) note.hidden = !box.checked;
        this.changed('methods');
      });
    }
    for (const note of notes.values()) {
      note.addEventListener('input', () => this.changed('methods', true));
      note.addEventListener('change', () => outbox.hurry());
    }
    for (const row of list.querySelectorAll(ROWS)) this.#listen(row);
    element.querySelector('[data-c-add]').addEventListener('click', () => {
      const row = this.#row();
      this.changed('citations');
      row.querySelector('[data-c-version]').focus();
    });
    element.querySelector('[data-take-over]')?.addEventListener('click', () => outbox.put({ key: `${code} confirm`, method: 'POST', path: `/ratings/${code}/confirm` }));
  }

  get level() { return this.value('level'); }

  get comment() { return this.controls.comment; }

  get commentArea() { return this.element.querySelector('textarea[data-field="comment"]'); }

  /** Whether nothing is missing, by the server's last word and by what was entered since. */
  get complete() { return this.level !== null && this.gaps.length === 0; }

  /** Sets the level. A cause belongs to a rating under the pass mark; it must not linger unseen. */
  rate(level) {
    const values = { level };
    if ((level === null || level >= this.#pass) && this.value('cause')) values.cause = null;
    this.set(values);
    this.mark();
  }

  /** Adds a place, unless it is there. */
  cite(place) {
    const places = this.controls.citations.read();
    if (places.some((p) => p.versionId === place.versionId && p.kind === place.kind && p.place === place.place)) return false;
    this.set({ citations: [...places, place] });
    return true;
  }

  /** Whether the method's note holds a text; of a method that takes none, the comment. */
  hasNote(code, text) {
    const where = this.element.querySelector(`[data-note="${CSS.escape(code)}"]`) ? this.value('methods')?.find((m) => m.code === code)?.note : this.value('comment');
    return where?.includes(text) ?? false;
  }

  /** Puts what was asked or seen into the method's note, or into the comment where the method takes none; false: it is there. */
  addNote(code, text) {
    if (this.hasNote(code, text)) return false;
    const area = this.element.querySelector(`[data-note="${CSS.escape(code)}"]`);
    const uses = this.controls.methods.read();
    const use = uses.find((m) => m.code === code) ?? { code, note: null };
    const note = area ? [use.note, text].filter(Boolean).join('\n').slice(0, area.maxLength) : use.note;
    // In the order of the page, as they are read from it.
    const order = [...this.element.querySelectorAll('[data-method]')].map((box) => box.dataset.method);
    this.set({ methods: [...uses.filter((m) => m !== use), { code, note }].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code)) });
    if (!area) this.addToComment(text);
    return true;
  }

  addToComment(text) {
    const area = this.commentArea;
    const before = area.value.trimEnd();
    this.set({ comment: (before === '' ? text : `${before}\n${text}`).slice(0, area.maxLength) });
  }

  #row() {
    const row = this.#template.cloneNode(true);
    delete row.dataset.template;
    row.hidden = false;
    this.#list.append(row);
    this.#listen(row);
    return row;
  }

  #writePlaces(places) {
    const now = this.controls.citations.read();
    if (JSON.stringify(now) === JSON.stringify(places)) return;
    for (const row of this.#list.querySelectorAll(ROWS)) row.remove();
    for (const place of places) {
      const row = this.#row();
      row.querySelector('[data-c-version]').value = place.versionId;
      row.querySelector('[data-c-kind]').value = place.kind;
      row.querySelector('[data-c-place]').value = place.place ?? '';
      row.querySelector('[data-c-place]').hidden = place.kind === 'whole';
    }
  }

  #listen(row) {
    const part = (name) => row.querySelector(`[data-c-${name}]`);
    const place = part('place');
    const kind = part('kind');
    const whole = () => { place.hidden = kind.value === 'whole'; };
    whole();
    kind.addEventListener('change', () => { whole(); this.changed('citations'); });
    part('version').addEventListener('change', () => this.changed('citations'));
    place.addEventListener('input', () => this.changed('citations', true));
    part('open').addEventListener('click', () => this.#openPlace({ versionId: part('version').value, kind: kind.value, place: place.value || null }));
    part('remove').addEventListener('click', () => {
      row.remove();
      this.changed('citations');
      this.element.querySelector('[data-c-add]').focus();
    });
  }

  #show(answer) {
    this.gaps = answer.gaps;
    for (const gap of this.element.querySelectorAll('[data-gap]')) gap.hidden = !answer.gaps.includes(gap.dataset.gap);
    this.element.querySelector('[data-gap-none]').hidden = answer.gaps.length > 0;
    this.mark();
    const takenOver = answer.needsConfirmation ? null : this.element.querySelector('[data-take-over]')?.closest('.notice');
    if (!takenOver) return;
    const hadFocus = takenOver.contains(document.activeElement);
    takenOver.remove();
    if (hadFocus) this.element.focus({ preventScroll: true });
  }

  /** Paints level and status into the list of criteria. */
  mark() {
    const level = this.level;
    const text = String(level ?? '·');
    const place = this.#nav.querySelector('[data-nav-level]');
    const status = level === null ? 'none' : this.gaps.length > 0 ? 'part' : level >= this.#pass ? 'pass' : 'below';
    if (place.textContent === text && this.#nav.dataset.status === status) return;
    place.textContent = text;
    this.#nav.dataset.status = status;
    this.#nav.querySelector('[data-nav-status]').textContent = ` ${document.querySelector(`.score-legend [data-status="${status}"] [data-status-text]`).textContent}`;
  }
}
