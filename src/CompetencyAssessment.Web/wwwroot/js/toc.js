// Runs where it stands, before the first paint: above the text, on a narrow screen, the contents come up folded, and nothing moves.
{
  const toc = document.querySelector('[data-toc]');
  if (matchMedia('(width < 64rem)').matches) toc.open = false;
}
