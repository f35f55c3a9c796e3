// Ctrl+K, or ⌘K, goes to the search. With a modifier, so that no key of a page is taken.
document.addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || document.querySelector('dialog[open]')) return;
  const boxes = [...document.querySelectorAll('[data-search], .search-form [type=search]')];
  const box = boxes.find((b) => b.checkVisibility());
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select?.();
});
