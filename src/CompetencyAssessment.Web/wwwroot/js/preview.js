// Evidence shown in the page, over it, by the reader that assessors use; a button may name the place to open.
import { Reader } from './reading/reader.js';

const dialog = document.querySelector('[data-preview-dialog]');
const files = new Map();
let reader = null;

/** The list may have been refreshed since: what the page names now can be chosen. */
function gather() {
  files.clear();
  for (const { dataset } of document.querySelectorAll('[data-preview]')) {
    files.set(dataset.preview, { versionId: dataset.preview, label: dataset.label, title: dataset.title, type: dataset.type, url: dataset.url });
  }
  reader.part('version').replaceChildren(...[...files.values()].map((file) => new Option(`${file.label} ${file.title}`, file.versionId)));
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-preview]');
  if (!button || !dialog) return;
  if (!reader) {
    reader = new Reader(dialog.querySelector('[data-reader-template]'), files);
    reader.addEventListener('close', () => dialog.close());
    dialog.querySelector('[data-preview-area]').append(reader.element);
    dialog.addEventListener('close', () => reader.close());
  }
  gather();
  dialog.showModal();
  const { preview, kind, place } = button.dataset;
  reader.open(preview, kind && kind !== 'whole' ? { kind, place: place ?? null } : undefined);
  reader.part('body').focus();
});
