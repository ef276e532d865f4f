// The strip of live figures.

import {latency, quantileOf} from '/page/api.js';

const EVERY = 2000;         // milliseconds
const LISTS = 'smartkart_serving_list_duration_seconds';

const freshness = [];       // milliseconds from an event's acceptance to its features
let last = null;            // what the server had counted, and when

/** Begins to look at the server's metrics, while somebody looks at the page. */
export function watch() {
  setInterval(() => { if (!document.hidden) look(); }, EVERY);
  look();
}

/** Notes how long an event took to show in the features. */
export function noteFreshness(milliseconds) {
  freshness.push(milliseconds);
  tell('freshness', `${rounded(milliseconds)}, median ${rounded(quantileOf(freshness, 0.5))}`);
}

/** Notes how a list was made. */
export function noteList(list) {
  tell('rung', (list.rung ?? '–').replaceAll('_', ' '));
  tell('model', list.model_version ? `${list.model} v${list.model_version}` : `${list.model}: none yet`);
  tell('age', list.features_age_seconds === null ? 'nothing known' : spoken(list.features_age_seconds));
  tell('latency', `${rounded(latency(0.5))} / ${rounded(latency(0.95))}`);
}

async function look() {
  let page;
  try {
    const response = await fetch('/metrics');
    if (!response.ok) return;
    page = read(await response.text());
  } catch {
    tell('throughput', 'the server does not answer');
    return;
  }
  const now = {at: performance.now(), lists: page.sum(`${LISTS}_count`), events: page.sum('smartkart_serving_events_total')};
  if (last) {
    const seconds = (now.at - last.at) / 1000;
    tell('throughput', `${perSecond(now.lists - last.lists, seconds)} lists/s, ${perSecond(now.events - last.events, seconds)} events/s`);
  }
  last = now;
  tell('lag', `${page.sum('smartkart_kafka_consumer_lag')} unread, ${page.sum('smartkart_kafka_queued_records')} unsent`);
  const buckets = page.buckets(`${LISTS}_bucket`);
  if (now.lists > 0) tell('server', `${rounded(1000 * quantileIn(buckets, 0.5))} / ${rounded(1000 * quantileIn(buckets, 0.95))}`);
}

// Prometheus' text, version 0.0.4: lines of name{label="value",…} number.
function read(text) {
  const samples = new Map();
  for (const [, name, labels, value] of text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)) {
    if (!samples.has(name)) samples.set(name, []);
    samples.get(name).push({labels, value: Number(value)});
  }
  return {
    sum: name => (samples.get(name) ?? []).reduce((sum, sample) => sum + sample.value, 0),
    buckets: name => {
      const counts = new Map();
      for (const {labels, value} of samples.get(name) ?? []) {
        const bound = Number(/le="([^"]+)"/.exec(labels)[1].replace('+Inf', 'Infinity'));
        counts.set(bound, (counts.get(bound) ?? 0) + value);
      }
      return [...counts].sort(([left], [right]) => left - right);
    },
  };
}

// As Prometheus' histogram_quantile: along a straight line inside the bucket.
function quantileIn(buckets, quantile) {
  const rank = quantile * buckets.at(-1)[1];
  const at = buckets.findIndex(([, count]) => count >= rank);
  const [below, under] = at > 0 ? buckets[at - 1] : [0, 0], [bound, count] = buckets[at];
  return Number.isFinite(bound) && count > under ? below + ((bound - below) * (rank - under) / (count - under)) : below;
}

const perSecond = (count, seconds) => (Math.max(0, count) / seconds).toFixed(1);

const rounded = milliseconds => milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`;

function spoken(seconds) {
  if (seconds < 1) return rounded(seconds * 1000);
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function tell(id, text) {
  document.getElementById(id).textContent = text;
}
