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

/** Tells screen readers something that the page shows without moving the focus. */
export function announce(text) {
  const place = document.querySelector('[data-announcer]');
  if (place) place.textContent = text;
}
