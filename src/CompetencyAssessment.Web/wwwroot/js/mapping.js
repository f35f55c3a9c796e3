// The map of the unit: one piece of evidence marked on many criteria in one stroke, by pointer or by keyboard. A stroke is one
// request; strokes wait for each other, are repeated until they are answered, and can be taken back.
import { announce } from './request.js';
import { MappingQueue } from './mapping-queue.js';

const root = document.querySelector('[data-map]');
const words = (name, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), root.dataset[`text${name}`] ?? '');
const body = () => root.querySelector('[data-map-body]');
const rows = () => [...root.querySelectorAll('[data-code]')];
const shown = () => rows().filter((row) => !row.hidden && !row.closest('[data-map-group]').hidden);
const boxOf = (row) => row.querySelector('.map-box');
const itemsOf = (row) => row.dataset.items.split(' ').filter(Boolean);
const rowOf = (code) => root.querySelector(`[data-code="${CSS.escape(code)}"]`);

let chosen = '';
let stroke = null; // { before: Map<row, boolean>, anchor, state, by }
let last = null; // the row marked last, from which Shift goes on
let filtered = false;
let pressed = false;

// --- What the map shows ---
function pieces() {
  return new Map([...root.querySelectorAll('[name=map-piece]')].filter((radio) => radio.value).map((radio) => [radio.value, radio.dataset]));
}

function drawRow(row) {
  const known = pieces();
  const place = row.querySelector('.map-support');
  const links = itemsOf(row).filter((id) => known.has(id)).map((id) => {
    const link = document.createElement('a');
    link.href = `${root.dataset.url}/${id}`;
    link.textContent = known.get(id).label;
    const title = document.createElement('span');
    title.className = 'visually-hidden';
    title.textContent = ` ${known.get(id).title}`;
    link.append(title);
    return link;
  });
  if (links.length === 0) {
    const none = document.createElement('span');
    none.className = 'map-none';
    none.textContent = words('None');
    links.push(none);
  }
  place.replaceChildren(...links);
  row.querySelector('.map-mark').textContent = links[0].matches('a') ? '✓' : '○';
}

function drawCounts() {
  let missing = 0;
  for (const group of root.querySelectorAll('[data-map-group]')) {
    const all = [...group.querySelectorAll('[data-code]')];
    const covered = all.filter((row) => itemsOf(row).length > 0).length;
    missing += all.length - covered;
    group.querySelector('[data-map-count]').textContent = `${covered} / ${all.length}`;
    group.querySelector('[data-map-bar]').value = covered;
    const whole = group.querySelector('[data-map-all]');
    if (whole) {
      const marked = all.filter((row) => boxOf(row).checked).length;
      whole.checked = marked === all.length;
      whole.indeterminate = marked > 0 && marked < all.length;
    }
  }
  const criteria = rows().filter((row) => !row.dataset.code.startsWith('E'));
  root.querySelector('.map-sum strong').textContent = `${criteria.filter((row) => itemsOf(row).length > 0).length} / ${criteria.length}`;
  root.querySelector('[data-map-missing]').textContent = missing;
}

function filter() {
  for (const row of rows()) row.hidden = filtered && itemsOf(row).length > 0;
  for (const group of root.querySelectorAll('[data-map-group]')) group.hidden = [...group.querySelectorAll('[data-code]')].every((row) => row.hidden);
  root.querySelector('[data-map-nothing]').hidden = !filtered || shown().length > 0;
  root.querySelector('[data-map-filter]').setAttribute('aria-pressed', String(filtered));
  rove(shown()[0]);
}

/** The map is one stop of the Tab key; arrow keys move in it. */
function rove(row) {
  for (const other of rows()) boxOf(other).tabIndex = other === row ? 0 : -1;
}

function choose(id) {
  chosen = pieces().has(id) ? id : '';
  for (const radio of root.querySelectorAll('[name=map-piece]')) radio.checked = radio.value === chosen;
  root.classList.toggle('is-marking', chosen !== '');
  for (const row of rows()) {
    const box = boxOf(row);
    box.hidden = box.disabled = chosen === '';
    box.checked = chosen !== '' && itemsOf(row).includes(chosen);
  }
  for (const whole of root.querySelectorAll('[data-map-all]')) {
    whole.disabled = chosen === '';
    whole.closest('label').hidden = chosen === '';
  }
  last = null;
  rove(shown()[0]);
  drawCounts();
  queue?.tell();
}

