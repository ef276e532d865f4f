// Lists of products on the page: drawn, and drawn again with what changed in motion.

import {ask} from '/page/api.js';
import {card, element, skeleton} from '/page/cards.js';

const MOVE = {duration: 350, easing: 'cubic-bezier(.2, .8, .2, 1)'};
const NAMED_MAX = 60;

const names = new Map();        // of products, by id

/** Places for products that are on their way. */
export function expect(list, count) {
  list.setAttribute('aria-busy', 'true');
  list.replaceChildren(...Array.from({length: count}, skeleton));
}

/**
 * Draws a list. A product that stays is moved to its place; one that is new fades in and is marked.
 * @param {HTMLElement} list Where.
 * @param {object[]} products What, in order.
 * @param {(product: object, action: string) => void} act Called for the cards' buttons.
 * @returns {{fresh: number, moved: number}} What changed; nothing in a list that was empty.
 */
export function draw(list, products, act) {
  for (const product of products) names.set(product.product_id, product.name);
  const before = new Map([...list.querySelectorAll('[data-product]')].map((place, at) => [place.dataset.product, {at, box: place.getBoundingClientRect()}]));
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const cards = products.map(product => card(product, action => act(product, action)));
  list.replaceChildren(...cards);
  list.setAttribute('aria-busy', 'false');
  if (cards.length === 0) list.append(element('li', {class: 'none'}, 'Nothing to show yet.'));
  refocus(list, focused, cards);
  if (before.size === 0) return {fresh: 0, moved: 0};
  const changed = {fresh: 0, moved: 0};
  for (const [at, place] of cards.entries()) {
    const was = before.get(place.dataset.product);
    if (!was) changed.fresh += 1;
    else if (was.at !== at) changed.moved += 1;
    show(place, was, at);
  }
  return changed;
}

/** Draws products by name, each once and with how often it is there. */
export async function drawNames(list, products, none) {
  await learnNames(products);
  const counts = new Map();
  for (const product of products) counts.set(product, (counts.get(product) ?? 0) + 1);
  drawChips(list, [...counts].map(([product, count]) => (count > 1 ? `${count} × ` : '') + (names.get(product) ?? product)), none);
}

/** Draws short texts. */
export function drawChips(list, texts, none) {
  const was = new Set([...list.children].map(child => child.textContent));
  list.replaceChildren(...texts.map(text => element('li', {class: was.size > 0 && !was.has(text) ? 'fresh' : null}, text)));
  if (texts.length === 0) list.append(element('li', {class: 'none'}, none));
}

// What a product is called is asked of the ranking, which gives it and tells nobody that it was shown.
async function learnNames(products) {
  const unknown = [...new Set(products)].filter(product => !names.has(product)).slice(0, NAMED_MAX);
  if (unknown.length === 0) return;
  const {products: ranked} = await ask('/v1/rank', {products: unknown});
  for (const product of ranked) names.set(product.product_id, product.name);
}

function show(place, was, at) {
  if (!was) place.classList.add('fresh');
  else if (was.at !== at) place.dataset.moved = was.at > at ? `up ${was.at - at}` : `down ${at - was.at}`;
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  if (!was) {
    place.animate([{opacity: 0, transform: 'scale(.94)'}, {opacity: 1, transform: 'none'}], MOVE);
    return;
  }
  const box = place.getBoundingClientRect(), [x, y] = [was.box.left - box.left, was.box.top - box.top];
  if (x || y) place.animate([{transform: `translate(${x}px, ${y}px)`}, {transform: 'none'}], MOVE);
}

// Whoever uses the keyboard stays where they were: at the same button of the same product, or of the first.
function refocus(list, focused, cards) {
  if (!focused || cards.length === 0) return;
  const product = focused.closest('[data-product]')?.dataset.product;
  const place = cards.find(each => each.dataset.product === product) ?? cards[0];
  place.querySelector(`[data-action="${focused.dataset.action}"]`)?.focus({preventScroll: true});
}
