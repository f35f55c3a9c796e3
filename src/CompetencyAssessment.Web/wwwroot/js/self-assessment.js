// The candidate rates themselves: a level and a remark for each criterion, each saved by itself.
import { Saving } from './saving.js';
import { Part, textControl } from './scoring/sheet.js';

const root = document.querySelector('[data-self]');
const saving = new Saving(root.querySelector('[data-save-state]'), root.dataset.base);
const lines = [...root.querySelectorAll('[data-self-line]')];

function count() {
  const rated = (among) => among.filter((line) => line.querySelector('[data-level]:checked')).length;
  root.querySelector('[data-self-sum]').textContent = `${rated(lines)} / ${lines.length}`;
  for (const group of root.querySelectorAll('[data-self-group]')) {
    const own = [...group.querySelectorAll('[data-self-line]')];
    root.querySelector(`[data-self-count="${group.dataset.selfGroup}"]`).textContent = `${rated(own)} / ${own.length}`;
  }
}

for (const element of lines) {
  const radios = [...element.querySelectorAll('[data-level]')];
  const remark = element.querySelector('[data-remark]');
  const part = new Part(saving.outbox, {
    element,
    key: element.dataset.selfLine,
    path: `/${element.dataset.selfLine}`,
    fields: JSON.parse(element.dataset.fields),
    words: saving.words,
    controls: {
      level: {
        read: () => { const checked = radios.find((r) => r.checked); return checked ? Number(checked.value) : null; },
        write: (value) => { for (const radio of radios) radio.checked = value !== null && Number(radio.value) === value; },
        say: (value) => radios.find((r) => Number(r.value) === value)?.closest('.level').querySelector('.level-name').firstChild.textContent.trim() ?? String(value),
      },
      remark: textControl(remark),
    },
    show: count,
  });
  saving.add(part);
  for (const radio of radios) radio.addEventListener('change', () => { part.changed('level'); count(); });
  element.querySelector('[data-clear-level]').addEventListener('click', () => { part.set({ level: null }); count(); });
  remark.addEventListener('input', () => part.changed('remark', true));
  remark.addEventListener('change', () => saving.outbox.hurry());
}

await saving.start();
count();
root.dataset.ready = '';
