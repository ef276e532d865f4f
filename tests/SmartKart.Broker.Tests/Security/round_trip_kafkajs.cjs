// Produces one record with kafkajs and reads its offset back: reading the record itself would need a consumer group.
const fs = require('fs');
const { Kafka, logLevel } = require('kafkajs');

const settings = JSON.parse(process.argv[2]);
const kafka = new Kafka({
  clientId: 'kafkajs',
  brokers: [settings.bootstrap],
  logLevel: logLevel.ERROR,
  connectionTimeout: 5000,
  retry: { retries: 1, initialRetryTime: 100 },
  ssl: settings.protocol.endsWith('SSL') ? {
    ca: settings.ca ? [fs.readFileSync(settings.ca)] : undefined,
    cert: settings.certificate ? fs.readFileSync(settings.certificate) : undefined,
    key: settings.key ? fs.readFileSync(settings.key) : undefined,
  } : false,
  sasl: settings.mechanism ? { mechanism: settings.mechanism.toLowerCase(), username: settings.user, password: settings.password } : undefined,
});

(async () => {
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: settings.topic, messages: [{ value: 'from kafkajs' }] });
  await producer.disconnect();
  const admin = kafka.admin();
  await admin.connect();
  const [partition] = await admin.fetchTopicOffsets(settings.topic);
  await admin.disconnect();
  if (partition.high !== '1') throw new Error(`the partition ends at ${partition.high}`);
  console.log('from kafkajs');
})().catch(error => {
  console.error(`${error.name}: ${error.message}`);
  process.exit(1);
});
