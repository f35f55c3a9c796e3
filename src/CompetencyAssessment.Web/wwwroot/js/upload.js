// Upload area: several files, each with its progress, cancel and retry; an upload goes on by itself after a lost connection and
// after a reload, for which the browser keeps a copy of the file; where it cannot, choosing the same file again goes on.
//
// Texts come from data-text-* of the area; {name}, {percent}, {seconds} and {max} are filled in:
//   data-text-waiting    data-text-uploading   data-text-resuming   data-text-checking  data-text-done
//   data-text-offline    data-text-busy        data-text-failed     data-text-expired   data-text-cancelled
//   data-text-too-large  data-text-empty       data-text-wrong-type data-text-signed-out
//   data-text-cancel     data-text-retry       data-text-remove     data-text-progress  data-text-finished
//   data-text-lost       data-text-choose      data-text-not-kept   data-text-continued
// Other attributes: data-create-url, data-max-bytes, data-accept, data-user, and data-item-id where the files are a new
// version of an item. Elements inside: the file input, optionally [data-upload-drop] and [data-upload-list].

import { FileUpload } from './upload/file-upload.js';
import { Keep } from './upload/keep.js';

const parallel = 2;

class UploadArea {
  constructor(element) {
    this.element = element;
    this.input = element.querySelector('input[type=file]');
    this.createUrl = element.dataset.createUrl;
    this.itemId = element.dataset.itemId || null;
    this.maximum = Number(element.dataset.maxBytes) || Infinity;
    this.accepted = (element.dataset.accept ?? '').split(',').map(part => part.trim().toLowerCase()).filter(Boolean);
    this.memory = new Keep(element.dataset.user ?? 'anonymous', this.createUrl + (this.itemId ?? ''));
    this.lost = [];
    this.uploads = new Set();
    this.queue = [];
    this.running = 0;
    this.completed = 0;
    this.list = element.querySelector('[data-upload-list]') ?? this.append('ul', 'upload-list list-unstyled');
    this.live = this.append('div', 'visually-hidden');
    this.live.setAttribute('role', 'status');
    this.live.setAttribute('aria-live', 'polite');
    this.listen();
    element.dataset.uploadReady = 'true';
    this.resume();
  }

  /** What was under way when the page was closed goes on; what this browser kept no copy of asks for its file. */
  async resume() {
    const unfinished = await this.memory.unfinished();
    const going = unfinished.filter(({ file }) => file && ![...this.uploads].some((upload) => this.memory.key(upload.file) === this.memory.key(file)));
    for (const { file } of going) this.begin(new FileUpload(this, file, true));
    for (const record of unfinished.filter(({ file }) => !file)) this.drawLost(record);
    if (going.length > 0) this.announce(this.text('continued', { count: going.length }));
  }

  drawLost(record) {
    const row = document.createElement('li');
    row.className = 'upload-row';
    row.dataset.state = 'lost';
    const part = (tag, className, text) => {
      const made = document.createElement(tag);
      made.className = className;
      made.textContent = text;
      return made;
    };
    const name = part('span', 'upload-name', record.name);
    name.dir = 'auto';
    const buttons = part('span', 'upload-buttons', '');
    const button = (text, act) => {
      const made = part('button', 'btn btn-sm btn-outline-secondary', text);
      made.type = 'button';
      made.setAttribute('aria-label', `${text}: ${record.name}`);
      made.addEventListener('click', act);
      buttons.append(made);
    };
    button(this.text('choose'), () => this.input.click());
    button(this.text('remove'), () => {
      this.memory.forget(record);
      row.remove();
      this.input.focus();
    });
    row.append(name, part('span', 'upload-status', this.text('lost')), buttons);
    this.list.append(row);
    this.lost.push({ key: this.memory.key(record), row });
  }

  append(tag, className) {
    const child = document.createElement(tag);
    child.className = className;
    this.element.append(child);
    return child;
  }

