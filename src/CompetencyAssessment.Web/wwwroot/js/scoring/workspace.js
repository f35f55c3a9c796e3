// The scoring workspace: one criterion at a time beside the evidence; every change is kept, sent and honestly told.
import { announce, requestToken } from '../request.js';
import { Outbox } from './outbox.js';
import { Part, textControl } from './sheet.js';
import { Criterion } from './criterion.js';
import { Pieces, splitter } from './pieces.js';
import { bulk } from './bulk.js';
import { snippets } from './snippets.js';
import { matrix } from './matrix.js';
import { keys } from './keys.js';
import { placeInAddress } from '../reading/address.js';
import { selfRatings } from './self-ratings.js';
import { meetingNotes } from './meeting-notes.js';

const root = document.querySelector('[data-scoring]');
const find = (selector) => root.querySelector(selector);
const words = (name, value) => (root.dataset[`text${name}`] ?? '').replace('{0}', value ?? '');
const canRate = root.dataset.canRate === 'true';
const passMark = Number(root.dataset.passMark);
const account = document.querySelector('meta[name="account"]').content;
const outbox = new Outbox(account, `/scoring/${root.dataset.id}`, requestToken());
const others = 'BroadcastChannel' in window ? new BroadcastChannel(`scoring ${root.dataset.id} ${account}`) : null;

// --- The parts of the sheet ---
const parts = new Map();
const links = new Map([...root.querySelectorAll('.score-nav [data-goto]')].map((a) => [a.dataset.goto, a]));
const pieces = new Pieces(find('[data-pieces]'));
const criteria = [...root.querySelectorAll('[data-criterion]')].map((element) => new Criterion(outbox, element, {
  nav: links.get(element.dataset.criterion), passMark, words, changed: () => progress(), openPlace: (place) => pieces.open(place),
}));
for (const criterion of criteria) parts.set(criterion.key, criterion);
const selves = selfRatings(`/scoring/${root.dataset.id}/self-ratings`, criteria, () => progress());

const hide = (element, isHidden) => { if (element.hidden !== isHidden) element.hidden = isHidden; };
const radioControl = (radios, toValue) => ({
  read: () => toValue(radios.find((r) => r.checked)?.value ?? ''),
  write: (value) => { for (const radio of radios) radio.checked = radio.value === String(value ?? ''); },
  say: (value) => radios.find((r) => r.value === String(value))?.closest('label').textContent.trim() ?? String(value),
});

/** One for each version: shows the ratings that rest on it. */
const resting = [];
const showResting = () => { for (const show of resting) show(); };
for (const element of root.querySelectorAll('[data-judgement]')) {
  const reason = element.querySelector('[data-reason]');
  const aspects = ['valid', 'authentic', 'current'];
  const radios = (aspect) => [...element.querySelectorAll(`[data-aspect="${aspect}"]`)];
  const part = new Part(outbox, {
    element,
    key: `evidence ${element.dataset.judgement}`,
    path: `/evidence/${element.dataset.judgement}`,
    fields: JSON.parse(element.dataset.fields),
    words,
    controls: { ...Object.fromEntries(aspects.map((a) => [a, radioControl(radios(a), (v) => v || null)])), reason: textControl(reason) },
    show: () => showResting(),
  });
  // Which ratings rest on it is known here: it shows as soon as a doubt is chosen, before the server has answered.
  const line = element.querySelector('[data-flagged]');
  resting.push(() => {
    const codes = criteria.filter((c) => c.value('citations')?.some((place) => place.versionId === element.dataset.judgement)).map((c) => c.code);
    const doubted = aspects.some((aspect) => part.value(aspect) === 'doubted');
    const text = words(doubted ? 'Doubted' : 'Rests');
    const list = line.querySelector('[data-flagged-codes]');
    hide(line, codes.length === 0);
    line.classList.toggle('is-doubted', doubted);
    if (line.querySelector('[data-flagged-text]').textContent !== text) line.querySelector('[data-flagged-text]').textContent = text;
    if ([...list.querySelectorAll('a')].map((a) => a.textContent).join(' ') === codes.join(' ')) return;
    list.replaceChildren(...codes.flatMap((code) => {
      const link = document.createElement('a');
      link.className = 'code';
      link.href = `#${code}`;
      link.dataset.goto = code;
      link.textContent = code;
      return [link, ' '];
    }));
  });
  parts.set(part.key, part);
  for (const aspect of aspects) for (const radio of radios(aspect)) radio.addEventListener('change', () => { part.changed(aspect); showResting(); });
  reason.addEventListener('input', () => part.changed('reason', true));
  element.querySelector('[data-accept-all]').addEventListener('click', () => part.set(Object.fromEntries(aspects.map((a) => [a, 'accepted']))));
}

