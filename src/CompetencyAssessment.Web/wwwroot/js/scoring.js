// The scoring workspace: shows one criterion at a time, saves each change by itself and says honestly whether it is saved.
import { requestToken, announce } from './request.js';

const root = document.querySelector('[data-scoring]');
const text = (name, value) => root.dataset[`text${name}`].replace('{0}', value ?? '');
const canRate = root.dataset.canRate === 'true';
const base = `/scoring/${root.dataset.id}`;
const savedLine = root.querySelector('[data-saved]');

// --- Saving: one queue in the order of typing; a later value of the same field replaces an earlier one that was not sent yet. ---
const queue = [];
let sending = false;
let wait = 1000;

function show(state, detail) {
  savedLine.dataset.state = state;
  savedLine.textContent = detail;
}

function enqueue(job) {
  const waiting = queue.find((other, index) => other.key === job.key && !(index === 0 && sending));
  if (waiting) {
    waiting.value = job.value;
  } else {
    queue.push({ ...job, requestId: crypto.randomUUID() });
  }
  show('saving', text('Saving'));
  drain();
}

async function freshToken() {
  // After a new sign-in the page's own token is somebody else's; any page hands out the right one.
  const page = await fetch('/scoring', { headers: { Accept: 'text/html' }, redirect: 'manual' });
  if (!page.ok) return null;
  const html = new DOMParser().parseFromString(await page.text(), 'text/html');
  return html.querySelector('meta[name="request-token"]')?.content ?? null;
}

let token = requestToken();

async function post(job) {
  return fetch(base + job.path, {
    method: job.method,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', RequestVerificationToken: token },
    body: JSON.stringify({ requestId: job.requestId, ...job.body() }),
  });
}

function later() {
  setTimeout(() => { sending = false; drain(); }, wait);
  wait = Math.min(wait * 2, 15000);
}

async function drain() {
  if (sending || queue.length === 0) return;
  sending = true;
  const job = queue[0];
  let answer;
  try {
    answer = await post(job);
  } catch {
    show('waiting', text('Waiting'));
    later();
    return;
  }
  if (answer.status === 401 || answer.status === 403 || answer.status === 400 || answer.type === 'opaqueredirect') {
    const renewed = await freshToken().catch(() => null);
    if (renewed && renewed !== token) {
      token = renewed;
      sending = false;
      drain();
      return;
    }
    if (answer.status !== 400) {
      show('waiting', text('SignedOut'));
      later();
      return;
    }
  }
  if (answer.status >= 500 || answer.status === 429) {
    show('waiting', text('Waiting'));
    later();
    return;
  }
  wait = 1000;
  queue.shift();
  sending = false;
  const said = await answer.json().catch(() => null);
  if (answer.ok) {
    job.done(said);
    if (queue.length === 0) {
      show('saved', text('Saved'));
    }
  } else {
    job.failed(said);
    if (said?.code !== 'rating.conflict') {
      show('refused', text('Refused', said?.detail ?? answer.status));
      announce(savedLine.textContent);
    }
  }
  drain();
}

window.addEventListener('online', () => { wait = 1000; sending = false; drain(); });
window.addEventListener('beforeunload', (event) => {
  flushTyping();
  if (queue.length > 0) event.preventDefault();
});

// Typing is sent when it pauses, and at once when the field is left.
const typing = new Map();
function whenTypingPauses(element, send) {
  element.addEventListener('input', () => {
    clearTimeout(typing.get(element)?.timer);
    typing.set(element, { timer: setTimeout(() => { typing.delete(element); send(); }, 700), send });
    show('saving', text('Saving'));
  });
  element.addEventListener('change', () => flush(element));
}
function flush(element) {
  const pending = typing.get(element);
  if (pending) {
    clearTimeout(pending.timer);
    typing.delete(element);
    pending.send();
  }
}
function flushTyping() {
  for (const element of [...typing.keys()]) flush(element);
}

// --- Criteria ---
const cards = [...root.querySelectorAll('[data-criterion]')];
const links = new Map([...root.querySelectorAll('.score-nav [data-goto]')].map((a) => [a.dataset.goto, a]));

