// Opens what a link leads into, prints, and opens all folded parts on paper.
import './print.js';

function reveal() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest('details.in-place:not([open])');
  if (folded) {
    folded.open = true;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'center' });
  }
}
addEventListener('hashchange', reveal);
reveal();

let opened = [];
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('.unit-body details:not([open])')];
  for (const part of opened) part.open = true;
});
addEventListener('afterprint', () => {
  for (const part of opened) part.open = false;
});
