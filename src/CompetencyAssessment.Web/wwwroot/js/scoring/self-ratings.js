// What the candidate says of themselves, beside the assessor's own rating: only after that rating, or where the assessor asks to see it. The
// page holds none of it before; what was asked for is remembered as long as the page is open.
import { announce } from '../request.js';

/**
 * @param {string} base address of the self-ratings
 * @param {Criterion[]} criteria
 * @param {() => void} changed what is known has changed, for filters
 */
export function selfRatings(base, criteria, changed) {
  const said = new Map(); // code → { level, remark }
  const asked = new Set();
  const place = (criterion) => criterion.element.querySelector('[data-self-rating]');
  const wanted = (criterion) => asked.has(criterion.code) || criterion.level !== null;
  const differs = (criterion) => criterion.level !== null && (said.get(criterion.code)?.level ?? criterion.level) !== criterion.level;

  const nameOf = (criterion, level) => criterion.element.querySelector(`[data-level][value="${level}"]`)?.closest('.level').querySelector('.level-name').firstChild.textContent.trim() ?? String(level);

  function draw(criterion) {
    const box = place(criterion);
    const fields = wanted(criterion) ? said.get(criterion.code) : undefined;
    const find = (name) => box.querySelector(`[data-self-${name}]`);
    find('said').hidden = !fields;
    find('show').setAttribute('aria-expanded', String(Boolean(fields)));
    // After a rating it stands there anyway.
    find('show').hidden = Boolean(fields) && criterion.level !== null;
    find('level').textContent = !fields ? '' : fields.level === null ? box.dataset.textNone : nameOf(criterion, fields.level);
    find('differs').hidden = !fields || !differs(criterion);
    find('remark').textContent = fields?.remark ?? '';
    find('remark').hidden = !fields?.remark;
  }

  async function get(path) {
    const answer = await fetch(`${base}${path}`, { headers: { Accept: 'application/json' } }).catch(() => null);
    return answer?.ok ? answer.json().catch(() => null) : null;
  }

  async function load(criterion) {
    const fields = said.get(criterion.code) ?? await get(`/${criterion.code}`);
    if (fields) said.set(criterion.code, fields);
    draw(criterion);
    changed();
    return fields;
  }

  async function toggle(criterion) {
    if (place(criterion).hidden) return;
    if (criterion.level !== null && said.has(criterion.code)) return;
    if (asked.delete(criterion.code)) {
      draw(criterion);
      return;
    }
    asked.add(criterion.code);
    if (await load(criterion)) announce(place(criterion).querySelector('[data-self-said]').textContent.replace(/\s+/g, ' ').trim());
    else asked.delete(criterion.code);
  }

  for (const criterion of criteria) place(criterion).querySelector('[data-self-show]').addEventListener('click', () => toggle(criterion));

  return {
    differs,
    toggle,
    /** A rating was saved: with a level the self-rating stands beside it, without one it goes. */
    saved: (criterion) => { if (criterion.level !== null) load(criterion); else draw(criterion); },
    /** Those of all criteria that have a level already. */
    start: async () => {
      const { given = false, ratings = {} } = await get('') ?? {};
      if (!given) return;
      for (const [code, fields] of Object.entries(ratings)) said.set(code, fields);
      for (const criterion of criteria) draw(criterion);
      changed();
    },
  };
}
