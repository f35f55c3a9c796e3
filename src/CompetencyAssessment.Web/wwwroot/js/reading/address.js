// A place of a piece of evidence in the address of a page, as searches link to it: #see=VERSION&kind=page&place=18&find=WORD.

/** @returns {{versionId: string, kind: string, place: string|null, find: string|null}|null} */
export function placeInAddress() {
  if (!location.hash.startsWith('#see=')) return null;
  const asked = new URLSearchParams(location.hash.slice(1));
  return { versionId: asked.get('see'), kind: asked.get('kind') ?? '', place: asked.get('place'), find: asked.get('find') };
}
