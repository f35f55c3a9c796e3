// data-copy="#field" on a button copies what the field holds; where the browser refuses, the text is selected to be copied by hand.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return;
  }
  button.textContent = button.dataset.copied;
  const announcer = document.querySelector('[data-announcer]');
  if (announcer) announcer.textContent = button.dataset.copied;
});
