// The candidate's pages: what an upload changed is shown without losing what is being typed; whole groups are chosen at
// once; leaving with unsaved text asks first.

// --- After an upload or a stroke on the map ---
let strokes = 0;
document.addEventListener('evidence:mapped', () => { strokes++; refreshed(); });

async function refresh() {
  const since = strokes;
  const response = await fetch(location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } });
  if (!response.ok || new URL(response.url).pathname !== location.pathname) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-refresh]')) {
    const next = fresh.getElementById(part.id);
    if (!next || part.contains(document.activeElement)) continue;
    for (const open of part.querySelectorAll('details[open][id]')) next.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute('open', '');
    part.replaceChildren(...next.childNodes);
  }
  document.dispatchEvent(new CustomEvent('page:fresh', { detail: { page: fresh, isLatest: () => since === strokes } }));
}

const refreshed = () => refresh().catch(() => { /* It is safe; the next page shows it. */ });
document.addEventListener('upload:completed', refreshed);

// --- Choosing what a piece supports ---
function countOf(group) {
  const boxes = [...group.querySelectorAll('input[type=checkbox]')];
  return { boxes, chosen: boxes.filter(box => box.checked).length };
}

function show(group) {
  const { boxes, chosen } = countOf(group);
  const count = group.querySelector('[data-count]');
  if (count) count.textContent = `${chosen} / ${boxes.length}`;
  const button = group.querySelector('[data-choose-all]');
  if (button) button.textContent = chosen === boxes.length ? button.dataset.textNone : button.dataset.textAll;
}

for (const group of document.querySelectorAll('[data-choices]')) {
  show(group);
  group.addEventListener('change', () => show(group));
  group.querySelector('[data-choose-all]')?.addEventListener('click', () => {
    const { boxes, chosen } = countOf(group);
    for (const box of boxes) box.checked = chosen !== boxes.length;
    group.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

// --- Unsaved text ---
for (const form of document.querySelectorAll('form[data-guard]')) {
  let dirty = form.querySelector('.error-summary') !== null;
  form.addEventListener('input', () => { dirty = true; });
  form.addEventListener('change', () => { dirty = true; });
  form.addEventListener('submit', () => { dirty = false; });
  document.addEventListener('language:leave', () => { dirty = false; });
  addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });
}
