// Answers to what was sent back: each point has a text and the evidence that it points to, saved as a draft while it is written.
import { Saving } from './saving.js';
import { Part, textControl } from './scoring/sheet.js';

const root = document.querySelector('[data-replies]');
const saving = new Saving(root.querySelector('[data-save-state]'), root.dataset.base);
const parts = [];

for (const element of root.querySelectorAll('[data-reply]')) {
  const text = element.querySelector('[data-reply-text]');
  const evidence = element.querySelector('[data-reply-evidence]');
  const boxes = () => [...evidence.querySelectorAll('input')];
  const part = new Part(saving.outbox, {
    element,
    key: `reply ${element.dataset.reply}`,
    path: `/replies/${element.dataset.reply}`,
    fields: JSON.parse(element.dataset.fields),
    words: saving.words,
    controls: {
      text: textControl(text),
      evidence: {
        read: () => boxes().filter((box) => box.checked).map((box) => box.value),
        write: (value) => { for (const box of boxes()) box.checked = value?.includes(box.value) ?? false; },
        say: (value) => boxes().filter((box) => value.includes(box.value)).map((box) => box.closest('label').querySelector('.code').textContent).join(' '),
      },
    },
    show: () => {},
  });
  saving.add(part);
  parts.push({ part, element, evidence });
  text.addEventListener('input', () => part.changed('text', true));
  text.addEventListener('change', () => saving.outbox.hurry());
  evidence.addEventListener('change', () => part.changed('evidence'));
}

// The list before submission says which point still lacks an answer. What was saved in between is told once, when nothing is left to send.
let stale = false;
saving.outbox.addEventListener('committed', () => { stale = true; });
saving.outbox.addEventListener('state', () => {
  if (!stale || saving.open > 0) return;
  stale = false;
  document.dispatchEvent(new CustomEvent('evidence:mapped'));
});

// A file that was uploaded meanwhile can be pointed to as well.
document.addEventListener('page:fresh', (event) => {
  for (const { part, evidence } of parts) {
    const fresh = event.detail.page.getElementById(evidence.id);
    if (!fresh || evidence.contains(document.activeElement)) continue;
    evidence.replaceChildren(...fresh.childNodes);
    part.controls.evidence.write(part.value('evidence') ?? []);
  }
});

// What is handed in is what was typed: a submission waits for the saves before it.
document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[action$="/submit"]') || saving.open === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const form = event.target;
  const done = () => {
    if (saving.open > 0) return;
    saving.outbox.removeEventListener('state', done);
    form.requestSubmit();
  };
  saving.outbox.addEventListener('state', done);
  saving.outbox.hurry();
  root.querySelector('[data-save-state]').scrollIntoView({ block: 'nearest' });
}, { capture: true });

await saving.start();
root.dataset.ready = '';
