// Methods and the place in view for several criteria at once; levels never. What it did can be undone.

/**
 * @param {HTMLDialogElement} dialog
 * @param {{criteria: () => Criterion[], current: () => Criterion, place: () => object|null, sayPlace: () => string, done: (count: number, undo: () => void) => void}} page
 */
export function bulk(dialog, page) {
  const form = dialog.querySelector('form');
  const methods = [...dialog.querySelectorAll('[data-bulk-method]')];
  const place = dialog.querySelector('[data-bulk-place]');
  const scopes = [...dialog.querySelectorAll('[name=bulk-scope]')];
  const within = (scope) => {
    const all = page.criteria();
    if (scope === 'all') return all;
    if (scope === 'incomplete') return all.filter((c) => !c.complete);
    return all.filter((c) => c.task === page.current().task);
  };
  const count = () => {
    for (const scope of scopes) scope.closest('label').querySelector('[data-bulk-count]').textContent = within(scope.value).length;
  };

  dialog.addEventListener('keydown', (event) => {
    if (event.target.matches('input[type=text], textarea') || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Number(event.key) - 1;
    if (index >= 0 && index < methods.length) {
      event.preventDefault();
      methods[index].checked = !methods[index].checked;
      methods[index].focus();
    } else if (['t', 'u', 'a'].includes(event.key)) {
      event.preventDefault();
      const scope = scopes.find((s) => s.dataset.key === event.key);
      scope.checked = true;
      scope.focus();
    } else if (event.key === 'Enter' && !event.target.matches('button')) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('[value=ok]'));
    }
  });

  form.addEventListener('submit', (event) => {
    if (event.submitter?.value !== 'ok') return;
    const chosen = methods.filter((m) => m.checked).map((m) => m.value);
    const at = place.checked && !place.disabled ? page.place() : null;
    const before = [];
    for (const criterion of within(form.elements['bulk-scope'].value)) {
      const now = { methods: criterion.value('methods') ?? [], citations: criterion.value('citations') ?? [] };
      const next = {
        methods: [...now.methods, ...chosen.filter((code) => !now.methods.some((m) => m.code === code)).map((code) => ({ code, note: null }))],
        citations: !at || now.citations.some((c) => c.versionId === at.versionId && c.kind === at.kind && c.place === at.place) ? now.citations : [...now.citations, at],
      };
      if (JSON.stringify(next) === JSON.stringify(now)) continue;
      before.push({ criterion, now: structuredClone(now), next });
      criterion.set(next);
    }
    page.done(before.length, () => {
      for (const { criterion, now, next } of before) {
        // Only what this act added goes; what was entered since stays.
        const added = (list, from, key) => list.filter((x) => !from.some((o) => key(o) === key(x))).map(key);
        const back = (field, key) => {
          const gone = added(next[field], now[field], key);
          return (criterion.value(field) ?? []).filter((x) => !(gone.includes(key(x)) && !x.note));
        };
        criterion.set({ methods: back('methods', (m) => m.code), citations: back('citations', (c) => `${c.versionId} ${c.kind} ${c.place}`) });
      }
    });
  });

  return () => {
    const at = page.place();
    place.disabled = at === null;
    place.checked = at !== null;
    dialog.querySelector('[data-bulk-where]').textContent = at === null ? '' : page.sayPlace();
    for (const method of methods) method.checked = false;
    scopes[0].checked = true;
    count();
    dialog.showModal();
    methods[0]?.focus();
  };
}
