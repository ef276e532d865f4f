// avsc in the race `bench avro`: node avro_race.cjs SCHEMA MESSAGES. For its lines see SmartKart.Benchmarks' PeerProcess.
const fs = require('fs');
const readline = require('readline');
const avro = require('avsc');

const type = avro.Type.forSchema(JSON.parse(fs.readFileSync(process.argv[2], 'utf8')));
const framed = fs.readFileSync(process.argv[3]);
const messages = [];
for (let at = 0; at < framed.length;) {
  const length = framed.readInt32LE(at);
  messages.push(Buffer.from(framed.subarray(at + 4, at + 4 + length)));
  at += 4 + length;
}
const values = messages.map((message) => type.fromBuffer(message));
const buffer = Buffer.alloc(65536);
let sink = 0;

// Its fastest ways: into a buffer that is there already, and whole messages.
const encode = () => { for (const value of values) sink += type.encode(value, buffer, 0); };
const decode = () => { for (const message of messages) sink += type.fromBuffer(message).user_id.length; };

function perSecond(pass, seconds) {
  const began = process.hrtime.bigint();
  let passes = 0, took = 0;
  while (took < seconds) { pass(); passes++; took = Number(process.hrtime.bigint() - began) / 1e9; }
  return passes * messages.length / took;
}

perSecond(encode, 1.5);
perSecond(decode, 1.5);
console.log('ready');
readline.createInterface({ input: process.stdin }).on('line', () =>
  console.log(JSON.stringify({ encode_per_s: perSecond(encode, 0.4), decode_per_s: perSecond(decode, 0.4), sink: sink % 2 })));
