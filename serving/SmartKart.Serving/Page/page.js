// The demo page: who shops, what is recommended to them, and what their clicks change. Each event goes to the platform and comes back as features;
// the page waits for these, and only then asks for recommendations anew.

import {ask, askList, Problem} from '/page/api.js';
import {priced, spoken} from '/page/cards.js';
import {draw, drawChips, drawNames, expect} from '/page/lists.js';
import {noteFreshness, noteList, watch} from '/page/live.js';
import {added, bought, cartOf, checkedOut, keepCart, subtotal, unitsOf, viewed} from '/page/shop.js';
import {anonymousId, awaitFeatures, isAnonymous, keepUser, lastUser, readFeatures} from '/page/visitor.js';

const RECOMMENDED = 8, ROW = 6, SUGGESTED = ['user-1', 'user-2', 'user-3', 'user-7', 'user-42', 'user-107', 'user-250', 'user-600'];     // of a simulated shop

const at = id => document.getElementById(id);
let user = lastUser();
let known = null;           // what the platform is known, or will be known, to know of the visitor
let doing = Promise.resolve();
let retry = start;

/** One thing after another: an event's features are told from the next one's by their order. */
function next(what) {
  const asked = user;
  doing = doing.catch(() => {}).then(async () => {
    if (asked !== user) return;     // somebody else shops by now
    try {
      at('problem').hidden = true;
      await what();
    } catch (fault) {
      retry = () => next(what);
      at('problem-text').textContent = fault.message;
      at('problem').hidden = false;
      at('status').textContent = '';
      for (const list of document.querySelectorAll('.cards[aria-busy="true"]')) draw(list, []);
      if (!(fault instanceof Problem)) throw fault;       // a fault of the page: for the console, too
    }
  });
}

/** Lets the browser paint and hear clicks before the next piece of work. */
const rest = () => new Promise(resolve => setTimeout(resolve));

function start() {
  at('who').textContent = isAnonymous(user) ? 'Welcome, anonymous visitor' : `Welcome, ${user}`;
  at('user').value = isAnonymous(user) ? '' : user;
  at('status').textContent = '';
  at('similar-section').hidden = true;
  drawCart();
  expect(at('recommendations'), RECOMMENDED);
  if (at('trending').childElementCount === 0) expect(at('trending'), ROW);
  next(async () => {
    [known] = await Promise.all([readFeatures(user), recommend()]);
    await rest();
    await drawKnown();
    await rest();
    await trend();
  });
}

function shopAs(somebody) {
  user = somebody;
  keepUser(user);
  start();
}

/** What ties events to a list, and to the experiment that it was part of. */
const idsOf = list => ({id: list.recommendation_id, experiment: list.experiment_id, variant: list.variant});

async function recommend() {
  const list = await askList(`/v1/recommendations?user_id=${encodeURIComponent(user)}&limit=${RECOMMENDED}&list_id=home`);
  noteList(list);
  at('insight').textContent = list.user_insight;
  return draw(at('recommendations'), list.recommendations, (product, action) => act(product, action, {name: 'home', ...idsOf(list)}));
}

async function trend() {
  const {products} = await ask(`/v1/trending?limit=${ROW}`);
  draw(at('trending'), products, (product, action) => act(product, action, {name: 'trending', id: null}));
}

async function similar(product) {
  at('similar-section').hidden = false;
  at('similar-title').textContent = `Similar to ${product.name}`;
  const list = await askList(`/v1/products/${encodeURIComponent(product.product_id)}/similar?limit=${ROW}`);
  draw(at('similar'), list.recommendations, (each, action) => act(each, action, {name: 'product:similar', ...idsOf(list)}));
}

function act(product, action, list) {
  next(async () => {
    if (action === 'view') {
      await tell(viewed(user, product, list), 'views', 1, `Looked at ${product.name}`);
      await similar(product);
    } else if (action === 'cart') {
      const {cart, events} = added(user, product, list);
      await tell(events, 'adds', 1, `In the cart: ${product.name}`, () => keepCart(user, cart));
    } else {
      await tell(bought(user, product, list), 'units', 1, `Bought ${product.name}`);
    }
  });
}

/** Sends events, waits for the features that they change, and shows what follows from them. */
async function tell(events, count, by, said, accepted = () => {}) {
  const began = performance.now();
  at('status').textContent = `${said} …`;
  await ask('/v1/events', {events});
  accepted();
  drawCart();
  const expected = (known?.[count] ?? 0) + by;
  const {known: features, milliseconds} = await awaitFeatures(user, each => each[count] >= expected);
  known = features;
  if (milliseconds !== null) noteFreshness(milliseconds);
  const {fresh, moved} = await recommend();
  const took = Math.round(performance.now() - began);
  at('status').textContent = milliseconds === null
    ? `The features do not show it yet. Does 'smartkart up' run? ${said}`
    : `Updated in ${took} ms, ${fresh} new and ${moved} moved. ${said}`;
  await drawKnown();
}

async function drawKnown() {
  drawChips(at('drawn'), known.drawn.slice(0, 6).map(each => spoken(each.key)), 'nothing yet');
  await drawNames(at('viewed'), known.viewed.slice(0, 10), 'nothing yet');
  await drawNames(at('bought'), known.bought.slice(0, 8), 'nothing yet');
}

function drawCart() {
  const cart = cartOf(user), units = unitsOf(cart.lines);
  at('checkout').disabled = units === 0;
  drawChips(at('cart'), units === 0 ? [] : [`${units} ${units === 1 ? 'product' : 'products'}, ${priced(subtotal(cart.lines), cart.currency)}`], 'empty');
}

at('users').append(...[...new Set([...SUGGESTED, user].filter(id => !isAnonymous(id)))].map(id => new Option(id)));
at('picker').addEventListener('submit', submitted => {
  submitted.preventDefault();
  shopAs(at('user').value.trim() || anonymousId());
});
at('anonymous').addEventListener('click', () => shopAs(anonymousId()));
at('again').addEventListener('click', () => retry());
at('checkout').addEventListener('click', () => next(async () => {
  const cart = cartOf(user);
  await tell(checkedOut(user, cart), 'units', unitsOf(cart.lines), 'Bought the cart', () => keepCart(user, null));
}));
start();
next(watch);