for (const element of root.querySelectorAll('[data-requirement]')) {
  const radios = [...element.querySelectorAll('input[type="radio"]')];
  const reason = element.querySelector('[data-reason]');
  const part = new Part(outbox, {
    element,
    key: `requirement ${element.dataset.requirement}`,
    path: `/requirements/${element.dataset.requirement}`,
    fields: JSON.parse(element.dataset.fields),
    words,
    controls: { sufficient: radioControl(radios, (v) => v === 'true' ? true : v === 'false' ? false : null), reason: textControl(reason) },
    show: () => {},
  });
  parts.set(part.key, part);
  for (const radio of radios) radio.addEventListener('change', () => part.changed('sufficient'));
  reason.addEventListener('input', () => part.changed('reason', true));
}

// --- What is saved, and what is not ---
const savedLine = find('[data-saved]');
const unsentBox = find('[data-unsent]');
const conflictBoxes = [...root.querySelectorAll('[data-conflict]')];
const unsentActs = Object.fromEntries(['sign-in-again', 'retry', 'discard', 'to-conflict'].map((name) => [name, find(`[data-${name}]`)]));
function tell() {
  if (!canRate) return;
  const conflicts = conflictBoxes.filter((box) => !box.hidden).length;
  const state = outbox.refused.length > 0 ? 'refused' : conflicts > 0 ? 'conflict' : outbox.open === 0 ? 'saved'
    : outbox.mode === 'offline' || outbox.mode === 'signed-out' || outbox.mode === 'other-account' ? 'waiting' : 'saving';
  const text = state === 'refused' ? words('Refused', outbox.refused[0].detail)
    : state === 'conflict' ? words('ConflictOpen')
    : state === 'saved' ? words('Saved')
    : state === 'saving' ? words('Saving')
    : words(outbox.mode === 'offline' ? 'Waiting' : outbox.mode === 'signed-out' ? 'SignedOut' : 'OtherAccount', outbox.open);
  if (savedLine.textContent !== text) savedLine.textContent = text;
  if (savedLine.dataset.state !== state) savedLine.dataset.state = state;
  hide(unsentBox, state !== 'waiting' && state !== 'refused' && state !== 'conflict');
  hide(unsentActs['to-conflict'], state !== 'conflict');
  hide(unsentActs['sign-in-again'], outbox.mode !== 'signed-out' && outbox.mode !== 'other-account');
  hide(unsentActs.retry, state !== 'refused');
  hide(unsentActs.discard, state !== 'refused');
  if (outbox.mode === 'idle') missingSoon();
}
outbox.addEventListener('state', tell);
outbox.addEventListener('committed', ({ detail: { job, answer } }) => {
  const part = parts.get(job.key.replace(/ confirm$/, ''));
  part?.committed(answer);
  if (part instanceof Criterion) selves.saved(part);
  others?.postMessage({ key: job.key, answer });
  progress();
});
outbox.addEventListener('conflict', ({ detail: { job } }) => {
  const part = parts.get(job.key);
  part?.ask(job);
  if (part === shown) part.element.querySelector('[data-conflict]').scrollIntoView({ block: 'nearest' });
  announce(words('ConflictOpen'));
  tell();
});
others?.addEventListener('message', ({ data: { key, answer } }) => {
  const part = parts.get(key.replace(/ confirm$/, ''));
  part?.elsewhere(answer);
  if (part instanceof Criterion) selves.saved(part);
  progress();
  missingSoon();
});
root.addEventListener('click', (event) => { if (event.target.closest('[data-conflict] button')) setTimeout(tell); });
find('[data-retry]').addEventListener('click', () => outbox.retry());
unsentActs['to-conflict']?.addEventListener('click', () => {
  const box = conflictBoxes.find((each) => !each.hidden);
  const part = [...parts.values()].find((each) => each.element.contains(box));
  if (part instanceof Criterion) open(part, true);
  else if (part) reveal(part.element.id);
  box?.scrollIntoView({ block: 'center' });
  box?.querySelector('button')?.focus({ preventScroll: true });
});
find('[data-discard]').addEventListener('click', async () => {
  for (const job of outbox.refused) await outbox.drop(job.id);
  location.reload();
});
addEventListener('beforeunload', (event) => {
  outbox.hurry();
  // It is kept either way; the question is for those who would sign out or take another computer.
  if (outbox.open > 0 && outbox.mode !== 'idle') event.preventDefault();
});
addEventListener('pagehide', () => outbox.hurry());

