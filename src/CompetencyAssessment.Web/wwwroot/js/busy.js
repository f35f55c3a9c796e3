// A form is sent once: a second press while the answer is awaited does nothing. Opt out with data-busy="off".
const sent = new Map();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === 'dialog' || form.dataset.busy === 'off' || form.target === '_blank') return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  sent.set(form, button);
  // After the browser has read the button's name and value; aria-disabled keeps the focus where it is.
  setTimeout(() => {
    button?.setAttribute('aria-disabled', 'true');
    button?.classList.add('is-busy');
  });
});

// Coming back by the history shows the page as it was left.
addEventListener('pageshow', () => {
  for (const button of sent.values()) {
    button?.classList.remove('is-busy');
    button?.removeAttribute('aria-disabled');
  }
  sent.clear();
});
