// Evidence shown in the page, over it, by the reader that assessors use; a button may name the place to open.
import { Reader } from './reading/reader.js';
import { placeInAddress } from './reading/address.js';

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

function show(button, place) {
  if (!button || !dialog) return;
  if (!reader) {
    reader = new Reader(dialog.querySelector('[data-reader-template]'), files);
    reader.addEventListener('close', () => dialog.close());
    dialog.querySelector('[data-preview-area]').append(reader.element);
    dialog.addEventListener('close', () => reader.close());
  }
  gather();
  dialog.showModal();
  const { preview, kind, place: named } = button.dataset;
  reader.open(preview, place ?? (kind && kind !== 'whole' ? { kind, place: named ?? null } : undefined));
  reader.part('body').focus();
}

document.addEventListener('click', (event) => show(event.target.closest('[data-preview]')));

// Where a search leads.
function showWanted() {
  const wanted = placeInAddress();
  if (wanted) show(document.querySelector(`[data-preview="${CSS.escape(wanted.versionId)}"]`), wanted.kind ? wanted : undefined);
}
addEventListener('hashchange', showWanted);
showWanted();
