// One's own comment snippets: kept on the server, put into the comment in hand.
import { send, announce } from '../request.js';

/**
 * @param {HTMLDialogElement} dialog
 * @param {{current: () => Criterion, inserted: () => void}} page
 */
export function snippets(dialog, page) {
  const list = dialog.querySelector('[data-snippets]');
  const none = dialog.querySelector('[data-snippets-none]');
  const fault = dialog.querySelector('[data-snippet-fault]');
  const keepButton = dialog.querySelector('[data-snippet-keep]');
  const template = dialog.querySelector('[data-snippet-template]');
  let rows = null;

  const say = (text) => {
    fault.textContent = text;
    fault.hidden = text === '';
  };

  function draw() {
    list.replaceChildren(...rows.map(({ id, text }, index) => {
      const row = template.content.firstElementChild.cloneNode(true);
      const use = row.querySelector('[data-snippet-use]');
      use.querySelector('[data-snippet-text]').textContent = text;
      use.querySelector('kbd').textContent = index < 9 ? String(index + 1) : '';
      use.addEventListener('click', () => insert(text));
      row.querySelector('[data-snippet-remove]').addEventListener('click', async () => {
        const answer = await send(`/scoring/snippets/${id}`, { method: 'DELETE' }).catch(() => null);
        // Gone already is as good.
        if (!answer?.ok && answer?.status !== 404) {
          say(dialog.dataset.textFailed);
          return;
        }
        rows = rows.filter((r) => r.id !== id);
        draw();
        (list.querySelector('button') ?? keepButton).focus();
      });
      return row;
    }));
    none.hidden = rows.length > 0;
  }

  function insert(text) {
    dialog.close();
    page.current().addToComment(text);
    page.inserted();
  }

  keepButton.addEventListener('click', async () => {
    const text = page.current().commentArea.value.trim();
    if (text === '') {
      say(dialog.dataset.textEmpty);
      return;
    }
    const answer = await send('/scoring/snippets', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text }) }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!answer?.ok) {
      say(said?.detail ?? dialog.dataset.textFailed);
      return;
    }
    rows = [...rows.filter((r) => r.id !== said.id), said];
    say('');
    draw();
    announce(dialog.dataset.textKept);
  });

  dialog.addEventListener('keydown', (event) => {
    const row = rows?.[Number(event.key) - 1];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    insert(row.text);
  });

  return async () => {
    say('');
    dialog.showModal();
    if (rows === null) {
      const answer = await send('/scoring/snippets').catch(() => null);
      if (!answer?.ok) {
        say(dialog.dataset.textFailed);
        return;
      }
      rows = await answer.json();
    }
    draw();
    (list.querySelector('button') ?? keepButton).focus();
  };
}
