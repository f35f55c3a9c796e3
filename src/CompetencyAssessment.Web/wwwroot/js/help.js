// Prints, and folds the table of contents where it would stand before the text.
import './print.js';

const toc = document.querySelector('[data-toc]');
if (toc && matchMedia('(width < 64rem)').matches) {
  toc.open = false;
  // What the address leads to has moved up with it.
  document.querySelector(':target')?.scrollIntoView();
}
