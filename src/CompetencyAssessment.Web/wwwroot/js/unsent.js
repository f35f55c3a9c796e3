// What was entered and could not be sent: told on every page, and asked about before signing out, which forgets it.
import { kept, forget, forgetAll } from './scoring/store.js';

const account = document.querySelector('meta[name="account"]')?.content;
const form = document.querySelector('[data-sign-out]');
const banner = document.querySelector('[data-unsent-banner]');

async function look() {
  const left = await kept(account).catch(() => []);
  const jobs = left.filter((j) => !j.committed);
  for (const job of left.filter((j) => j.committed && !location.pathname.startsWith(j.base))) forget(job.id).catch(() => {});
  if (jobs.length > 0) {
    form.dataset.confirm = form.dataset.unsent.replace('{0}', jobs.length);
    form.dataset.confirmTone = 'danger';
  } else {
    delete form.dataset.confirm;
  }
  // The page that sends it says so itself; one below its address, such as that of the signature, does not.
  const elsewhere = jobs.find((j) => !location.pathname.startsWith(j.base) || !document.querySelector('[data-scoring], [data-verification], [data-save-state]'));
  if (banner && elsewhere && !document.querySelector('[data-scoring]')) {
    banner.querySelector('a').href = elsewhere.base;
    banner.hidden = false;
  }
}

if (account && form) {
  look();
  form.closest('details')?.addEventListener('toggle', look);
  form.addEventListener('submit', async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    await forgetAll(account).catch(() => {});
    for (const key of Object.keys(localStorage)) if (key.startsWith('place:')) localStorage.removeItem(key);
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('view:')) sessionStorage.removeItem(key);
    form.submit();
  });
}
