// Who shops, and what the platform knows of them.

import {ask} from '/page/api.js';

const ANONYMOUS = 'anon:', STORED_ID = 'smartkart.anonymous', STORED_USER = 'smartkart.user';
const BETWEEN_LOOKS = 100, PATIENCE = 3000;     // milliseconds

const FEATURES = {
  viewed: 'user_activity:recent_products',
  drawn: 'user_affinity:category_affinity',
  bought: 'user_purchases:bought_products',
  views: 'user_activity:views_30d',
  adds: 'user_cart:adds_7d',
  units: 'user_purchases:bought_units_30d',
};

/** The pseudonym of this browser, the same on every visit. */
export function anonymousId() {
  const stored = localStorage.getItem(STORED_ID);
  if (stored) return stored;
  const made = ANONYMOUS + Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('');
  localStorage.setItem(STORED_ID, made);
  return made;
}

/** Who shopped here last, the anonymous visitor unless somebody was picked. */
export const lastUser = () => localStorage.getItem(STORED_USER) ?? anonymousId();

/** Keeps who shops. */
export const keepUser = user => localStorage.setItem(STORED_USER, user);

export const isAnonymous = user => user.startsWith(ANONYMOUS);

/**
 * Reads what is known of a visitor.
 * @returns {Promise<{viewed: string[], drawn: {key: string, weight: number}[], bought: string[], views: number, adds: number, units: number}>}
 *   Products newest first; counts are 0 where nothing is known.
 */
export async function readFeatures(user) {
  const names = Object.keys(FEATURES);
  const {results} = await ask('/v1/features/online', {features: Object.values(FEATURES), entities: {user_id: [user]}});
  const known = Object.fromEntries(names.map((name, at) => [name, results[at + 1].values[0]]));     // the first result is the id
  for (const list of ['viewed', 'drawn', 'bought']) known[list] ??= [];
  for (const count of ['views', 'adds', 'units']) known[count] ??= 0;
  return known;
}

/**
 * Waits until a visitor's features show an event.
 * @param {(known: object) => boolean} shows Whether they do.
 * @returns {Promise<{known: object, milliseconds: number | null}>} How long it took; null where it took longer than anybody waits.
 */
export async function awaitFeatures(user, shows) {
  const began = performance.now();
  for (;;) {
    const asked = performance.now();
    const known = await readFeatures(user);
    if (shows(known)) return {known, milliseconds: performance.now() - began};
    if (performance.now() - began > PATIENCE) return {known, milliseconds: null};
    await new Promise(resolve => setTimeout(resolve, Math.max(0, BETWEEN_LOOKS - (performance.now() - asked))));
  }
}
