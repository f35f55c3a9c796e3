// One part of the score sheet (a criterion, a judgement, a requirement): its values in the page, in the browser's queue and on the server.

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What a control reads as when it is empty. */
const nothing = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

export class Part {
  #outbox;
  #committed;
  #known;

  /**
   * @param {object} options
   * @param {HTMLElement} options.element the part in the page, with a place for a conflict
   * @param {string} options.key unique among the parts
   * @param {string} options.path where its changes are sent
   * @param {Record<string, unknown>} options.fields as the server has them
   * @param {Record<string, {read: () => unknown, write: (value: unknown) => void, say: (value: unknown) => string}>} options.controls
   * @param {(answer: object) => void} options.show shows what the server says besides the fields
   */
  constructor(outbox, { element, key, path, fields, controls, show, words }) {
    this.#outbox = outbox;
    this.#committed = structuredClone(fields);
    this.#known = structuredClone(fields);
    Object.assign(this, { element, key, path, controls, show, words });
  }

  /** The value as it stands, committed or on its way. */
  value(field) { return this.#known[field]; }

  /** Takes a field over from its control. */
  changed(field, typing = false) { this.set({ [field]: this.controls[field].read() }, { typing, write: false }); }

  /** Sets fields and sends them. */
  set(values, { typing = false, write = true } = {}) {
    const changes = {};
    for (const [field, to] of Object.entries(values)) {
      if (write) this.controls[field].write(to);
      if (same(this.#known[field], to)) continue;
      changes[field] = { from: this.#known[field] ?? null, to };
      this.#known[field] = structuredClone(to);
    }
    if (Object.keys(changes).length > 0) this.#outbox.put({ key: this.key, method: 'PATCH', path: this.path, changes }, typing);
  }

  /** Shows what an earlier page left unsent. */
  restored(job) {
    for (const [field, { to }] of Object.entries(job.changes ?? {})) {
      this.controls[field].write(to);
      this.#known[field] = structuredClone(to);
    }
    if (job.status === 'conflict') this.ask(job);
  }

  /** The server has committed a save of this tab. */
  committed(answer) {
    this.#takeIn(answer.fields);
    this.show(answer);
  }

  /** Another tab of the same browser has. */
  elsewhere(answer) {
    this.#takeIn(answer.fields);
    this.show(answer);
  }

  #takeIn(fields) {
    for (const field of Object.keys(this.controls)) {
      const waits = !same(this.#known[field], this.#committed[field]) && !same(this.#known[field], fields[field]);
      this.#committed[field] = structuredClone(fields[field] ?? null);
      if (waits) continue;
      if (!same(this.#known[field], fields[field])) {
        this.#known[field] = structuredClone(fields[field] ?? null);
        this.controls[field].write(fields[field] ?? null);
      }
    }
  }

  /** Shows both values of a field, and asks which one stands. */
  ask(job) {
    const [[field, { from: theirs, to: mine }]] = Object.entries(job.changes);
    this.#committed[field] = structuredClone(theirs);
    const box = this.element.querySelector('[data-conflict]');
    const said = (value) => nothing(value) ? this.words('Nothing') : this.controls[field].say(value);
    const line = (label, value) => {
      const row = document.createElement('p');
      const name = document.createElement('strong');
      name.textContent = `${label}: `;
      const what = document.createElement('span');
      what.className = 'typed';
      what.textContent = said(value);
      row.append(name, what);
      return row;
    };
    const button = (label, act) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = 'btn btn-outline-primary btn-sm';
      made.textContent = label;
      made.addEventListener('click', async () => {
        row.remove();
        box.hidden = box.childElementCount === 0;
        await this.#outbox.drop(job.id);
        act();
      });
      return made;
    };
    const row = document.createElement('div');
    row.dataset.field = field;
    const title = document.createElement('p');
    title.textContent = this.words('Conflict', this.words(`Field${field}`));
    const choice = document.createElement('p');
    choice.className = 'btn-row';
    choice.append(
      button(this.words('Mine'), () => {
        this.#known[field] = structuredClone(theirs);
        this.set({ [field]: mine });
      }),
      button(this.words('Theirs'), () => {
        this.#known[field] = structuredClone(theirs);
        this.controls[field].write(theirs);
      }));
    row.append(title, line(this.words('TheirsIs'), theirs), line(this.words('MineIs'), mine), choice);
    box.querySelector(`[data-field="${field}"]`)?.remove();
    box.append(row);
    box.hidden = false;
  }
}

/** A control that is a text field. */
export const textControl = (element) => ({
  read: () => element.value === '' ? null : element.value,
  write: (value) => { if (element.value !== (value ?? '')) element.value = value ?? ''; },
  say: String,
});