// --- What blocks "competent", from the server's own rules ---
const missingPanel = find('[data-missing]');
let missingTimer = 0;
function missingSoon() {
  clearTimeout(missingTimer);
  missingTimer = setTimeout(showMissing, 400);
}
async function showMissing() {
  if (!missingPanel || outbox.open > 0) return;
  const answer = await fetch(`/scoring/${root.dataset.id}/missing`, { headers: { Accept: 'application/json' } }).catch(() => null);
  if (!answer?.ok) return;
  const kinds = await answer.json();
  const anchors = new Set(kinds.flatMap((k) => k.places.map((p) => p.anchor)));
  missingPanel.querySelector('[data-missing-count]').textContent = anchors.size === 0 ? words('NothingMissing') : words('Missing', anchors.size);
  missingPanel.dataset.state = anchors.size === 0 ? 'clear' : 'open';
  missingPanel.querySelector('[data-missing-list]').replaceChildren(...kinds.map(({ text, places }) => {
    const row = document.createElement('li');
    const name = document.createElement('strong');
    name.textContent = text;
    row.append(name, ' ');
    for (const place of places) {
      const link = document.createElement('a');
      link.className = 'code';
      link.href = `#${place.anchor}`;
      link.dataset.goto = place.anchor;
      link.textContent = place.text;
      row.append(link, ' ');
    }
    return row;
  }));
}

// --- Which criterion is in hand ---
let shown = criteria[0];
let filter = 'all';
const passes = { all: () => true, incomplete: (c) => !c.complete, below: (c) => c.level !== null && c.level < passMark, differs: (c) => selves.differs(c) };
const filtered = () => criteria.filter((c) => passes[filter](c) || c === shown);

// From key to paint the page writes first and measures once, at the end: each measure between would lay it out again.
function open(criterion, focus) {
  if (!criterion) return;
  if (shown !== criterion) {
    shown.element.hidden = true;
    links.get(shown.code).removeAttribute('aria-current');
  }
  shown = criterion;
  criterion.element.hidden = false;
  const link = links.get(criterion.code);
  link.setAttribute('aria-current', 'true');
  for (const near of criterion.element.querySelectorAll('[data-related]')) {
    const level = String(parts.get(near.dataset.related).level ?? '·');
    const place = near.querySelector('[data-related-level]');
    if (place.textContent !== level) place.textContent = level;
  }
  if (focus) {
    side('criteria');
    addressSoon();
    criterion.element.focus({ preventScroll: true });
  }
  link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  if (focus) criterion.element.scrollIntoView({ block: 'nearest' });
}

