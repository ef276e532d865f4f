// A stranger to SmartKart that speaks Confluent's wire format: avsc for the Avro, the registry's REST API for the schema.
//   node confluent_frame.cjs read  REGISTRY_URL           a message in hex on stdin → its value as JSON on stdout
//   node confluent_frame.cjs write REGISTRY_URL SUBJECT   {"schema": …, "value": …} on stdin → a message in hex on stdout
'use strict';
const avro = require('avsc');

const [, , verb, registry, subject] = process.argv;
const mediaType = 'application/vnd.schemaregistry.v1+json';

async function ask(path, body) {
  const response = await fetch(new URL(path, registry), {
    method: body ? 'POST' : 'GET',
    headers: { accept: mediaType, 'content-type': mediaType },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
  return response.json();
}

async function read(message) {
  if (message[0] !== 0) throw new Error(`magic byte ${message[0]}`);
  const { schema } = await ask(`schemas/ids/${message.readInt32BE(1)}`);
  return JSON.stringify(avro.Type.forSchema(JSON.parse(schema)).fromBuffer(message.subarray(5)));
}

async function write({ schema, value }) {
  const { id } = await ask(`subjects/${encodeURIComponent(subject)}/versions`, { schema: JSON.stringify(schema) });
  const head = Buffer.alloc(5);
  head.writeInt32BE(id, 1);
  return Buffer.concat([head, avro.Type.forSchema(schema).toBuffer(value)]).toString('hex');
}

async function main() {
  let input = '';
  for await (const piece of process.stdin) input += piece;
  const output = verb === 'read' ? await read(Buffer.from(input.trim(), 'hex')) : await write(JSON.parse(input));
  process.stdout.write(output);
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
