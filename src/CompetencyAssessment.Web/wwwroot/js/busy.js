// A form is sent once: a second press while the answer is awaited does nothing. Opt out with data-busy="off".
const sent = new Set();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === 'dialog' || form.dataset.busy === 'off' || form.target === '_blank') return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  const button = event.submitter;
  // After the browser has read the button's name and value; aria-disabled keeps the focus where it is.
  setTimeout(() => {
    button?.setAttribute('aria-disabled', 'true');
    button?.classList.add('is-busy');
  });
});

// Coming back by the history shows the page as it was left.
addEventListener('pageshow', () => {
  sent.clear();
  for (const button of document.querySelectorAll('.is-busy')) {
    button.classList.remove('is-busy');
    button.removeAttribute('aria-disabled');
  }
});