// The address follows when the keys rest: browsers take their time for it. Not at the first showing: they would take a new fragment for a
// place to scroll to.
let addressTimer = 0;
function address() {
  clearTimeout(addressTimer);
  if (addressTimer && location.hash !== `#${shown.code}`) history.replaceState(null, '', `#${shown.code}`);
  addressTimer = 0;
}
function addressSoon() {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(address, 400);
}
document.addEventListener('language:before', address);

// Back, forward and an address typed over: what the address says is what is rated.
addEventListener('hashchange', () => {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const part = parts.get(wanted);
  if (part instanceof Criterion) open(part, true);
  else if (document.getElementById(wanted)?.closest('[data-scoring]')) reveal(wanted);
});

function step(by) {
  const list = filtered();
  open(list[Math.min(Math.max(list.indexOf(shown) + by, 0), list.length - 1)], true);
}

function nextIncomplete() {
  const at = criteria.indexOf(shown);
  const next = [...criteria.slice(at + 1), ...criteria.slice(0, at)].find((c) => !c.complete);
  if (next) open(next, true);
  else announce(words('AllComplete'));
}

const completeCount = find('[data-complete]');
function progress() {
  const complete = String(criteria.filter((c) => c.complete).length);
  if (completeCount.textContent !== complete) completeCount.textContent = complete;
  showResting();
  for (const criterion of criteria) {
    const isHidden = !passes[filter](criterion) && criterion !== shown;
    const link = links.get(criterion.code);
    if (link.hidden !== isHidden) link.hidden = isHidden;
  }
}

function filterBy(name) {
  filter = name;
  for (const button of root.querySelectorAll('[data-filter]')) button.setAttribute('aria-pressed', String(button.dataset.filter === name));
  progress();
}
for (const button of root.querySelectorAll('[data-filter]')) button.addEventListener('click', () => filterBy(button.dataset.filter));
find('[data-previous]').addEventListener('click', () => step(-1));
find('[data-next]').addEventListener('click', () => step(1));
root.addEventListener('click', (event) => {
  const link = event.target.closest('[data-goto]');
  if (!link) return;
  const criterion = parts.get(link.dataset.goto);
  link.closest('details[data-menu]')?.removeAttribute('open');
  if (criterion instanceof Criterion) {
    event.preventDefault();
    open(criterion, true);
  } else {
    reveal(link.dataset.goto);
  }
});

/** Shows what stands in the evidence pane. */
function reveal(id) {
  const place = document.getElementById(id);
  if (!place) return;
  tab(place.matches('[data-requirement]') ? 'requirements' : 'pieces');
  side('evidence');
  place.scrollIntoView({ block: 'start' });
}

// --- The two sides, and what the left one shows ---
const drawMatrix = matrix(find('[data-pane="matrix"] [data-matrix]'), {
  criteria,
  versions: [...root.querySelectorAll('[data-view]')].map(({ dataset }) => ({ versionId: dataset.version, label: dataset.label.split(' ')[0], no: dataset.no })),
  words,
  go: (code) => open(parts.get(code), true),
});
const tabs = [...root.querySelectorAll('[data-tab]')];
function tab(name) {
  for (const each of tabs) {
    const chosen = each.dataset.tab === name;
    each.setAttribute('aria-selected', String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    find(`[data-pane="${each.dataset.tab}"]`).hidden = !chosen;
  }
  if (name === 'matrix') drawMatrix();
}
for (const each of tabs) {
  each.addEventListener('click', () => tab(each.dataset.tab));
  each.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(tabs.indexOf(each) + by + tabs.length) % tabs.length];
    tab(next.dataset.tab);
    next.focus();
  });
}
const sides = [...root.querySelectorAll('[data-side]')];
function side(name) {
  if (root.dataset.shows === name) return;
  root.dataset.shows = name;
  for (const button of sides) button.setAttribute('aria-pressed', String(button.dataset.side === name));
}
for (const button of sides) button.addEventListener('click', () => side(button.dataset.side));
splitter(find('[data-split]'), find('.score-columns'));
pieces.addEventListener('shown', () => { tab('pieces'); side('evidence'); });

