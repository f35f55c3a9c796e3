// The colour scheme changes at once; the form behind it keeps the choice.
import { send } from './request.js';

const form = document.querySelector('[data-theme-form]');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { value } = event.submitter;
  document.documentElement.dispatchEvent(new CustomEvent('theme-chosen', { detail: value }));
  for (const button of form.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button === event.submitter));
  }
  const data = new FormData(form);
  data.set('theme', value);
  try {
    await send(form.action, { method: 'POST', body: data, redirect: 'manual' });
  } catch {
    // Offline: the page shows the choice, and the next one is kept again.
  }
});