  text(name, values = {}) {
    const template = this.element.getAttribute(`data-text-${name}`) ?? '';
    return template.replace(/\{(\w+)\}/g, (whole, key) => key in values ? String(values[key]) : whole);
  }

  announce(text) {
    this.live.textContent = text;
  }

  listen() {
    this.input.addEventListener('change', () => {
      this.add([...this.input.files]);
      // Emptied, so that choosing the same file again is a change, and a form around it does not send it twice.
      this.input.value = '';
    });
    const target = this.element.querySelector('[data-upload-drop]') ?? this.element;
    const holdsFiles = event => [...(event.dataTransfer?.types ?? [])].includes('Files');
    let depth = 0;
    target.addEventListener('dragenter', event => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth++;
      target.classList.add('is-dragover');
    });
    target.addEventListener('dragover', event => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    });
    target.addEventListener('dragleave', () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) target.classList.remove('is-dragover');
    });
    target.addEventListener('drop', event => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      event.stopPropagation();
      target.classList.remove('is-dragover');
      this.add([...event.dataTransfer.files]);
    });
    // A file dropped beside the area would make the browser leave the page for it.
    addEventListener('dragover', event => {
      if (holdsFiles(event)) event.preventDefault();
    });
    addEventListener('drop', event => {
      if (!holdsFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
      target.scrollIntoView({ block: 'nearest' });
    });
    let isSigningOut = false;
    document.addEventListener('submit', event => { isSigningOut = event.target.matches('[data-sign-out]'); });
    addEventListener('beforeunload', event => {
      if ([...this.uploads].some(upload => !upload.hasEnded && (isSigningOut || !upload.isKept))) event.preventDefault();
    });
  }

  add(files) {
    for (const file of this.input.multiple ? files : files.slice(0, 1)) {
      const key = this.memory.key(file);
      // Chosen twice, it is one upload.
      if ([...this.uploads].some(upload => !upload.hasEnded && this.memory.key(upload.file) === key)) continue;
      this.lost.filter(other => other.key === key).forEach(other => other.row.remove());
      const upload = new FileUpload(this, file);
      if (!this.refuse(file)) upload.keep();
      this.begin(upload);
    }
  }

  begin(upload) {
    this.uploads.add(upload);
    this.start(upload);
  }

  refuse(file) {
    if (file.size === 0) return this.text('empty', { name: file.name });
    if (file.size > this.maximum) {
      return this.text('too-large', { name: file.name, max: Math.floor(this.maximum / 1048576) });
    }
    const extension = file.name.includes('.') ? file.name.slice(file.name.lastIndexOf('.')).toLowerCase() : '';
    if (this.accepted.length > 0 && !this.accepted.includes(extension)) return this.text('wrong-type', { name: file.name });
    return null;
  }

  start(upload) {
    this.queue.push(upload);
    this.next();
  }

  next() {
    while (this.running < parallel && this.queue.length > 0) {
      const upload = this.queue.shift();
      if (upload.state !== 'waiting') continue;
      this.running++;
      upload.run().finally(() => {
        this.running--;
        if (upload.state === 'done') this.completed++;
        this.settled();
      });
    }
  }

  settled() {
    this.next();
    if (this.running > 0 || this.queue.some(upload => upload.state === 'waiting')) return;
    const completed = this.completed;
    this.completed = 0;
    if (completed === 0) return;
    const failed = [...this.uploads].filter(upload => upload.state === 'failed' || upload.state === 'refused').length;
    this.announce(this.text('finished', { completed, failed }));
    this.element.dispatchEvent(new CustomEvent('upload:finished', { bubbles: true, detail: { completed, failed } }));
  }
}

/** Brings every upload area under a node to life; calling it again after a partial update is harmless. */
export function attach(node = document) {
  for (const element of node.querySelectorAll('[data-upload]:not([data-upload-ready])')) new UploadArea(element);
}

attach();
document.addEventListener('htmx:afterSwap', () => attach());
document.addEventListener('htmx:after:swap', () => attach());
