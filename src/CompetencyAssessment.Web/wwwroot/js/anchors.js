// A link into the page opens what folds its target away, and leads the focus into a field. What scrolls stops below the sticky heads,
// whose heights the style sheet takes from here.
const root = document.documentElement;
for (const name of ['bar', 'score-bar']) {
  const head = document.querySelector(`.${name}`);
  if (head) new ResizeObserver(() => root.style.setProperty(`--${name}`, `${head.offsetHeight}px`)).observe(head);
}

function reveal() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (!target) return;
  let folded = false;
  for (let part = target.closest('details'); part; part = part.parentElement.closest('details')) {
    if (part.open || part.matches('.in-place')) continue;
    part.open = true;
    folded = true;
  }
  if (folded) target.scrollIntoView();
  if (target.matches('input, select, textarea')) target.focus();
}
addEventListener('hashchange', reveal);
document.addEventListener('click', (event) => {
  // The same link again changes no address.
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) setTimeout(reveal);
});
reveal();