// --- Acts ---
const note = find('[data-done]');
const undos = [];
function done(text, back) {
  if (back) undos.push(back);
  note.querySelector('[data-done-text]').textContent = text;
  note.querySelector('[data-undo]').hidden = !back;
  note.hidden = false;
  announce(text);
  clearTimeout(done.timer);
  done.timer = setTimeout(() => { note.hidden = true; }, back ? 15000 : 4000);
}
function undo() {
  const back = undos.pop();
  back?.();
  done(words(back ? 'Undone' : 'NothingToUndo'));
  shown.element.focus({ preventScroll: true });
}
note.querySelector('[data-undo]').addEventListener('click', undo);

const sayPlace = () => `${pieces.label(pieces.place.versionId)} ${pieces.reader.say(pieces.place)}`.trim();
function attach() {
  if (!canRate) return;
  if (!pieces.place) {
    const mapped = (shown.element.dataset.supported ?? '').split(' ')[0];
    const first = pieces.versions.find((v) => pieces.label(v).startsWith(mapped)) ?? pieces.versions[0];
    if (first) pieces.open({ versionId: first });
    return;
  }
  const criterion = shown;
  const before = criterion.value('citations') ?? [];
  if (criterion.cite(pieces.place)) done(words('Attached', `${criterion.code} ← ${sayPlace()}`), () => criterion.set({ citations: before }));
}
function quote() {
  if (!canRate || !pieces.reader?.canQuote) return;
  const criterion = shown;
  const before = { comment: criterion.value('comment') ?? null, citations: criterion.value('citations') ?? [] };
  criterion.addToComment(pieces.reader.quotation);
  criterion.cite(pieces.place);
  done(words('Quoted', criterion.code), () => criterion.set(before));
}
pieces.addEventListener('attach', attach);
pieces.addEventListener('quote', quote);

const meetings = meetingNotes(`/scoring/${root.dataset.id}/meetings`, criteria, {
  words, canRate, used: (criterion, back) => done(words('MeetingNoted', criterion.code), back),
});

// The dialogs for entering are there only where something can be entered.
const openBulk = canRate && bulk(document.getElementById('bulk-dialog'), {
  criteria: () => criteria,
  current: () => shown,
  place: () => pieces.place,
  sayPlace,
  done: (count, back) => done(words('BulkDone', count), count > 0 ? back : null),
});
const openSnippets = canRate && snippets(document.getElementById('snippets-dialog'), { current: () => shown, inserted: () => shown.commentArea.focus() });
const help = document.getElementById('keys-dialog');
for (const [name, act] of [['bulk', openBulk], ['snippets', openSnippets], ['keys', () => help.showModal()], ['attach', attach]]) {
  if (act) for (const button of root.querySelectorAll(`[data-open="${name}"]`)) button.addEventListener('click', act);
}

// Whether a level set by a key goes on to the next criterion: one's own choice, kept in this browser.
const onward = find('[data-onward]') ?? { checked: false };
if (canRate) {
  onward.checked = localStorage.getItem('onward') === 'true';
  onward.addEventListener('change', () => {
    localStorage.setItem('onward', String(onward.checked));
    announce(onward.checked ? words('OnwardOn') : words('OnwardOff'));
  });
}

// The next criterion comes up when the level has been painted: to lay it out takes longer than all else. A key that comes first goes after it.
let isGoingOn = false;
function goOnSoon() {
  isGoingOn = true;
  requestAnimationFrame(() => setTimeout(goOn));
}
function goOn() {
  if (!isGoingOn) return;
  isGoingOn = false;
  step(1);
}

