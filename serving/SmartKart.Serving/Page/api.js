// The API of the origin, and how long its answers took.

const KEPT = 200;
const durations = [];       // milliseconds of requests for lists, the newest last

/** A request that failed. Its message is the problem document's detail, or says that the server wasn't reached. */
export class Problem extends Error {}

/**
 * Reads JSON.
 * @param {string} path Of the origin.
 * @param {object} [body] Sent by POST where there is one.
 * @throws {Problem} The server wasn't reached, or refuses.
 */
export async function ask(path, body) {
  let response;
  try {
    response = await fetch(path, body === undefined ? {} : {
      method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body),
    });
  } catch {
    throw new Problem('The server does not answer. Start it with: smartkart serve');
  }
  const document = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(document.detail ?? `The server answered ${response.status} to ${path}.`);
  return document;
}

/** Reads a list and notes how long that took. */
export async function askList(path) {
  const began = performance.now();
  const list = await ask(path);
  durations.push(performance.now() - began);
  if (durations.length > KEPT) durations.shift();
  return list;
}

/** A quantile of the last requests for lists, in milliseconds; null before the first. */
export const latency = quantile => quantileOf(durations, quantile);

/** A quantile, by the nearest rank; null of none. */
export function quantileOf(values, quantile) {
  if (values.length === 0) return null;
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)];
}
