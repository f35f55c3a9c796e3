// What a referee types stays in this browser until it is handed in; they have no account under which the server could keep it.
const KEY = 'report:';
const form = document.querySelector('[data-report]');
const done = document.querySelector('[data-report-done]');

const controls = () => [...form.elements].filter((e) => e.name?.startsWith('Form.') && e.type !== 'hidden');
const isBox = (control) => control.type === 'checkbox' || control.type === 'radio';
const keyOf = (control) => isBox(control) ? `${control.name}=${control.value}` : control.name;

function keep() {
  const typed = controls().filter((c) => isBox(c) ? c.checked : c.value !== '').map((c) => [keyOf(c), isBox(c) ? true : c.value]);
  try {
    localStorage.setItem(KEY + form.dataset.report, JSON.stringify(typed));
  } catch {
    // A browser that keeps nothing: the form works all the same.
  }
}

function restore() {
  let typed;
  try {
    typed = new Map(JSON.parse(localStorage.getItem(KEY + form.dataset.report) ?? '[]'));
  } catch {
    return;
  }
  for (const control of controls()) {
    const value = typed.get(keyOf(control));
    if (value === undefined) continue;
    if (isBox(control)) control.checked = true;
    else control.value = value;
  }
}

if (form) {
  restore();
  form.addEventListener('input', keep);
  form.addEventListener('change', keep);
}
if (done) localStorage.removeItem(KEY + done.dataset.reportDone);
document.querySelector('.error-summary')?.focus();
