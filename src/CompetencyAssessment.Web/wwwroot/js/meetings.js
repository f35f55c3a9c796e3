// A running observation or questioning: each line saves itself at once, and what could not be sent stays in the browser until it is.
import { Saving } from './saving.js';
import { Part, textControl } from './scoring/sheet.js';

const root = document.querySelector('[data-meeting]');
const saving = new Saving(root.querySelector('[data-save-state]'), root.dataset.base);
const entries = [...root.querySelectorAll('[data-item], [data-question]')];

const radios = (element, selector, toValue) => {
  const all = [...element.querySelectorAll(selector)];
  return {
    all,
    control: {
      read: () => toValue(all.find((r) => r.checked)?.value ?? null),
      write: (value) => { for (const radio of all) radio.checked = toValue(radio.value) === value; },
      say: (value) => all.find((r) => toValue(r.value) === value)?.closest('label').textContent.trim() ?? String(value),
    },
  };
};
const yesOrNo = (value) => value === null ? null : value === 'true';

/** Adds a part, and listens to its text fields and choices. */
function part(element, key, path, controls, show = () => {}) {
  const made = new Part(saving.outbox, { element, key, path, fields: JSON.parse(element.dataset.fields), words: saving.words, controls, show });
  saving.add(made);
  return made;
}

function typing(made, field, area) {
  area.addEventListener('input', () => made.changed(field, true));
  area.addEventListener('change', () => saving.outbox.hurry());
}

function choosing(made, field, choices) {
  for (const radio of choices.all) {
    radio.addEventListener('change', () => {
      made.changed(field);
      count();
    });
  }
}

/** The time at which the server has it. */
const noted = (element) => ({ at }) => {
  if (!at) return;
  element.querySelector('[data-at]').textContent = at;
  element.querySelector('[data-at-row]').hidden = false;
  const remove = element.querySelector('[data-remove-question]');
  if (remove) remove.hidden = true;
  element.querySelector('[data-author]')?.remove();
};

function count() {
  const open = entries.filter((e) => !e.querySelector('[data-seen]:checked, [data-sufficient]:checked'));
  root.querySelector('[data-noted]').textContent = `${entries.length - open.length} / ${entries.length}`;

  // Said where it is finished, and again when it is asked for sure. Questions have to be judged.
  const unnoted = root.querySelector('[data-unnoted]');
  if (!unnoted) return;
  unnoted.hidden = open.length === 0;
  unnoted.textContent = unnoted.dataset.text.replace('{0}', open.map((e) => e.dataset.item).join(' '));
  unnoted.dataset.confirmAlso = unnoted.textContent;
}

const around = root.querySelector('[data-meeting-fields]');
{
  const [present, remark] = ['present', 'remark'].map((name) => around.querySelector(`[data-${name}]`));
  const made = part(around, 'meeting', '', {
    present: textControl(present),
    remark: textControl(remark),
  });
  typing(made, 'present', present);
  typing(made, 'remark', remark);
}

for (const element of root.querySelectorAll('[data-item]')) {
  const seen = radios(element, '[data-seen]', (value) => value);
  const note = element.querySelector('[data-note]');
  const made = part(element, `item ${element.dataset.item}`, `/items/${element.dataset.item}`, { seen: seen.control, note: textControl(note) }, noted(element));
  choosing(made, 'seen', seen);
  typing(made, 'note', note);
  element.querySelector('[data-clear]').addEventListener('click', () => {
    made.set({ seen: null });
    count();
  });
}

for (const element of root.querySelectorAll('[data-question]')) {
  const answer = element.querySelector('[data-answer]');
  const sufficient = radios(element, '[data-sufficient]', yesOrNo);
  const list = element.querySelector('[data-prompts]');
  const row = element.querySelector('[data-prompt-row]');
  const inputs = () => [...list.querySelectorAll('input')];
  const counted = () => { element.querySelector('[data-prompt-count]').textContent = inputs().length; };
  const made = part(element, `question ${element.dataset.question}`, `/questions/${element.dataset.question}`, {
    answer: textControl(answer),
    sufficient: sufficient.control,
    prompts: {
      read: () => inputs().map((input) => input.value),
      write: (value) => {
        if (JSON.stringify(value ?? []) === JSON.stringify(inputs().map((input) => input.value))) return;
        list.replaceChildren();
        for (const text of value ?? []) listen(add(), text);
        counted();
      },
      say: (value) => `${value.length}: ${value.filter(Boolean).join('; ')}`,
    },
  }, noted(element));
  const add = () => {
    list.append(row.content.cloneNode(true));
    return list.lastElementChild;
  };
  const listen = (line, text) => {
    const input = line.querySelector('input');
    if (text !== undefined) input.value = text;
    typing(made, 'prompts', input);
    line.querySelector('[data-prompt-remove]').addEventListener('click', () => {
      line.remove();
      made.changed('prompts');
      counted();
      element.querySelector('[data-prompt-add]').focus();
    });
  };
  for (const line of list.children) listen(line);
  typing(made, 'answer', answer);
  choosing(made, 'sufficient', sufficient);
  element.querySelector('[data-prompt-add]').addEventListener('click', () => {
    const line = add();
    listen(line);
    made.changed('prompts');
    counted();
    line.querySelector('input').focus();
  });
}

// Whatever leads on waits for the saves before it: what is finished is what was typed.
root.addEventListener('submit', (event) => {
  if (saving.open === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { target: form, submitter } = event;
  const done = () => {
    if (saving.open > 0) return;
    saving.outbox.removeEventListener('state', done);
    form.requestSubmit(submitter);
  };
  saving.outbox.addEventListener('state', done);
  saving.outbox.hurry();
  root.querySelector('[data-save-state]').scrollIntoView({ block: 'nearest' });
}, { capture: true });

await saving.start();
count();
root.dataset.ready = '';
