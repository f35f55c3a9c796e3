// What a browser keeps of uploads that have not ended, apart by person and place: a note of where each is on the server, and the
// file itself, so that it goes on by itself after a reload. Where the file cannot be kept, choosing it again finds the note.
const database = 'uploads';
const files = 'files';
const keptFor = 24 * 60 * 60 * 1000;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(files, { keyPath: 'key' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
}

async function inStore(mode, act) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(files, mode);
      const request = act(transaction.objectStore(files));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

const note = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const noteKeys = (prefix) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
};

/** Forgets all that this browser keeps of uploads: at sign-out. */
export function forgetUploads() {
  for (const key of noteKeys('upload:')) localStorage.removeItem(key);
  inStore('readwrite', (store) => store.clear()).catch(() => { /* Nothing was kept. */ });
}

export class Keep {
  #prefix;

  constructor(user, context) {
    this.#prefix = `upload:${user}:${context}:`;
    this.user = `upload:${user}:`;
    this.tidied = this.#tidy();
    this.ready = this.tidied;
  }

  key(file) { return `${this.#prefix}${file.name}:${file.size}:${file.lastModified}`; }

  /** Where the upload is on the server, and the id that it was begun with. */
  read(file) { return note(this.key(file)); }

  write(file, { url, requestId }) {
    try {
      localStorage.setItem(this.key(file), JSON.stringify({ url, requestId, name: file.name, size: file.size, lastModified: file.lastModified, at: Date.now() }));
    } catch {
      // Storage may be full or forbidden; the upload itself does not depend on it.
    }
  }

  /**
   * Keeps a copy of the file: its bytes, as a browser may store a file as no more than its path. One after the other, so that many large
   * files are not in memory at once.
   * @returns {Promise<boolean>} whether there is one.
   */
  keep(file) {
    this.ready = this.ready.then(async () => {
      const bytes = new Blob([await file.arrayBuffer()]);
      await inStore('readwrite', (store) => store.put({ key: this.key(file), name: file.name, lastModified: file.lastModified, bytes, at: Date.now() }));
      return true;
    }).catch(() => false);
    return this.ready;
  }

  forget(file) {
    try {
      localStorage.removeItem(this.key(file));
    } catch {
      // As above.
    }
    return inStore('readwrite', (store) => store.delete(this.key(file))).catch(() => { /* None was kept. */ });
  }

  /** Uploads of this place that have not ended, with their file where it was kept. */
  async unfinished() {
    await this.tidied;
    const kept = (await inStore('readonly', (store) => store.getAll()).catch(() => [])).filter((record) => record.key.startsWith(this.#prefix));
    const known = new Set(kept.map((record) => record.key));
    const lost = noteKeys(this.#prefix).filter((key) => !known.has(key)).map(note).filter(Boolean);
    return [
      ...kept.map(({ bytes, name, lastModified }) => ({ file: new File([bytes], name, { lastModified }) })),
      ...lost.map(({ name, size, lastModified }) => ({ file: null, name, size, lastModified })),
    ];
  }

  /** What is a day old has expired on the server too; what another person of this computer left is not ours to keep. */
  async #tidy() {
    const isOver = (key, at) => !key.startsWith(this.user) || Date.now() - (at ?? 0) > keptFor;
    for (const key of noteKeys('upload:')) if (isOver(key, note(key)?.at)) localStorage.removeItem(key);
    try {
      const records = await inStore('readonly', (store) => store.getAll());
      for (const record of records) if (isOver(record.key, record.at)) await inStore('readwrite', (store) => store.delete(record.key));
    } catch {
      // Nothing can be kept here.
    }
  }
}