function open(code, focus) {
  flushTyping();
  const card = cards.find((c) => c.dataset.criterion === code) ?? cards[0];
  for (const other of cards) other.hidden = other !== card;
  for (const [key, link] of links) {
    if (key === card.dataset.criterion) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  if (focus) {
    // Not at the first showing: the browser would take a new fragment for a place to scroll to.
    history.replaceState(null, '', `#${card.dataset.criterion}`);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  }
}

function step(by) {
  const at = cards.findIndex((c) => !c.hidden);
  open(cards[Math.min(Math.max(at + by, 0), cards.length - 1)].dataset.criterion, true);
}
root.querySelector('[data-previous]').addEventListener('click', () => step(-1));
root.querySelector('[data-next]').addEventListener('click', () => step(1));
root.addEventListener('click', (event) => {
  const link = event.target.closest('[data-goto]');
  if (link) {
    event.preventDefault();
    open(link.dataset.goto, true);
  }
});

function showCard(card, answer) {
  const gaps = answer.gaps;
  for (const gap of card.querySelectorAll('[data-gap]')) gap.hidden = !gaps.includes(gap.dataset.gap);
  card.querySelector('[data-gap-none]').hidden = gaps.length > 0;
  const level = answer.fields.level;
  const link = links.get(card.dataset.criterion);
  link.querySelector('[data-nav-level]').textContent = level ?? '·';
  link.dataset.status = level === null ? 'none' : gaps.length > 0 ? 'part' : level >= Number(root.dataset.passMark) ? 'pass' : 'below';
  root.querySelector('[data-complete]').textContent = [...links.values()].filter((l) => ['pass', 'below'].includes(l.dataset.status)).length;
  if (!answer.needsConfirmation) card.querySelector('[data-take-over]')?.closest('.notice').remove();
}

function fieldSaver(card) {
  const code = card.dataset.criterion;
  const saved = JSON.parse(card.dataset.fields);
  const save = (field, value, from) => {
    const job = {
      key: `${code} ${field}`,
      path: `/ratings/${code}`,
      method: 'PATCH',
      value,
      body() { return { changes: { [field]: { from: from === undefined ? saved[field] : from, to: this.value } } }; },
      done(answer) {
        saved[field] = answer.fields[field];
        showCard(card, answer);
      },
      failed(said) {
        if (said?.code === 'rating.conflict') askWhich(card, said, this.value, save, (theirs) => { saved[field] = theirs; });
      },
    };
    enqueue(job);
  };
  return save;
}

function askWhich(card, said, mine, save, settle) {
  const box = card.querySelector('[data-conflict]');
  const plain = (value) => (value === null || value === '' ? text('Nothing') : typeof value === 'object' ? JSON.stringify(value) : String(value));
  box.replaceChildren();
  const line = (label, value) => {
    const p = document.createElement('p');
    const strong = document.createElement('strong');
    strong.textContent = `${label}: `;
    p.append(strong, plain(value));
    return p;
  };
  const button = (label, act) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = 'btn btn-outline-primary btn-sm';
    b.textContent = label;
    b.addEventListener('click', () => { box.hidden = true; act(); });
    return b;
  };
  const title = document.createElement('p');
  title.textContent = text('Conflict');
  box.append(title, line(text('TheirsIs'), said.theirs), line(text('MineIs'), mine));
  box.append(button(text('Mine'), () => { settle(said.theirs); save(said.field, mine, said.theirs); }), ' ', button(text('Theirs'), () => location.reload()));
  box.hidden = false;
  show('refused', text('Conflict'));
}

for (const card of cards) {
  const save = fieldSaver(card);
  const causeRow = card.querySelector('[data-cause-row]');
  const cause = card.querySelector('select[data-field]');

  for (const radio of card.querySelectorAll('[data-level]')) {
    radio.addEventListener('change', () => {
      const level = Number(radio.value);
      causeRow.hidden = level >= Number(root.dataset.passMark);
      save('level', level);
      // A cause belongs to a rating under the pass mark; it must not linger unseen.
      if (causeRow.hidden && cause.value) {
        cause.value = '';
        save('cause', null);
      }
    });
  }
  card.querySelector('[data-clear-level]').addEventListener('click', () => {
    for (const radio of card.querySelectorAll('[data-level]')) radio.checked = false;
    causeRow.hidden = true;
    save('level', null);
  });
  for (const field of card.querySelectorAll('textarea[data-field]')) whenTypingPauses(field, () => save(field.dataset.field, field.value === '' ? null : field.value));
  cause.addEventListener('change', () => save('cause', cause.value || null));

  const methods = () => [...card.querySelectorAll('[data-method]:checked')].map((box) => ({
    code: box.dataset.method,
    note: card.querySelector(`[data-note="${box.dataset.method}"]`)?.value || null,
  }));
  for (const box of card.querySelectorAll('[data-method]')) {
    box.addEventListener('change', () => {
      const note = card.querySelector(`[data-note="${box.dataset.method}"]`)?.closest('[data-method-note]');
      if (note) note.hidden = !box.checked;
      save('methods', methods());
    });
  }
  for (const note of card.querySelectorAll('[data-note]')) whenTypingPauses(note, () => save('methods', methods()));

  const list = card.querySelector('[data-citations]');
  const template = list.querySelector('[data-template]');
  const citations = () => [...list.querySelectorAll('[data-citation]:not([data-template])')].map((row) => ({
    versionId: row.querySelector('[data-c-version]').value,
    kind: row.querySelector('[data-c-kind]').value,
    place: row.querySelector('[data-c-place]').value || null,
  }));
  const listen = (row) => {
    const place = row.querySelector('[data-c-place]');
    const kind = row.querySelector('[data-c-kind]');
    const whole = () => { place.hidden = kind.value === 'whole'; };
    whole();
    kind.addEventListener('change', () => { whole(); save('citations', citations()); });
    row.querySelector('[data-c-version]').addEventListener('change', () => save('citations', citations()));
    whenTypingPauses(place, () => save('citations', citations()));
    row.querySelector('[data-c-remove]').addEventListener('click', () => {
      row.remove();
      save('citations', citations());
      card.querySelector('[data-c-add]').focus();
    });
  };
  for (const row of list.querySelectorAll('[data-citation]:not([data-template])')) listen(row);
  card.querySelector('[data-c-add]').addEventListener('click', () => {
    const row = template.cloneNode(true);
    delete row.dataset.template;
    row.hidden = false;
    list.append(row);
    listen(row);
    save('citations', citations());
    row.querySelector('[data-c-version]').focus();
  });

  card.querySelector('[data-take-over]')?.addEventListener('click', () => enqueue({
    key: `${card.dataset.criterion} confirm`,
    path: `/ratings/${card.dataset.criterion}/confirm`,
    method: 'POST',
    body: () => ({}),
    done: (answer) => showCard(card, answer),
    failed: () => {},
  }));
}

