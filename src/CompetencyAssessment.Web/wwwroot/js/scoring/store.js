// What was entered and not yet committed by the server, kept in the browser under the account that entered it.
const NAME = 'competency-assessment';
const STORE = 'unsent';

const wrap = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

let database = null;

/** The database; null where the browser keeps none (private windows of some browsers). */
function open() {
  database ??= (async () => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' }).createIndex('account', 'account');
      return await wrap(request);
    } catch {
      return null;
    }
  })();
  return database;
}

async function within(mode, act) {
  const db = await open();
  if (!db) return undefined;
  const transaction = db.transaction(STORE, mode, { durability: 'strict' });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const result = act(transaction.objectStore(STORE));
  await done;
  return result?.result;
}

export const keep = (job) => within('readwrite', (store) => store.put(job));
export const forget = (id) => within('readwrite', (store) => store.delete(id));
export const kept = async (account) => (await within('readonly', (store) => store.index('account').getAll(account))) ?? [];

/** The server has it; the page that could show it is being left. What was forgotten in the meantime stays so. */
export const markCommitted = (id) => within('readwrite', (store) => {
  const request = store.get(id);
  request.onsuccess = () => { if (request.result) store.put({ ...request.result, committed: true }); };
});

/** Forgets all that an account has kept. */
export async function forgetAll(account) {
  for (const job of await kept(account)) await forget(job.id);
}