function mark(row, state) {
  boxOf(row).checked = state;
  const items = new Set(itemsOf(row));
  if (state) items.add(chosen); else items.delete(chosen);
  const order = [...pieces().keys()];
  row.dataset.items = [...items].sort((a, b) => order.indexOf(a) - order.indexOf(b)).join(' ');
  drawRow(row);
}

/** Shows what the server says a piece supports. */
function settle(itemId, codes) {
  const set = new Set(codes);
  for (const row of rows()) {
    const items = itemsOf(row);
    if (set.has(row.dataset.code) === items.includes(itemId)) continue;
    const kept = chosen;
    chosen = itemId;
    const box = boxOf(row).checked;
    mark(row, set.has(row.dataset.code));
    chosen = kept;
    boxOf(row).checked = kept === itemId ? set.has(row.dataset.code) : box;
  }
  drawCounts();
}

const queue = root.querySelector('[data-map-bar-status]')
  ? new MappingQueue(root, { words, pieces, settle, codesOf: (id) => rows().filter((row) => itemsOf(row).includes(id)).map((row) => row.dataset.code), chosen: () => chosen })
  : null;

// --- A stroke ---
function begin(row, state, by) {
  stroke = { before: new Map(shown().map((r) => [r, boxOf(r).checked])), anchor: row, state, by };
}

function drawTo(row) {
  const all = [...stroke.before.keys()];
  const [from, to] = [all.indexOf(stroke.anchor), all.indexOf(row)].sort((a, b) => a - b);
  all.forEach((r, i) => {
    const wanted = i >= from && i <= to ? stroke.state : stroke.before.get(r);
    if (boxOf(r).checked !== wanted) mark(r, wanted);
  });
  last = { row, state: stroke.state };
  drawCounts();
}

function end(keep = true) {
  if (!stroke) return;
  const { before } = stroke;
  stroke = null;
  const changed = [...before].filter(([row, was]) => boxOf(row).checked !== was);
  if (!keep) {
    for (const [row, was] of changed) mark(row, was);
    drawCounts();
    return;
  }
  const codes = (state) => changed.filter(([row]) => boxOf(row).checked === state).map(([row]) => row.dataset.code);
  queue.add(chosen, codes(true), codes(false));
}

function single(row, state) {
  begin(row, state, 'single');
  drawTo(row);
  end();
}

// --- By pointer: the row under it, and all between that and where it began. A finger scrolls, so it only taps. ---
const isOther = (target) => target.closest('a, summary, .map-note') !== null;
const rowAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-map] [data-code]');

root.addEventListener('pointerdown', (event) => {
  const row = event.target.closest('[data-code]');
  pressed = false;
  if (!row || !chosen || event.button !== 0 || event.pointerType === 'touch' || isOther(event.target)) return;
  event.preventDefault();
  pressed = true;
  end();
  if (event.shiftKey && last && shown().includes(last.row)) {
    begin(last.row, last.state, 'pointer');
    drawTo(row);
  } else {
    begin(row, !boxOf(row).checked, 'pointer');
    drawTo(row);
  }
  rove(row);
  boxOf(row).focus({ preventScroll: true, focusVisible: false });
});

addEventListener('pointermove', (event) => {
  if (stroke?.by !== 'pointer') return;
  const row = rowAt(event);
  if (row && stroke.before.has(row)) drawTo(row);
});
addEventListener('pointerup', () => { if (stroke?.by === 'pointer') end(); });
addEventListener('pointercancel', () => { if (stroke?.by === 'pointer') end(false); });

root.addEventListener('click', (event) => {
  const row = event.target.closest('[data-code]');
  if (!row || !chosen || event.target === boxOf(row) || isOther(event.target)) return;
  event.preventDefault();
  if (!pressed) single(row, !boxOf(row).checked);
  pressed = false;
});

// --- By keyboard and by assistive technology: native boxes ---
root.addEventListener('change', (event) => {
  const { target } = event;
  if (target.name === 'map-piece') {
    choose(target.value);
  } else if (target.matches('.map-box')) {
    const state = target.checked;
    target.checked = !state;
    single(target.closest('[data-code]'), state);
  } else if (target.matches('[data-map-all]')) {
    const whole = [...target.closest('[data-map-group]').querySelectorAll('[data-code]')].filter((row) => !row.hidden);
    const state = target.checked;
    begin(whole[0], state, 'single');
    drawTo(whole.at(-1));
    end();
  }
});