// --- Judgements of evidence and of the requirements ---
for (const box of root.querySelectorAll('[data-judgement]')) {
  const verdict = (aspect) => box.querySelector(`[data-aspect="${aspect}"]:checked`)?.value ?? null;
  const reason = box.querySelector('[data-reason]');
  const save = () => enqueue({
    key: `evidence ${box.dataset.judgement}`,
    path: `/evidence/${box.dataset.judgement}`,
    method: 'PATCH',
    body: () => ({ valid: verdict('valid'), authentic: verdict('authentic'), current: verdict('current'), reason: reason.value || null }),
    done: (answer) => {
      const doubted = Object.values(answer.fields).includes('doubted');
      box.querySelector('[data-flagged]').textContent = doubted && answer.ratings.length > 0 ? text('Rests', answer.ratings.join(' ')) : '';
    },
    failed: () => {},
  });
  for (const radio of box.querySelectorAll('[data-aspect]')) radio.addEventListener('change', save);
  whenTypingPauses(reason, save);
  box.querySelector('[data-accept-all]').addEventListener('click', () => {
    for (const radio of box.querySelectorAll('[value="accepted"]')) radio.checked = true;
    save();
  });
}

for (const box of root.querySelectorAll('[data-requirement]')) {
  const reason = box.querySelector('[data-reason]');
  const save = () => {
    const chosen = box.querySelector('input[type="radio"]:checked')?.value;
    enqueue({
      key: `requirement ${box.dataset.requirement}`,
      path: `/requirements/${box.dataset.requirement}`,
      method: 'PATCH',
      body: () => ({ sufficient: chosen === 'true' ? true : chosen === 'false' ? false : null, reason: reason.value || null }),
      done: () => {},
      failed: () => {},
    });
  };
  for (const radio of box.querySelectorAll('input[type="radio"]')) radio.addEventListener('change', save);
  whenTypingPauses(reason, save);
}

// --- Evidence shown in the page ---
const viewer = root.querySelector('[data-viewer]');
for (const button of root.querySelectorAll('[data-view]')) {
  button.addEventListener('click', () => {
    const article = button.closest('[data-version]');
    const { url, type } = button.dataset;
    const kind = type.startsWith('image/') ? 'img' : type.startsWith('audio/') ? 'audio' : type.startsWith('video/') ? 'video' : type === 'application/pdf' || type.startsWith('text/') ? 'iframe' : null;
    const body = viewer.querySelector('[data-viewer-body]');
    if (!kind) {
      location.href = `${url}/download`;
      return;
    }
    const element = document.createElement(kind);
    element.src = url;
    element.title = element.alt = article.querySelector('h3').textContent.trim();
    if (kind === 'audio' || kind === 'video') element.controls = true;
    body.replaceChildren(element);
    viewer.querySelector('[data-viewer-title]').textContent = article.dataset.label;
    viewer.querySelector('[data-viewer-download]').href = `${url}/download`;
    viewer.hidden = false;
    viewer.scrollIntoView({ block: 'nearest' });
  });
}
root.querySelector('[data-viewer-close]').addEventListener('click', () => {
  viewer.querySelector('[data-viewer-body]').replaceChildren();
  viewer.hidden = true;
});

const wanted = decodeURIComponent(location.hash.slice(1));
if (cards.length > 0) open(cards.some((c) => c.dataset.criterion === wanted) ? wanted : cards[0].dataset.criterion, false);
if (wanted && !cards.some((c) => c.dataset.criterion === wanted)) document.getElementById(wanted)?.scrollIntoView();
if (!canRate) for (const button of root.querySelectorAll('.criterion button, .judgement button')) button.hidden = true;
