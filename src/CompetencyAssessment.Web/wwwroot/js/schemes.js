// A draft's form: says that something is not saved, asks before it would be lost, and keeps it in this window over a new sign-in.
const form = document.querySelector('form[data-draft]');
const state = document.querySelector('[data-draft-state]');
const account = document.querySelector('meta[name="account"]')?.content;
const key = `draft ${account} ${location.pathname}`;

let isUnsaved = false;
let isLeaving = false;

const text = () => JSON.stringify([...new FormData(form)].filter(([name]) => name.startsWith('Form.') && name !== 'Form.Seen'));

const seen = () => form.elements.namedItem('Form.Seen').value;

function note() {
  isUnsaved = form.dataset.draft === 'unsaved' || text() !== shown;
  for (const part of [state, form]) part?.classList.toggle('is-unsaved', isUnsaved);
  form.querySelector('[data-save-state]').textContent = isUnsaved ? state.dataset.unsaved : '';
  try {
    if (isUnsaved) sessionStorage.setItem(key, JSON.stringify({ seen: seen(), fields: text() }));
    else sessionStorage.removeItem(key);
  } catch { /* Without storage the question before leaving still stands. */ }
}

/** What was typed here before the sign-in ended; not once the draft has moved on, as after a save. */
function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(key));
  } catch { /* Nothing kept. */ }
  if (kept?.seen !== seen() || form.dataset.draft === 'unsaved') return;
  const values = new Map();
  for (const [name, value] of JSON.parse(kept.fields)) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name?.startsWith('Form.') || control.name === 'Form.Seen' || control.type === 'hidden') continue;
    const own = values.get(control.name) ?? [];
    if (control.type === 'checkbox' || control.type === 'radio') control.checked = own.includes(control.value);
    else if (own.length > 0) [control.value] = own;
  }
}

let shown = '';
if (form) {
  shown = text();
  restore();
  note();
  form.addEventListener('input', note);
  form.addEventListener('submit', () => { isLeaving = true; });
  addEventListener('beforeunload', (event) => {
    if (isUnsaved && !isLeaving) event.preventDefault();
  });
  addEventListener('pageshow', () => { isLeaving = false; });
  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      form.requestSubmit(form.querySelector('[data-save]'));
    }
  });
}
