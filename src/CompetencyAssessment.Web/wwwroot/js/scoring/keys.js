// Keys of the workspace. They work where no text is typed and no dialog is open; Ctrl+Enter and Escape also work while typing.

/**
 * @param {() => void} before what the key before this one has put off
 * @param {Record<string, () => void>} acts by key; digits come as "digit" with the number
 */
export function keys(root, before, acts) {
  document.addEventListener('keydown', (event) => {
    before();
    if (event.defaultPrevented || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
    const target = event.target;
    const typing = target.matches?.('textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]');
    if (event.ctrlKey) {
      if (event.key === 'Enter' && typing) {
        event.preventDefault();
        acts.finish();
      }
      return;
    }
    if (typing) {
      if (event.key === 'Escape' && target.closest('[data-criterion]')) {
        event.preventDefault();
        acts.leave();
      }
      return;
    }
    // Elsewhere on the page (menus, the evidence list) keys keep their own meaning, except those of letters and digits.
    const inCard = target === document.body || target.closest?.('[data-criterion], .score-nav, .score-step');
    const act = /^\d$/.test(event.key) ? () => acts.digit(Number(event.key))
      : ['ArrowLeft', 'ArrowUp'].includes(event.key) && inCard ? acts.previous
      : ['ArrowRight', 'ArrowDown'].includes(event.key) && inCard ? acts.next
      : acts[event.key];
    if (!act || (event.key.startsWith('Arrow') && target.matches?.('input[type=radio]'))) return;
    event.preventDefault();
    act();
  });
}
