// Requests of an upload: how much of a body has gone out, what an answer means, waiting.
import { requestToken } from '../request.js';

export class Refusal extends Error {
  constructor(detail, retryable = false) {
    super(detail);
    this.retryable = retryable;
  }
}

export class Cancelled extends Error {}

export class Expired extends Error {}

export class SignedOut extends Error {}

export function delay(seconds, signal, wakeOnline) {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      removeEventListener('online', finish);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const stop = () => {
      clearTimeout(timer);
      removeEventListener('online', finish);
      reject(new Cancelled());
    };
    const timer = setTimeout(finish, seconds * 1000);
    if (signal.aborted) {
      stop();
      return;
    }
    if (wakeOnline) addEventListener('online', finish, { once: true });
    signal.addEventListener('abort', stop, { once: true });
  });
}

// XMLHttpRequest rather than fetch: only it tells how much of a body has gone out.
export function send(method, url, { body = null, headers = {}, signal, onProgress } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new Cancelled());
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    request.setRequestHeader('RequestVerificationToken', requestToken());
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onProgress) request.upload.addEventListener('progress', event => onProgress(event.loaded));
    request.addEventListener('loadend', () => {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(new Cancelled());
      else if (request.status === 0) reject(new TypeError('network'));
      else {
        // A redirect to the sign-in page is followed unseen and would look like success.
        const moved = request.responseURL && new URL(request.responseURL).pathname !== new URL(url, location.href).pathname;
        if (moved || request.status === 401) reject(new SignedOut());
        else resolve(request);
      }
    });
    signal?.addEventListener('abort', abort, { once: true });
    request.send(body);
  });
}

export function json(response) {
  try {
    return JSON.parse(response.responseText || '{}');
  } catch {
    return {};
  }
}

export const offsetOf = response => {
  const text = response.getResponseHeader('Upload-Offset');
  return text === null || text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
};

export function retryAfter(response) {
  const text = response.getResponseHeader('Retry-After');
  if (!text) return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(1, seconds);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(1, (date - Date.now()) / 1000);
}
