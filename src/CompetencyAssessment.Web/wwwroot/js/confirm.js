// data-confirm="text" on a form or on its button asks first; without scripts the form is simply sent.
const dialog = document.getElementById('confirm-dialog');
let agreed = null;

function part(name) {
  return dialog.querySelector(`[data-confirm-${name}]`);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  const source = event.submitter?.dataset.confirm !== undefined ? event.submitter : form;
  if (!dialog || source.dataset.confirm === undefined) return;
  if (agreed === form) {
    agreed = null;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();

  const ok = part('ok');
  part('title').textContent = source.dataset.confirmTitle ?? part('title').dataset.default;
  // What shows in the form beside a choice may have a word of its own in it.
  const also = [...form.querySelectorAll('[data-confirm-also]')].filter((shown) => shown.checkVisibility());
  part('text').textContent = [...also.map((shown) => shown.dataset.confirmAlso), source.dataset.confirm].join('\n\n');
  ok.textContent = source.dataset.confirmAction ?? ok.dataset.default;
  ok.classList.toggle('btn-danger', source.dataset.confirmTone === 'danger');
  ok.classList.toggle('btn-primary', source.dataset.confirmTone !== 'danger');
  dialog.returnValue = 'cancel';
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'ok') return;
    agreed = form;
    form.requestSubmit(event.submitter ?? undefined);
    agreed = null;
  }, { once: true });
  dialog.showModal();
}, { capture: true });