const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

document.addEventListener('keydown', (event) => {
  if (!chosen || event.key.toLowerCase() !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.target.matches('input[type=text], textarea')) return;
  event.preventDefault();
  end();
  queue.undo();
});

root.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && chosen) {
    if (stroke) end(false);
    else done();
    return;
  }
  const row = event.target.closest('[data-code]');
  if (!row || event.target !== boxOf(row) || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = shown();
  const to = event.key in steps ? all[all.indexOf(row) + steps[event.key]] : event.key === 'Home' ? all[0] : event.key === 'End' ? all.at(-1) : null;
  if (event.key === ' ' && event.shiftKey && last) {
    event.preventDefault();
    begin(last.row, last.state, 'keyboard');
    drawTo(row);
    end();
    return;
  }
  if (event.key in steps || event.key === 'Home' || event.key === 'End') event.preventDefault();
  if (!to) return;
  if (event.shiftKey) {
    if (!stroke) begin(row, last?.row === row ? last.state : true, 'keyboard');
    drawTo(to);
  }
  rove(to);
  boxOf(to).focus();
});
root.addEventListener('keyup', (event) => { if (event.key === 'Shift' && stroke?.by === 'keyboard') end(); });
root.addEventListener('focusout', (event) => { if (stroke?.by === 'keyboard' && !root.contains(event.relatedTarget)) end(); });
root.addEventListener('focusin', (event) => {
  const row = event.target.closest('[data-code]');
  if (row && event.target === boxOf(row)) rove(row);
});

// --- Around it ---
function done() {
  const radio = root.querySelector(`[name=map-piece][value="${CSS.escape(chosen)}"]`);
  choose('');
  radio?.focus();
}

root.addEventListener('click', (event) => {
  if (event.target.closest('[data-map-filter]')) {
    filtered = !filtered;
    filter();
    announce(root.querySelector('[data-map-filter]').textContent);
  } else if (event.target.closest('[data-map-done]')) {
    done();
  } else if (event.target.closest('[data-map-undo]')) {
    queue.undo();
  }
});

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-map-piece], a[href="#coverage"], a[href^="#map-"]');
  if (!link || !link.isConnected) return;
  const piece = link.dataset.mapPiece;
  if (piece && pieces().has(piece)) {
    event.preventDefault();
    filtered = false;
    filter();
    choose(piece);
    root.querySelector('[data-map-pieces]').scrollIntoView({ block: 'start' });
    boxOf(shown()[0]).focus({ preventScroll: true });
  } else if (link.getAttribute('href') === '#coverage') {
    filtered = true;
    filter();
  } else if (filtered) {
    filtered = false;
    filter();
  }
});

// What an upload or a stroke changed comes from the server; a stroke under way is not drawn over.
document.addEventListener('page:fresh', (event) => {
  const fresh = event.detail.page.getElementById('map-body');
  if (!fresh || stroke || queue?.busy || !event.detail.isLatest()) return;
  const focused = body().contains(document.activeElement) ? document.activeElement : null;
  const again = focused?.id || (focused?.name === 'map-piece' ? `[name=map-piece][value="${focused.value}"]` : null);
  const open = [...body().querySelectorAll('details[open]')].map((note) => note.closest('[data-code]').dataset.code);
  const from = last?.row.dataset.code;
  const state = last?.state;
  body().replaceChildren(...fresh.childNodes);
  for (const code of open) for (const note of rowOf(code)?.querySelectorAll('details') ?? []) note.open = true;
  choose(chosen);
  filter();
  if (from && rowOf(from)) last = { row: rowOf(from), state };
  if (again) (document.getElementById(again) ?? (again.startsWith('[') ? root.querySelector(again) : null))?.focus({ preventScroll: true });
});

// The piece in hand and the filter outlive a change of language.
const VIEW = 'view:map';
document.addEventListener('language:leave', () => sessionStorage.setItem(VIEW, JSON.stringify({ path: location.pathname, chosen, filtered })));
const view = JSON.parse(sessionStorage.getItem(VIEW) ?? 'null');
sessionStorage.removeItem(VIEW);
if (view?.path === location.pathname) {
  filtered = view.filtered;
  filter();
  if (queue) choose(view.chosen);
}

queue?.tell();
