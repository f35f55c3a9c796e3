// Text, and Office files by their extracted text: headings, tables, slides in order, sheets as a grid.

const PATIENCE = 40;

async function read(file, wait) {
  for (let i = 0; i < PATIENCE; i++) {
    const answer = await fetch(`${file.url}/text`, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.json();
    if (text.status !== 'waiting') return text;
    wait();
    await new Promise((done) => { setTimeout(done, 1500); });
  }
  throw new Error('waiting');
}

const make = (name, text) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  return element;
};

function table(rows) {
  const body = make('tbody');
  for (const cells of rows) {
    const row = make('tr');
    for (const cell of cells) row.append(make('td', cell));
    body.append(row);
  }
  const whole = make('table');
  whole.className = 'reader-table';
  whole.append(body);
  return whole;
}

function block({ type, level, text, rows }, words) {
  switch (type) {
    // Under the page's own headings of the first three ranks.
    case 'heading': return make(`h${Math.min(6, (level ?? 1) + 3)}`, text);
    case 'table': return table(rows);
    case 'item': {
      const item = make('p', `• ${text}`);
      item.className = 'reader-item';
      return item;
    }
    case 'notes': {
      const notes = make('p', `${words('Notes')}: ${text}`);
      notes.className = 'reader-notes';
      return notes;
    }
    default: return make('p', text);
  }
}

function sheet(part) {
  const head = make('tr');
  head.append(make('th'));
  for (const column of part.columns ?? []) {
    const cell = make('th', column);
    cell.scope = 'col';
    head.append(cell);
  }
  const top = make('thead');
  top.append(head);
  const body = make('tbody');
  for (const { number, cells } of part.rows) {
    const row = make('tr');
    const label = make('th', number);
    label.scope = 'row';
    row.append(label);
    const byColumn = new Map(cells.map((c) => [c.address.replace(/\d+$/, ''), c]));
    for (const column of part.columns ?? []) {
      const cell = make('td', byColumn.get(column)?.text ?? '');
      cell.dataset.address = `${column}${number}`;
      row.append(cell);
    }
    body.append(row);
  }
  const grid = make('table');
  grid.className = 'reader-grid';
  grid.append(top, body);
  return grid;
}

export async function showText({ reader, file, body, tools, place, moved }) {
  const text = await read(file, () => reader.say1(reader.words('Extracting')));
  if (text.status !== 'ready') {
    reader.say1(reader.words(text.status === 'empty' ? 'NoText' : 'Failed'));
    return {};
  }
  const name = (part) => part.kind === 'slide' ? `${reader.words('Kindslide')} ${part.number}${part.name ? ` ${part.name}` : ''}` : part.name ?? '';
  const parts = text.parts.map((part) => {
    const section = make('section');
    section.className = `reader-part reader-${part.kind}`;
    if (part.kind === 'slide' || part.kind === 'sheet') section.append(make('h3', name(part)));
    if (part.rows) section.append(sheet(part));
    for (const each of part.blocks ?? []) section.append(block(each, (key) => reader.words(key)));
    return { part, section };
  });
  body.replaceChildren(...parts.map((p) => p.section));
  if (text.cut) {
    const cut = make('p', reader.words('Cut'));
    cut.className = 'reader-note';
    body.append(cut);
  }
  body.scrollTop = 0;

  let cell = null;
  const choose = (next) => {
    cell?.classList.remove('is-chosen');
    cell = next;
    cell?.classList.add('is-chosen');
    moved();
  };
  body.onclick = (event) => {
    const clicked = event.target.closest('[data-address]');
    if (clicked) choose(clicked);
  };

  const top = () => body.getBoundingClientRect().top + 40;
  const inView = () => parts.findLast((p) => p.section.getBoundingClientRect().top <= top()) ?? parts[0];
  const heading = () => [...body.querySelectorAll('h3, h4, h5, h6')].findLast((h) => h.getBoundingClientRect().top <= top());
  let waiting = false;
  body.onscroll = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; moved(); });
  };

  const go = ({ kind, place: at }) => {
    const text = at ?? '';
    if (kind === 'slide') parts.find((p) => String(p.part.number) === text)?.section.scrollIntoView({ block: 'start' });
    if (kind === 'cell') {
      const cut = text.lastIndexOf('!');
      const sheetOf = parts.find((p) => p.part.kind === 'sheet' && p.part.name === text.slice(0, cut)) ?? parts[0];
      const found = sheetOf.section.querySelector(`[data-address="${CSS.escape(text.slice(cut + 1).split(':')[0].toUpperCase())}"]`);
      (found ?? sheetOf.section).scrollIntoView({ block: 'center', inline: 'center' });
      if (found) choose(found);
    }
    if (kind === 'section') [...body.querySelectorAll('h3, h4, h5, h6')].find((h) => h.textContent.startsWith(text.replace(/…$/, '')))?.scrollIntoView({ block: 'start' });
  };
  if (place) go(place);

  if (parts.length > 1 && parts[0].part.kind !== 'text') {
    const select = make('select');
    select.className = 'form-select form-select-sm';
    select.setAttribute('aria-label', reader.words('Part'));
    parts.forEach((p, i) => select.append(new Option(name(p.part), String(i))));
    select.addEventListener('change', () => parts[Number(select.value)].section.scrollIntoView({ block: 'start' }));
    tools.append(select);
  }
  return {
    place: () => {
      const { part } = inView();
      if (part.kind === 'slide') return { kind: 'slide', place: String(part.number) };
      if (part.kind === 'sheet') {
        const chosen = cell ? parts.find((p) => p.section.contains(cell)).part : part;
        return { kind: 'cell', place: cell ? `${chosen.name}!${cell.dataset.address}` : `${part.name}!A1` };
      }
      const title = heading()?.textContent.trim();
      return title ? { kind: 'section', place: title.length > 80 ? `${title.slice(0, 80)}…` : title } : { kind: 'whole', place: null };
    },
    go,
    close: () => { body.onscroll = body.onclick = null; },
  };
}
