// A stranger's client of the schema registry: @kafkajs/confluent-schema-registry, as kafkajs' users have it.
//   node confluent_registry.cjs REGISTRY_URL SUBJECT
//   {"schema": …, "next": …, "wrong": …, "value": …} on stdin → what came of it, as JSON, on stdout
'use strict';
const { SchemaRegistry, SchemaType, COMPATIBILITY } = require('@kafkajs/confluent-schema-registry');

async function refusal(attempt) {
  try {
    return { unexpected: await attempt() };
  } catch (error) {
    return { name: error.name, message: error.message, status: error.status };
  }
}

async function main() {
  const [, , host, subject] = process.argv;
  let input = '';
  for await (const piece of process.stdin) input += piece;
  const { schema, next, wrong, value } = JSON.parse(input);
  const registry = new SchemaRegistry({ host, retry: { retries: 0 } });
  const register = (it) => registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(it) }, { subject, compatibility: COMPATIBILITY.BACKWARD });

  const first = await register(schema);
  const again = await register(schema);
  const message = await registry.encode(first.id, value);
  const second = await register(next);
  process.stdout.write(JSON.stringify({
    first: first.id,
    again: again.id,
    second: second.id,
    latest: await registry.getLatestSchemaId(subject),
    byVersion: await registry.getRegistryId(subject, 1),
    bySchema: await registry.getRegistryIdBySchema(subject, { type: SchemaType.AVRO, schema: JSON.stringify(next) }),
    message: message.toString('hex'),
    // A second client, so that nothing is in its cache.
    decoded: await new SchemaRegistry({ host }).decode(message),
    incompatible: await refusal(() => register(wrong)),
    missing: await refusal(() => new SchemaRegistry({ host, retry: { retries: 0 } }).getSchema(9999)),
  }));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
