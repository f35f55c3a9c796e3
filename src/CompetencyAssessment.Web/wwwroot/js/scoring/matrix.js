// The coverage matrix, drawn from the page as it stands: which criterion the candidate supports by which evidence, and where it is cited.

/**
 * @param {HTMLElement} place where the table is drawn
 * @param {{criteria: Criterion[], versions: {versionId: string, label: string, no: string}[], words: (name: string, value?: string) => string, go: (code: string) => void}} page
 */
export function matrix(place, page) {
  const cell = (name, text, scope) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (scope) made.scope = scope;
    return made;
  };
  return () => {
    const table = document.createElement('table');
    table.className = 'matrix';
    const caption = cell('caption', page.words('MatrixCaption'));
    const head = document.createElement('tr');
    head.append(cell('th', page.words('Criterion'), 'col'), cell('th', page.words('Level'), 'col'));
    for (const { label, no } of page.versions) head.append(cell('th', `${label} v${no}`, 'col'));
    const top = document.createElement('thead');
    top.append(head);
    const body = document.createElement('tbody');
    for (const criterion of page.criteria) {
      const row = document.createElement('tr');
      const name = cell('th', undefined, 'row');
      const link = document.createElement('a');
      link.href = `#${criterion.code}`;
      link.textContent = criterion.code;
      link.addEventListener('click', (event) => {
        event.preventDefault();
        page.go(criterion.code);
      });
      name.append(link);
      row.append(name, cell('td', criterion.level ?? '·'));
      const cited = criterion.value('citations') ?? [];
      const mapped = (criterion.element.dataset.supported ?? '').split(' ');
      for (const { versionId, label } of page.versions) {
        const here = cited.some((c) => c.versionId === versionId);
        const said = mapped.includes(label);
        const mark = cell('td', here ? (said ? '◉' : '●') : said ? '○' : '');
        if (here || said) {
          const words = document.createElement('span');
          words.className = 'visually-hidden';
          words.textContent = ` ${[said ? page.words('Mapped') : '', here ? page.words('Cited') : ''].filter(Boolean).join(', ')}`;
          mark.append(words);
        }
        row.append(mark);
      }
      body.append(row);
    }
    table.append(caption, top, body);
    place.replaceChildren(table);
  };
}
