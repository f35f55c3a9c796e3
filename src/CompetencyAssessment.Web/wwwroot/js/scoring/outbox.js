// The queue of saves. Every change is kept in the browser first, sent in order, repeated with the same request id until the server has
// answered, and forgotten only then. It is never sent under another account than the one that made it.
import { keep, forget, kept, markCommitted } from './store.js';

const TYPING = 700;
const LONGEST_WAIT = 15000;
const tab = crypto.randomUUID();

// Held while this tab lives: what a tab that lives has queued is its own to send.
navigator.locks?.request(`unsent-${tab}`, () => new Promise(() => {}));

// A page that this one has just replaced may still be on its way out, above all on a busy computer: its lock is waited for a little.
const GOING = 2000;
async function isAlive(owner) {
  if (!navigator.locks) return false;
  try {
    await navigator.locks.request(`unsent-${owner}`, { signal: AbortSignal.timeout(GOING) }, () => {});
    return false;
  } catch {
    return true;
  }
}

// So long a page that is being left may take until it is gone.
const LEAVING = 10000;

/** Who is signed in now, and a token for its requests; null: nobody, undefined: no answer. */
async function session() {
  try {
    const answer = await fetch('/account/session', { headers: { Accept: 'application/json' }, cache: 'no-store', redirect: 'manual' });
    if (answer.ok) return await answer.json();
    return answer.status === 401 || answer.status === 403 || answer.status === 404 ? null : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Tells: `state` whenever what it would say of itself has changed, `committed` ({job, answer}), and `conflict` and `refused` ({job}). The
 * job of a conflict has one field: `from` is the other person's value, `to` one's own.
 */
export class Outbox extends EventTarget {
  #account;
  #base;
  #token;
  #jobs = [];
  #sending = false;
  #timer = 0;
  #wait = 1000;
  #seq = Date.now() * 1000;
  #leaving = false;
  #held = [];

  /** idle, sending, offline, signed-out or other-account. */
  mode = 'idle';

  /** How many jobs an earlier page had left here. */
  found = 0;

  constructor(account, base, token) {
    super();
    [this.#account, this.#base, this.#token] = [account, base, token];
  }

  /** Takes over what an earlier page, which is gone, could not send. */
  async restore() {
    const jobs = (await kept(this.#account)).filter((j) => j.base === this.#base).sort((a, b) => a.seq - b.seq);
    const owners = [...new Set(jobs.map((j) => j.tab))].filter((owner) => owner !== tab);
    const living = new Set((await Promise.all(owners.map(async (owner) => await isAlive(owner) ? [owner] : []))).flat());
    for (const job of jobs.filter((j) => !living.has(j.tab))) {
      if (!job.committed) this.found++;
      delete job.committed;
      job.tab = tab;
      job.due = 0;
      this.#jobs.push(job);
      await keep(job);
    }
    return this.#jobs;
  }

  start() {
    const again = () => { this.#wait = 1000; this.#drain(); };
    addEventListener('online', again);
    addEventListener('focus', again);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) again(); });
    addEventListener('beforeunload', () => this.#hold());
    this.#drain();
  }

  /**
   * This page is being left: what is committed from now on stays in the browser, for the same page may have been read again before. It shows it, and
   * sends it once more under the same request id. Whoever stays forgets it.
   */
  #hold() {
    this.#leaving = true;
    setTimeout(() => {
      this.#leaving = false;
      for (const id of this.#held.splice(0)) forget(id);
    }, LEAVING);
  }

  get waiting() { return this.#jobs.filter((j) => j.status === 'waiting').length; }

  get open() { return this.#jobs.length; }

  get refused() { return this.#jobs.filter((j) => j.status === 'refused'); }

  /**
   * Queues a change. A change of the same thing that was not tried yet takes it in; one that was tried may have arrived, so it stays.
   * @param {{key: string, method: string, path: string, changes?: Record<string, {from: unknown, to: unknown}>}} change
   * @param {boolean} typing wait until the typing pauses
   */
  put(change, typing = false) {
    const due = typing ? Date.now() + TYPING : 0;
    if (change.changes && !this.#takeOver(change)) return;
    const last = this.#jobs.findLast((j) => j.key === change.key);
    if (last && !last.tried && last.status === 'waiting' && last.changes && change.changes) {
      // What the first change found there stands, nothing too.
      for (const [field, { from, to }] of Object.entries(change.changes)) last.changes[field] = { from: field in last.changes ? last.changes[field].from : from, to };
      last.due = Math.min(due, last.due + TYPING) || due;
      this.#keep(last);
    } else {
      const job = { ...change, id: crypto.randomUUID(), account: this.#account, base: this.#base, tab, seq: this.#seq++, due, tried: false, status: 'waiting', kept: null, keeping: null };
      this.#jobs.push(job);
      this.#keep(job);
    }
    this.#tell();
    this.#drain();
  }

  /** A newer value of what was refused or is in conflict replaces the older one; false: nothing is left to queue. */
  #takeOver(change) {
    change.changes = { ...change.changes };
    for (const job of this.#jobs.filter((j) => j.key === change.key && j.status !== 'waiting' && j.changes)) {
      for (const field of Object.keys(change.changes).filter((f) => f in job.changes)) {
        if (job.status === 'conflict') {
          job.changes[field].to = change.changes[field].to;
          this.#keep(job);
          delete change.changes[field];
          this.dispatchEvent(new CustomEvent('conflict', { detail: { job } }));
        } else {
          change.changes[field].from = job.changes[field].from;
          delete job.changes[field];
          if (Object.keys(job.changes).length === 0) this.drop(job.id);
        }
      }
    }
    return Object.keys(change.changes).length > 0;
  }

  /** Sends now what waits for a pause in typing. */
  hurry() {
    for (const job of this.#jobs) job.due = 0;
    this.#drain();
  }

  /** Gives up a job that was refused or lost a conflict. */
  async drop(id) {
    this.#jobs = this.#jobs.filter((j) => j.id !== id);
    await forget(id);
    this.#tell();
  }

  /** Tries again what was refused. */
  retry() {
    for (const job of this.refused) job.status = 'waiting';
    this.#drain();
  }

  /** What one key changes is written once, before anything else happens. */
  #keep(job) {
    job.keeping ??= Promise.resolve().then(() => {
      job.keeping = null;
      return keep(structuredClone({ ...job, kept: null })).catch(() => {});
    });
    job.kept = job.keeping;
  }

  #tell() {
    this.dispatchEvent(new Event('state'));
  }

  #mode(mode) {
    this.mode = mode;
    this.#tell();
  }

  #later(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#drain(), milliseconds);
  }

  async #drain() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const job = this.#jobs.find((j) => j.status === 'waiting');
        if (!job) {
          this.#mode('idle');
          return;
        }
        const rest = job.due - Date.now();
        if (rest > 0) {
          this.#later(rest);
          this.#mode('sending');
          return;
        }
        this.#mode(this.mode === 'idle' ? 'sending' : this.mode);
        job.tried = true;
        this.#keep(job);
        await job.kept;
        if (!await this.#send(job)) {
          this.#later(this.#wait);
          this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
          return;
        }
        this.#wait = 1000;
      }
    } finally {
      this.#sending = false;
    }
  }

  /** Whether the next job may follow; false: try this one again later. */
  async #send(job) {
    let answer = await this.#post(job);
    if (answer?.status === 400 || answer?.status === 401 || answer?.status === 403 || answer?.status === 404 || answer?.type === 'opaqueredirect') {
      const who = await session();
      if (who === null || who === undefined) {
        this.#mode(who === null ? 'signed-out' : 'offline');
        return false;
      }
      if (who.account !== this.#account) {
        this.#mode('other-account');
        return false;
      }
      // The token of a page that outlived its sign-in is stale; the request and its id stay the same.
      this.#token = who.token;
      answer = await this.#post(job);
    }
    if (!answer || answer.status >= 500 || answer.status === 429 || answer.status === 408) {
      this.#mode('offline');
      return false;
    }
    const said = await answer.json().catch(() => null);
    if (answer.ok && said === null) {
      this.#mode('offline');
      return false;
    }
    this.mode = 'sending';
    if (answer.ok) {
      this.#jobs = this.#jobs.filter((j) => j !== job);
      if (this.#leaving) {
        this.#held.push(job.id);
        markCommitted(job.id).catch(() => {});
      } else {
        await forget(job.id);
      }
      this.dispatchEvent(new CustomEvent('committed', { detail: { job, answer: said } }));
    } else if (said?.code === 'account.other') {
      this.#mode('other-account');
      return false;
    } else if (said?.code === 'rating.conflict') {
      await this.#conflict(job, said);
    } else {
      job.status = 'refused';
      job.detail = said?.detail ?? String(answer.status);
      this.#keep(job);
      this.dispatchEvent(new CustomEvent('refused', { detail: { job } }));
    }
    this.#tell();
    return true;
  }

  /** The one field is asked about; the other fields of the same save go on by themselves. */
  async #conflict(job, said) {
    const later = this.#jobs.filter((j) => j !== job && j.key === job.key && j.status === 'waiting' && j.changes?.[said.field]);
    const mine = (later.at(-1) ?? job).changes[said.field].to;
    for (const other of later) {
      delete other.changes[said.field];
      if (Object.keys(other.changes).length === 0) await this.drop(other.id);
      else this.#keep(other);
    }
    const rest = { ...job.changes };
    delete rest[said.field];
    job.changes = { [said.field]: { from: said.theirs, to: mine } };
    job.status = 'conflict';
    this.#keep(job);
    if (Object.keys(rest).length > 0) this.put({ key: job.key, method: job.method, path: job.path, changes: rest });
    this.dispatchEvent(new CustomEvent('conflict', { detail: { job } }));
  }

  async #post(job) {
    try {
      return await fetch(job.base + job.path, {
        method: job.method,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', RequestVerificationToken: this.#token, 'X-Account': this.#account },
        body: JSON.stringify({ requestId: job.id, ...(job.changes ? { changes: job.changes } : {}) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(30000),
      });
    } catch {
      return null;
    }
  }
}
