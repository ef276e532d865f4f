// Runs the jobs of FOLDER/jobs.json with avsc: node avsc_peer.cjs FOLDER
// A message is a length (4 bytes, little-endian) and its bytes; an answer has a byte before them: 0 done, 1 refused (the bytes say why).
'use strict';
const fs = require('fs'), path = require('path');
const avsc = require('avsc'), folder = process.argv[2];

// avsc's own longs end at 2^53; these are BigInts.
const long = avsc.types.LongType.__with({
  fromBuffer: b => b.readBigInt64LE(),
  toBuffer: n => { const b = Buffer.alloc(8); b.writeBigInt64LE(n); return b; },
  fromJSON: n => n >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(n),      // JSON.parse rounds a default of 2^63 - 1 up
  toJSON: Number,
  isValid: n => typeof n === 'bigint',
  compare: (a, b) => a < b ? -1 : a > b ? 1 : 0,
});

const whole = (least, most) => least + Math.floor(Math.random() * (most - least + 1));
const instant = unit => BigInt(whole(-62135596800000, 253402300799999)) * unit;
const logical = {      // avsc has no logical types: it reads the type underneath, and is only told which random values mean something
  uuid: () => 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'.replace(/x/g, () => whole(0, 15).toString(16)),
  date: () => whole(-719162, 2932896),
  'time-millis': () => whole(0, 86399999),
  'time-micros': () => BigInt(whole(0, 86399999999)),
  'timestamp-millis': () => instant(1n),
  'timestamp-micros': () => instant(1000n),
  'local-timestamp-millis': () => instant(1n),
  'local-timestamp-micros': () => instant(1000n),
  // As many bytes as the precision surely holds, of which the highest is in use; a fixed has its sign before them.
  decimal: (schema, type) => {
    let size = Math.max(1, Math.floor((schema.precision / Math.log10(2) - 1) / 8));
    const number = Buffer.from(Array.from({ length: size }, () => whole(0, 255)));
    if (type.typeName === 'fixed') return Buffer.concat([Buffer.alloc(type.size - size, number[0] < 128 ? 0 : 255), number]);
    number[0] = whole(1, 127);
    return number;
  },
};
let within;      // the annotated schema whose underlying type is being made
const logicalTypes = Object.fromEntries(Object.entries(logical).map(([name, random]) => [name, class extends avsc.types.LogicalType {
  constructor(schema, options) { super(within = schema, options); this.written = schema; Object.freeze(this); }
  _fromValue(value) { return value; }
  _toValue(value) { return value; }
  random() { return random(this.written, this.underlyingType); }
}]));

// avsc's own random arrays hold up to ten items, of which a tree has no end: here fewer, the deeper.
let depth = 0;
const few = item => {
  depth++;
  try { return Array.from({ length: whole(0, Math.max(0, 4 - depth)) }, item); } finally { depth--; }
};
avsc.types.ArrayType.prototype.random = function () { return few(() => this.itemsType.random()); };
const text = avsc.Type.forSchema('string');
avsc.types.MapType.prototype.random = function () { return Object.fromEntries(few(() => [text.random(), this.valuesType.random()])); };

const isLong = (schema, options) => schema === 'long' || (schema.type === 'long' && !(options.logicalTypes && schema.logicalType && schema !== within));
const parse = (schema, more) => avsc.Type.forSchema(schema, {
  typeHook: (schema, options) => isLong(schema, options) ? long : undefined,
  wrapUnions: true,      // else the branch of a value would be guessed
  ...more,
});

function* messages(file) {
  const bytes = fs.readFileSync(path.join(folder, file));
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at);
    yield bytes.subarray(at + 4, at += 4 + length);
  }
}

function* answers(job) {
  const reader = parse(job.reader || job.schema);
  if (job.op === 'random') {
    const type = parse(job.schema, { logicalTypes });
    for (let i = 0; i < job.count; i++) yield () => type.toBuffer(type.random());
    return;
  }
  const writer = parse(job.schema);
  const resolver = job.op === 'resolve' ? reader.createResolver(writer, { ignoreNamespaces: true }) : undefined;
  for (const message of messages(job.input)) yield () => reader.toBuffer(reader.fromBuffer(message, resolver));
}

for (const job of JSON.parse(fs.readFileSync(path.join(folder, 'jobs.json')))) {
  const output = [];
  const answer = (status, bytes) => {
    const head = Buffer.from([status, 0, 0, 0, 0]);
    head.writeUInt32LE(bytes.length, 1);
    output.push(head, bytes);
  };
  try {
    for (const run of answers(job)) {
      try { answer(0, run()); } catch (error) { answer(1, Buffer.from(String(error.message))); }
    }
  } catch (error) {
    answer(2, Buffer.from(String(error.message)));      // the schemas themselves were refused
  }
  fs.writeFileSync(path.join(folder, job.output), Buffer.concat(output));
}