/** Opens what the unit says beside the criterion in hand, and the first part of it gets the focus; or folds it again. */
function notes() {
  const all = [...shown.element.querySelectorAll('[data-note-here]')];
  if (all.length === 0) {
    announce(words('NoNotes'));
    return;
  }
  const wasOpen = all.every((each) => each.open) && all.some((each) => each.contains(document.activeElement));
  for (const each of all) each.open = !wasOpen;
  if (wasOpen) shown.element.focus({ preventScroll: true });
  else all[0].querySelector('summary').focus();
}

const rating = (act) => () => { if (canRate) act(); };
keys(root, goOn, {
  digit: (number) => {
    const radio = shown.element.querySelector(`[data-level][value="${number}"]`);
    if (!canRate || !radio) return;
    const rated = shown;
    const before = { level: rated.level, cause: rated.value('cause') ?? null };
    rated.rate(number);
    undos.push(() => {
      rated.set(before);
      rated.mark();
      open(rated, true);
      progress();
    });
    progress();
    announce(`${rated.code}: ${rated.controls.level.say(number)}`);
    if (onward.checked) goOnSoon();
    else rated.element.focus({ preventScroll: true });
  },
  previous: () => step(-1),
  next: () => step(1),
  n: notes,
  m: rating(() => shown.element.querySelector('[data-method]').focus()),
  e: attach,
  q: quote,
  c: rating(() => shown.commentArea.focus()),
  u: nextIncomplete,
  a: rating(() => onward.click()),
  b: rating(() => openBulk()),
  s: rating(() => openSnippets()),
  v: () => selves.toggle(shown),
  w: rating(() => { if (!meetings.next(shown)) announce(words('MeetingNothing')); }),
  x: () => tab('matrix'),
  z: rating(undo),
  '?': () => help.showModal(),
  finish: () => { outbox.hurry(); step(1); },
  leave: () => { outbox.hurry(); shown.element.focus({ preventScroll: true }); },
});

// --- Beginning ---
const left = canRate ? await outbox.restore() : [];
for (const job of left) parts.get(job.key)?.restored(job);
if (canRate) outbox.start();
if (outbox.found > 0) done(words('Found', outbox.found));
// The view of this tab outlives a reload, a change of language and the way to the signature and back. The address goes before it.
const VIEW = `view:${account} ${root.dataset.id}`;
const panes = ['.score-evidence', '.score-criteria'].map(find);
const view = JSON.parse(sessionStorage.getItem(VIEW) ?? 'null');
addEventListener('pagehide', () => sessionStorage.setItem(VIEW, JSON.stringify({
  criterion: shown.code, filter, tab: tabs.find((t) => t.getAttribute('aria-selected') === 'true').dataset.tab, side: root.dataset.shows, readers: pieces.view, tops: panes.map((p) => p.scrollTop),
})));
const sought = placeInAddress();
const wanted = sought ? '' : decodeURIComponent(location.hash.slice(1));
const first = parts.get(wanted || view?.criterion);
open(first instanceof Criterion ? first : criteria[0], false);
if (view) {
  filterBy(view.filter);
  tab(view.tab);
  side(view.side);
}
if (wanted && !(first instanceof Criterion)) {
  reveal(wanted);
} else if (wanted) {
  if (wanted !== view?.criterion) side('criteria');
  shown.element.scrollIntoView({ block: 'nearest' });
}
if (view && shown.code === view.criterion) panes.forEach((pane, i) => { pane.scrollTop = view.tops[i]; });
if (sought && pieces.versions.includes(sought.versionId)) {
  tab('pieces');
  side('evidence');
  pieces.open(sought);
} else if (view) {
  pieces.restore(view.readers);
}
progress();
tell();
missingSoon();
selves.start();
meetings.start();
root.dataset.ready = '';
