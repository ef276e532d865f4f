// kafkajs, told by one JSON argument what to do with the broker; it prints what it saw as lines of JSON.
const assert = require('node:assert');
const { Kafka, CompressionTypes, ConfigResourceTypes, logLevel, PartitionAssigners } = require('kafkajs');

const task = JSON.parse(process.argv[2]);
const kafka = new Kafka({ brokers: [task.bootstrap], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 20 } });
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const text = (value) => (value === null || value === undefined ? null : value.toString());

async function write() {
  for (const [codec, topic] of Object.entries(task.topics)) {
    const compression = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP }[codec];
    if (compression === undefined) {
      say({ lacks: codec, why: 'kafkajs brings no such codec of its own' });
      continue;
    }
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const messages = task.records.map((record) => ({
      key: record.key, value: record.value === null ? null : record.value.repeat(record.times), headers: record.headers, timestamp: String(record.timestamp), partition: 0,
    }));
    await producer.send({ topic, compression, acks: -1, messages });
    await producer.disconnect();
    say({ wrote: codec });
  }
}

async function read() {
  const admin = kafka.admin();
  await admin.connect();
  const consumer = kafka.consumer({ groupId: `reader-${process.pid}`, readUncommitted: task.isolation === 'read_uncommitted', maxBytesPerPartition: 2_000_000, allowAutoTopicCreation: false, maxWaitTimeInMs: 100 });
  const left = new Map();
  for (const topic of task.topics) left.set(topic, Number((await admin.fetchTopicOffsets(topic))[0].high));
  await admin.disconnect();
  await consumer.connect();
  await consumer.subscribe({ topics: task.topics, fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, (crash) => reject(crash.payload.error));
    // The end of a batch, markers of transactions included, tells how far the topic was read.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (Number(payload.lastOffset) + 1 >= left.get(payload.topic)) left.delete(payload.topic);
      if (left.size === 0) resolve();
    });
    consumer.run({
      eachMessage: async ({ topic, message }) => say({
        topic, key: text(message.key), size: message.value === null ? -1 : message.value.length, value: message.value && text(message.value.subarray(0, 20)),
        headers: Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, text(value)])), timestamp: Number(message.timestamp),
      }),
    }).catch(reject);
  });
  await consumer.disconnect();
}

async function member() {
  const consumer = kafka.consumer({ groupId: task.group, sessionTimeout: task.sessionMs, heartbeatInterval: 500, rebalanceTimeout: 6000, partitionAssigners: [PartitionAssigners.roundRobin], maxWaitTimeInMs: 100 });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => say({ assigned: (payload.memberAssignment[task.topic] ?? []).sort() }));
  await consumer.connect();
  await consumer.subscribe({ topics: [task.topic], fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => say({ value: text(message.value) }) });
  await new Promise((resolve) => process.stdin.on('end', resolve).resume());
  await consumer.disconnect();
  say({ left: true });
}

async function transact() {
  const producer = kafka.producer({ transactionalId: task.id, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (const [values, commits] of [[['c1', 'c2'], true], [['a1', 'a2'], false], [['c3'], true]]) {
    const transaction = await producer.transaction();
    await transaction.send({ topic: task.topic, messages: values.map((value) => ({ value, partition: 0 })) });
    await (commits ? transaction.commit() : transaction.abort());
  }
  await producer.disconnect();
  say({ done: true });
}

async function administer() {
  const { topic, group } = task;
  const admin = kafka.admin();
  await admin.connect();
  assert.ok(await admin.createTopics({ topics: [{ topic, numPartitions: 2, replicationFactor: 1, configEntries: [{ name: 'retention.ms', value: '123456' }] }] }));
  await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
  assert.equal((await admin.fetchTopicMetadata({ topics: [topic] })).topics[0].partitions.length, 3);
  const described = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }] });
  assert.equal(described.resources[0].configEntries[0].configValue, '123456');
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: Array.from({ length: 10 }, (_, number) => ({ value: String(number), partition: 0 })) });
  await producer.disconnect();
  const first = async () => (await admin.fetchTopicOffsets(topic)).find((each) => each.partition === 0);
  assert.equal((await first()).high, '10');
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
  assert.equal((await first()).low, '4');
  await admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '7' }] });
  assert.equal((await admin.fetchOffsets({ groupId: group, topics: [topic] }))[0].partitions.find((each) => each.partition === 0).offset, '7');
  assert.ok((await admin.listGroups()).groups.some((each) => each.groupId === group));
  assert.equal((await admin.describeGroups([group])).groups[0].state, 'Empty');
  await admin.deleteGroups([group]);
  assert.ok(!(await admin.listGroups()).groups.some((each) => each.groupId === group));
  await admin.deleteTopics({ topics: [topic] });
  assert.ok(!(await admin.listTopics()).includes(topic));
  await admin.disconnect();
  say({ done: true });
}

({ write, read, member, transact, administer })[task.do]().then(() => process.exit(0), (fault) => {
  console.error(fault);
  process.exit(1);
});
