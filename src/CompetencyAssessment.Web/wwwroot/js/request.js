// fetch with the antiforgery token, asking for problem documents instead of pages.

/** The token of this page, for requests made by scripts. */
export const requestToken = () => document.querySelector('meta[name="request-token"]')?.content ?? '';

/**
 * Sends a request as a script of ours does.
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export function send(url, init = {}) {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  headers.set('RequestVerificationToken', requestToken());
  return fetch(url, { credentials: 'same-origin', ...init, headers });
}

/** A token for whoever is signed in now, after a sign-in in another tab. */
export async function freshToken() {
  try {
    const response = await fetch(location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const token = page.querySelector('meta[name="request-token"]')?.content;
    if (token) document.querySelector('meta[name="request-token"]').content = token;
  } catch {
    // The next request tells that there is still no connection.
  }
}

/** An id for one act, in every browser and on addresses without https. */
export const newId = () => crypto.randomUUID
  ? crypto.randomUUID()
  : '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (c) =>
    (Number(c) ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> Number(c) / 4).toString(16));

/** Tells screen readers something that the page shows without moving the focus. */
export function announce(text) {
  const place = document.querySelector('[data-announcer]');
  if (place) place.textContent = text;
}
