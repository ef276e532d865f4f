// A product as a card: a drawn tile, what it costs, why it is here, and what can be done with it.

const SVG = 'http://www.w3.org/2000/svg';
const SHAPES = 4, HUES = 360;

const formats = new Map();      // of money, by currency: one is costly to make

/** An element. Texts are set as text, never read as markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter(child => child !== null));
  return made;
}

/** 'garden-furniture' as 'Garden furniture'. */
export const spoken = id => id ? (id[0].toUpperCase() + id.slice(1)).replaceAll(/[-_]/g, ' ') : '';

/** A price in the visitor's own way of writing it. */
export function priced(amount, currency) {
  if (amount === null || amount === undefined) return '';
  if (!currency || currency === 'XXX') return Number(amount).toFixed(2);
  if (!formats.has(currency)) formats.set(currency, new Intl.NumberFormat(undefined, {style: 'currency', currency}));
  return formats.get(currency).format(amount);
}

/**
 * A product as a card.
 * @param {object} product As the API gives it.
 * @param {(action: 'view' | 'cart' | 'buy') => void} act Called for its buttons.
 */
export function card(product, act) {
  const button = (label, action, style) => {
    const made = element('button', {type: 'button', class: style, 'data-action': action, 'aria-label': `${label}: ${product.name}`}, label);
    made.addEventListener('click', () => act(action));
    return made;
  };
  return element('li', {class: 'card', 'data-product': product.product_id},
    tile(product),
    element('div', {class: 'about'},
      element('p', {class: 'category'}, spoken(product.category_id) || 'Product'),
      element('h3', {}, product.name),
      element('p', {class: 'price'}, priced(product.price, product.currency), ' ', confidence(product)),
      element('p', {class: 'why'}, product.explanation),
      parts(product.algorithm_breakdown)),
    element('div', {class: 'actions'}, button('View', 'view'), button('Add to cart', 'cart'), button('Buy', 'buy', 'primary')));
}

/** A card's place while its product is on the way. */
export const skeleton = () => element('li', {class: 'card skeleton', 'aria-hidden': 'true'},
  element('div', {class: 'tile'}), element('div', {class: 'about'}, element('p'), element('p'), element('p')));

function confidence(product) {
  if (!product.confidence) return null;
  const share = Math.round(product.confidence * 100);
  return element('span', {class: 'confidence', 'data-level': product.confidence_label, title: `Confidence ${share} %`}, product.confidence_label);
}

// The parts of the score, the longest bar as wide as there is room.
function parts(breakdown) {
  const entries = Object.entries(breakdown);
  if (entries.length === 0) return null;
  const most = Math.max(...entries.map(([, value]) => Math.abs(value)), Number.MIN_VALUE);
  return element('dl', {class: 'parts'}, ...entries.map(([name, value]) => {
    const bar = element('span', {class: value < 0 ? 'bar against' : 'bar', 'aria-hidden': 'true'});
    bar.style.setProperty('--share', Math.abs(value) / most);
    return element('div', {}, element('dt', {}, spoken(name)), element('dd', {}, bar, value.toFixed(2)));
  }));
}

// A picture of no product in particular: a colour by its category, shapes by its id, its initials.
function tile(product) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 160 90');
  drawing.setAttribute('preserveAspectRatio', 'xMidYMid slice');
  let seed = hash(product.product_id);
  const next = below => (seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) >>> 0) % below;
  for (let at = 0; at < SHAPES; at++) {
    const circle = document.createElementNS(SVG, 'circle');
    for (const [name, value] of [['cx', next(160)], ['cy', next(90)], ['r', 12 + next(36)], ['fill', '#fff'], ['opacity', 0.06 + (next(10) / 100)]]) circle.setAttribute(name, value);
    drawing.append(circle);
  }
  const made = element('div', {class: 'tile', 'aria-hidden': 'true'}, drawing, element('span', {}, initials(product.name)));
  made.style.setProperty('--hue', hash(product.category_id ?? '') % HUES);
  return made;
}

// Of what it is rather than of its make: 'Brimere eco-friendly adjustable desk lamp, brass' is a DL.
function initials(name) {
  const words = name.split(',')[0].split(/\s+/).filter(Boolean);
  return words.slice(-2).map(word => word[0].toUpperCase()).join('');
}

// FNV-1a.
function hash(text) {
  let sum = 0x811c9dc5;
  for (const character of text) sum = Math.imul(sum ^ character.codePointAt(0), 0x01000193);
  return sum >>> 0;
}
