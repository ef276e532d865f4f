// What a visitor does, as the events of the contracts, and the cart that this browser keeps for them.

const NO_CURRENCY = 'XXX';
const session = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;     // crypto's needs a secure origin

/** A cart as it is kept. */
const emptyCart = () => ({id: `cart-${session}-${Date.now()}`, currency: null, lines: []});

const cartKey = user => `smartkart.cart.${user}`;

/** The visitor's cart. */
export const cartOf = user => JSON.parse(localStorage.getItem(cartKey(user)) ?? 'null') ?? emptyCart();

/** Opens a product's page, reached from a list. */
export function viewed(user, product, list) {
  const of = {
    user_id: user, session_id: session, product_id: product.product_id, category_id: product.category_id, merchant_id: product.merchant_id,
    list_id: list.name, position: product.position, recommendation_id: list.id, experiment_id: list.experiment, variant: list.variant,
    device_type: device(),
  };
  return [{topic: 'clickstream', event: {...of, action: 'click'}}, {topic: 'clickstream', event: {...of, action: 'view'}}];
}

/**
 * Puts a product in the cart.
 * @returns {{cart: object, events: object[]}} The cart as it is then; keep it once the event was accepted. A cart has one currency: one of another is begun anew.
 */
export function added(user, product, list) {
  const before = cartOf(user), currency = product.currency ?? NO_CURRENCY;
  const cart = before.lines.length === 0 || before.currency === currency ? before : emptyCart();
  cart.currency = currency;
  const line = cart.lines.find(each => each.product_id === product.product_id);
  if (line) line.quantity += 1;
  else cart.lines.push(lineOf(product, list));
  const event = {
    cart_id: cart.id, user_id: user, session_id: session, action: 'item_added', product_id: product.product_id, quantity_delta: 1,
    items: cart.lines, currency, subtotal: subtotal(cart.lines), device_type: device(),
  };
  return {cart, events: [{topic: 'cart_updated', event}]};
}

/** Keeps the cart, or forgets it where it is null. */
export function keepCart(user, cart) {
  if (cart) localStorage.setItem(cartKey(user), JSON.stringify(cart));
  else localStorage.removeItem(cartKey(user));
}

/** Orders a product at once, past the cart. */
export const bought = (user, product, list) => ordered(user, null, product.currency ?? NO_CURRENCY, [lineOf(product, list)]);

/** Orders the cart. */
export const checkedOut = (user, cart) => ordered(user, cart.id, cart.currency, cart.lines);

/** How many units lines have. */
export const unitsOf = lines => lines.reduce((sum, line) => sum + line.quantity, 0);

/** What lines cost, with four decimals: as money is written in events. */
export const subtotal = lines => lines.reduce((sum, line) => sum + line.quantity * Number(line.unit_price), 0).toFixed(4);

function ordered(user, cart, currency, lines) {
  const total = subtotal(lines);
  const event = {
    order_id: `order-${session}-${Date.now()}`, user_id: user, session_id: session, cart_id: cart, lines, currency, subtotal: total, total, device_type: device(),
  };
  return [{topic: 'order_placed', event}];
}

const lineOf = (product, list) => ({
  product_id: product.product_id, quantity: 1, unit_price: (product.price ?? 0).toFixed(4),
  merchant_id: product.merchant_id, category_id: product.category_id, recommendation_id: list.id,
});

const device = () => matchMedia('(max-width: 600px)').matches ? 'mobile' : 'desktop';
