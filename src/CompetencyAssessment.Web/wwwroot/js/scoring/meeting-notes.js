// What finished observations and questionings say of a criterion, beside it: one press, or its key, puts it into the rating's note.

/**
 * @param {string} base address of the meetings
 * @param {Criterion[]} criteria
 * @param {{words: (name: string, value?: string) => string, canRate: boolean, used: (criterion: Criterion, back: () => void) => void}} options
 */
export function meetingNotes(base, criteria, { words, canRate, used }) {
  const said = new Map(); // code → notes
  const place = (criterion) => criterion.element.querySelector('[data-meeting-notes]');

  function use(criterion, note) {
    const before = { methods: criterion.value('methods') ?? [], comment: criterion.value('comment') ?? null };
    if (!criterion.addNote(note.method, note.text)) return false;
    used(criterion, () => {
      criterion.set(before);
      draw(criterion);
    });
    draw(criterion);
    return true;
  }

  function draw(criterion) {
    const box = place(criterion);
    const notes = said.get(criterion.code) ?? [];
    box.hidden = notes.length === 0;
    box.replaceChildren(...notes.map((note) => {
      const row = document.createElement('div');
      row.className = 'meeting-note';
      const text = document.createElement('p');
      text.className = 'typed';
      text.textContent = note.text;
      const acts = document.createElement('p');
      acts.className = 'btn-row';
      const link = document.createElement('a');
      link.href = note.href;
      link.textContent = words('MeetingOpen');
      if (canRate && !criterion.hasNote(note.method, note.text)) {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'btn btn-outline-primary btn-sm';
        button.append(`${words('MeetingUse')} `, Object.assign(document.createElement('kbd'), { textContent: 'w' }));
        button.addEventListener('click', () => use(criterion, note));
        acts.append(button);
      } else if (canRate) {
        const there = document.createElement('span');
        there.className = 'soft';
        there.textContent = words('MeetingUsed');
        acts.append(there);
      }
      acts.append(link);
      row.append(text, acts);
      return row;
    }));
  }

  return {
    /** Takes the first that is not there yet. */
    next: (criterion) => (said.get(criterion.code) ?? []).some((note) => use(criterion, note)),
    draw,
    start: async () => {
      const answer = await fetch(`${base}/notes`, { headers: { Accept: 'application/json' } }).catch(() => null);
      const notes = answer?.ok ? await answer.json().catch(() => []) : [];
      for (const note of notes) said.set(note.criterion, [...said.get(note.criterion) ?? [], note]);
      for (const criterion of criteria) if (said.has(criterion.code)) draw(criterion);
    },
  };
}
