// A change of language loads the page again. What was typed and not sent yet goes along, with what was folded open and how far the
// page was scrolled. Passwords and files do not: no script may keep them, and a chosen file is asked about.
const KEY = 'language-change';
const LIFE = 10 * 60 * 1000;
const form = document.querySelector('[data-language-form]');
const account = document.querySelector('meta[name="account"]')?.content ?? '';
const isBox = (control) => control.type === 'checkbox' || control.type === 'radio';

/** What a person fills in, each under a name that the page has in both languages. Workspace and map save by themselves. */
function controls() {
  const found = new Map();
  for (const control of document.querySelectorAll('main :is(input, select, textarea)')) {
    const name = control.name || control.id;
    if (!name || control.closest('[data-scoring], [data-map], dialog') || ['hidden', 'password', 'file', 'submit', 'button'].includes(control.type)) continue;
    const base = isBox(control) ? `${name}=${control.value}` : name;
    let key = base;
    for (let n = 2; found.has(key); n++) key = `${base} ${n}`;
    found.set(key, control);
  }
  return found;
}

const parts = () => [...document.querySelectorAll('main details:not([data-menu])')];

function isChanged(control) {
  if (isBox(control)) return control.checked !== control.defaultChecked;
  if (control.options) return control.selectedIndex !== Math.max([...control.options].findIndex((option) => option.defaultSelected), 0);
  return control.value !== control.defaultValue;
}

form.addEventListener('submit', (event) => {
  if (event.defaultPrevented) return;
  // A form that came back with faults holds what was typed as if it had always been there.
  const wasPosted = form.dataset.languageForm === 'posted';
  const typed = [...controls()].filter(([, control]) => wasPosted || isChanged(control)).map(([key, control]) => [key, isBox(control) ? control.checked : control.value]);
  document.dispatchEvent(new Event('language:before'));
  const back = form.elements.returnUrl;
  back.value = back.value.split('#')[0] + location.hash;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({
      account,
      path: back.value.split(/[?#]/)[0],
      at: Date.now(),
      typed,
      open: parts().flatMap((part, i) => part.open ? [i] : []),
      top: scrollY,
    }));
  } catch {
    // A browser that keeps nothing: the page's own question about unsaved text stays.
    return;
  }
  document.dispatchEvent(new Event('language:leave'));
});

// Before the question of confirm.js looks: a file that was chosen is lost.
form.querySelector('button').addEventListener('click', () => {
  const chosen = [...document.querySelectorAll('main input[type=file]')].some((input) => input.files.length > 0);
  if (chosen) form.dataset.confirm = form.dataset.files;
  else delete form.dataset.confirm;
});

const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
sessionStorage.removeItem(KEY);
if (kept && kept.account === account && kept.path === location.pathname && Date.now() - kept.at < LIFE) {
  const known = controls();
  const changed = [];
  for (const [key, value] of kept.typed) {
    const control = known.get(key);
    if (!control || control.disabled) continue;
    if (isBox(control)) control.checked = value;
    else control.value = value;
    changed.push(control);
  }
  for (const [i, part] of parts().entries()) part.open = kept.open.includes(i);
  // The page's own modules listen by then.
  addEventListener('DOMContentLoaded', () => {
    for (const control of changed) for (const name of ['input', 'change']) control.dispatchEvent(new Event(name, { bubbles: true }));
  });
  addEventListener('load', () => scrollTo({ top: kept.top, behavior: 'instant' }));
}
