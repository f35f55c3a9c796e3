// A verifier's judgements, each saved by itself through the queue that the scoring workspace uses: what could not be sent stays in the browser.
import { announce, requestToken } from './request.js';
import { Outbox } from './scoring/outbox.js';

const root = document.querySelector('[data-verification]');
const account = document.querySelector('meta[name="account"]').content;
const outbox = new Outbox(account, root.dataset.url, requestToken());
const items = new Map([...root.querySelectorAll('[data-verify]')].map((element) => [element.dataset.verify, element]));
const known = new Map();

const words = (name) => root.dataset[`text${name}`];
const part = (item, name) => item.querySelector(`[data-${name}]`);

function read(item) {
  const agrees = item.querySelector('[data-agrees]:checked')?.value;
  return { agrees: agrees === undefined ? null : agrees === 'true', reason: part(item, 'reason').value || null };
}

function write(item, fields) {
  for (const choice of item.querySelectorAll('[data-agrees]')) choice.checked = choice.value === String(fields.agrees);
  if (document.activeElement !== part(item, 'reason')) part(item, 'reason').value = fields.reason ?? '';
  part(item, 'reason-row').hidden = fields.agrees !== false;
}

/** @param {boolean} isWanted whether it is something that is still to be done there */
function say(item, text, isWanted = false) {
  const state = part(item, 'state');
  state.textContent = text;
  state.classList.toggle('is-wanted', isWanted);
}

function changed(code, typing) {
  const item = items.get(code);
  const before = known.get(code);
  const now = read(item);
  part(item, 'reason-row').hidden = now.agrees !== false;
  const changes = {};
  for (const field of ['agrees', 'reason']) if (now[field] !== before[field]) changes[field] = { from: before[field], to: now[field] };
  if (Object.keys(changes).length === 0) return;
  known.set(code, now);
  say(item, words('Saving'));
  outbox.put({ key: code, method: 'PATCH', path: `/criteria/${code}`, changes }, typing);
}

for (const [code, item] of items) {
  known.set(code, read(item));
  item.addEventListener('change', (event) => { if (event.target.matches('[data-agrees]')) changed(code, false); });
  part(item, 'reason').addEventListener('input', () => changed(code, true));
  part(item, 'reason').addEventListener('blur', () => outbox.hurry());
}

// Before it asks to confirm: what is still to be said, at its place.
root.querySelector('#end-form')?.addEventListener('click', (event) => {
  const button = event.target.closest('button[formaction]');
  if (!button) return;
  const find = (wanted) => [...items.values()].find((item) => wanted(read(item)));
  const unjudged = button.formAction.endsWith('/agree') ? find(({ agrees }) => agrees === null) : null;
  const silent = unjudged ?? find(({ agrees, reason }) => agrees === false && !reason);
  if (!silent) return;
  event.preventDefault();
  say(silent, words(unjudged ? 'Unjudged' : 'Noreason'), true);
  announce(`${silent.dataset.verify} ${words(unjudged ? 'Unjudged' : 'Noreason')}`);
  silent.scrollIntoView({ block: 'center' });
  (unjudged ? silent.querySelector('[data-agrees]') : part(silent, 'reason')).focus({ preventScroll: true });
});

outbox.addEventListener('state', () => {
  const trouble = { offline: 'Waiting', 'signed-out': 'Signedout', 'other-account': 'Signedout' }[outbox.mode];
  const end = root.querySelectorAll('#end-form button');
  for (const button of end) button.disabled = outbox.open > 0 || button.classList.contains('is-blocked');
  if (trouble) {
    for (const [, item] of items) if (part(item, 'state').textContent === words('Saving')) say(item, words(trouble));
  }
});

outbox.addEventListener('committed', ({ detail: { job, answer } }) => {
  const item = items.get(job.key);
  if (!item) return;
  say(item, words('Saved'));
  announce(`${job.key} ${words('Saved')}`);
  const progress = root.querySelector('[data-progress]');
  progress.textContent = [answer.unjudged, answer.disagreed, answer.withoutReason].reduce((text, count, i) => text.replace(`{${i}}`, count), progress.dataset.text);
});

// Another tab of the same person was faster: what stands there is shown, and is theirs to change again.
outbox.addEventListener('conflict', ({ detail: { job } }) => {
  const item = items.get(job.key);
  const [[field, { from }]] = Object.entries(job.changes);
  known.set(job.key, { ...known.get(job.key), [field]: from });
  outbox.drop(job.id);
  if (item) {
    write(item, known.get(job.key));
    say(item, words('Failed'));
  }
});

outbox.addEventListener('refused', ({ detail: { job } }) => {
  const item = items.get(job.key);
  if (item) say(item, job.detail || words('Failed'));
});

for (const job of await outbox.restore()) {
  const item = items.get(job.key);
  if (!item) continue;
  for (const [field, { to }] of Object.entries(job.changes)) known.set(job.key, { ...known.get(job.key), [field]: to });
  write(item, known.get(job.key));
  say(item, words('Saving'));
}
outbox.start();
root.dataset.ready = '';
