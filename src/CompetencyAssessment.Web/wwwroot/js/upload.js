// Upload area: several files, each with its progress, cancel and retry; an upload goes on after a lost connection, and
// after a reload when the same file is chosen again. Without this module the plain form around the input still works.
//
// Texts come from data-text-* of the area; {name}, {percent}, {seconds} and {max} are filled in:
//   data-text-waiting    data-text-uploading   data-text-resuming   data-text-checking  data-text-done
//   data-text-offline    data-text-busy        data-text-failed     data-text-expired   data-text-cancelled
//   data-text-too-large  data-text-empty       data-text-wrong-type data-text-signed-out
//   data-text-cancel     data-text-retry       data-text-remove     data-text-progress  data-text-finished
// Other attributes: data-create-url, data-max-bytes, data-accept, data-user, and data-item-id where the files are a new
// version of an item. Elements inside: the file input, optionally [data-upload-drop] and [data-upload-list].

const chunkBytes = 4 * 1024 * 1024;
const parallel = 2;
const firstWait = 2;
const longestWait = 60;
const rememberedFor = 24 * 60 * 60 * 1000;

class Refusal extends Error {
  constructor(detail, retryable = false) {
    super(detail);
    this.retryable = retryable;
  }
}

class Cancelled extends Error {}

class Expired extends Error {}

class SignedOut extends Error {}

const token = () => document.querySelector('meta[name="request-token"]')?.content ?? '';

const newId = () => crypto.randomUUID
  ? crypto.randomUUID()
  : '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, c =>
    (Number(c) ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> Number(c) / 4).toString(16));

function delay(seconds, signal, wakeOnline) {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      removeEventListener('online', finish);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const stop = () => {
      clearTimeout(timer);
      removeEventListener('online', finish);
      reject(new Cancelled());
    };
    const timer = setTimeout(finish, seconds * 1000);
    if (signal.aborted) {
      stop();
      return;
    }
    if (wakeOnline) addEventListener('online', finish, { once: true });
    signal.addEventListener('abort', stop, { once: true });
  });
}

// XMLHttpRequest rather than fetch: only it tells how much of a body has gone out.
function send(method, url, { body = null, headers = {}, signal, onProgress } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new Cancelled());
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    request.setRequestHeader('RequestVerificationToken', token());
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onProgress) request.upload.addEventListener('progress', event => onProgress(event.loaded));
    request.addEventListener('loadend', () => {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(new Cancelled());
      else if (request.status === 0) reject(new TypeError('network'));
      else {
        // A redirect to the sign-in page is followed unseen and would look like success.
        const moved = request.responseURL && new URL(request.responseURL).pathname !== new URL(url, location.href).pathname;
        if (moved || request.status === 401) reject(new SignedOut());
        else resolve(request);
      }
    });
    signal?.addEventListener('abort', abort, { once: true });
    request.send(body);
  });
}

function json(response) {
  try {
    return JSON.parse(response.responseText || '{}');
  } catch {
    return {};
  }
}

const offsetOf = response => {
  const text = response.getResponseHeader('Upload-Offset');
  return text === null || text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
};

class Memory {
  constructor(user, context) {
    this.prefix = `upload:${user}:`;
    this.context = context;
    this.forgetOld();
  }

  key(file) {
    return `${this.prefix}${this.context}:${file.name}:${file.size}:${file.lastModified}`;
  }

  read(file) {
    try {
      return JSON.parse(localStorage.getItem(this.key(file)))?.url ?? null;
    } catch {
      return null;
    }
  }

  keep(file, url) {
    try {
      localStorage.setItem(this.key(file), JSON.stringify({ url, at: Date.now() }));
    } catch {
      // Storage may be full or forbidden; the upload itself does not depend on it.
    }
  }

  forget(file) {
    try {
      localStorage.removeItem(this.key(file));
    } catch {
      // As above.
    }
  }

  forgetOld() {
    try {
      for (const key of Object.keys(localStorage).filter(name => name.startsWith(this.prefix))) {
        const at = JSON.parse(localStorage.getItem(key))?.at ?? 0;
        if (Date.now() - at > rememberedFor) localStorage.removeItem(key);
      }
    } catch {
      // As above.
    }
  }
}

class FileUpload {
  constructor(area, file) {
    this.area = area;
    this.file = file;
    this.requestId = newId();
    this.url = null;
    this.offset = 0;
    this.state = 'waiting';
    this.abort = new AbortController();
    this.draw();
  }

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
    this.buttons = document.createElement('span');
    this.buttons.className = 'upload-buttons';
    this.cancelButton = this.button('cancel', () => this.cancel());
    this.retryButton = this.button('retry', () => this.retry());
    this.removeButton = this.button('remove', () => this.remove());
    this.row.append(name, this.bar, this.status, this.buttons);
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

  async run() {
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
        this.area.memory.forget(this.file);
        this.url = null;
        this.offset = 0;
        this.requestId = newId();
        if (restarts++ > 0) throw error;
      }
    }
  }

  async begin() {
    if (!this.url) {
      const remembered = this.area.memory.read(this.file);
      if (remembered) {
        this.show('uploading', this.area.text('resuming'));
        const found = await this.persist(() => this.send('HEAD', remembered), [200, 204, 404, 410, 403]);
        if (found.status < 300 && offsetOf(found) !== null) {
          this.url = remembered;
          this.offset = offsetOf(found);
        } else {
          this.area.memory.forget(this.file);
        }
      }
    }
    if (!this.url) {
      this.show('uploading', this.area.text('uploading', { percent: 0 }));
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
      this.area.memory.keep(this.file, this.url);
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

  retry() {
    this.abort = new AbortController();
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

function retryAfter(response) {
  const text = response.getResponseHeader('Retry-After');
  if (!text) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(1, seconds);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(1, (date - Date.now()) / 1000);
}

class UploadArea {
  constructor(element) {
    this.element = element;
    this.input = element.querySelector('input[type=file]');
    this.createUrl = element.dataset.createUrl;
    this.itemId = element.dataset.itemId || null;
    this.maximum = Number(element.dataset.maxBytes) || Infinity;
    this.accepted = (element.dataset.accept ?? '').split(',').map(part => part.trim().toLowerCase()).filter(Boolean);
    this.memory = new Memory(element.dataset.user ?? 'anonymous', this.createUrl + (this.itemId ?? ''));
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
      target.classList.remove('is-dragover');
      this.add([...event.dataTransfer.files]);
    });
    addEventListener('beforeunload', event => {
      if (this.running > 0) event.preventDefault();
    });
  }

  add(files) {
    for (const file of this.input.multiple ? files : files.slice(0, 1)) {
      const upload = new FileUpload(this, file);
      this.uploads.add(upload);
      this.start(upload);
    }
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
