"""confluent-kafka-python, told by one JSON argument what to do with the broker; it prints what it saw as lines of JSON."""
import json
import sys
import threading

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

task = json.loads(sys.argv[1])
servers = {"bootstrap.servers": task["bootstrap"]}
failures = []


def say(**line):
    print(json.dumps(line), flush=True)


def text(value):
    return None if value is None else value.decode()


def delivered(error, _):
    if error:
        failures.append(str(error))


def flush(producer):
    producer.flush(30)
    assert not failures, failures


def write():
    for codec, topic in task["topics"].items():
        producer = Producer({**servers, "compression.type": codec, "enable.idempotence": True, "message.max.bytes": 2_000_000})
        for record in task["records"]:
            producer.produce(topic, key=record["key"], value=None if record["value"] is None else record["value"] * record["times"], partition=0,
                             headers=list(record["headers"].items()), timestamp=record["timestamp"], on_delivery=delivered)
        flush(producer)
        say(wrote=codec)


def read():
    consumer = Consumer({**servers, "group.id": "reader", "enable.partition.eof": True, "isolation.level": task["isolation"], "enable.auto.commit": False})
    consumer.assign([TopicPartition(topic, 0, 0) for topic in task["topics"]])
    left = set(task["topics"])
    while left:
        record = consumer.poll(20)
        assert record is not None, f"nothing came of {left}"
        if record.error():
            assert record.error().name() == "_PARTITION_EOF", record.error()
            left.discard(record.topic())
            continue
        value = record.value()
        say(topic=record.topic(), key=text(record.key()), size=-1 if value is None else len(value), value=value and text(value[:20]),
            headers={name: text(each) for name, each in record.headers() or []}, timestamp=record.timestamp()[1])
    consumer.close()


def member():
    settings = {**servers, "group.id": task["group"], "partition.assignment.strategy": task["strategy"], "auto.offset.reset": "earliest",
                "session.timeout.ms": task["sessionMs"], "heartbeat.interval.ms": 500, "enable.auto.commit": False}
    if task.get("instance"):
        settings["group.instance.id"] = task["instance"]
    consumer = Consumer(settings)
    held = set()

    def changed(partitions, come):
        held.update(partitions) if come else held.difference_update(partitions)
        say(assigned=sorted(held))

    consumer.subscribe([task["topic"]], on_assign=lambda _, partitions: changed([each.partition for each in partitions], True),
                       on_revoke=lambda _, partitions: changed([each.partition for each in partitions], False))
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    while not stop.is_set():
        record = consumer.poll(0.2)
        if record is None or record.error():
            continue
        say(value=text(record.value()))
        consumer.commit(record, asynchronous=True)
    consumer.close()
    say(left=True)


def transact():
    producer = Producer({**servers, "transactional.id": task["id"]})
    producer.init_transactions(30)
    for values, commits in ((["c1", "c2"], True), (["a1", "a2"], False), (["c3"], True)):
        producer.begin_transaction()
        for value in values:
            producer.produce(task["topic"], value, partition=0, on_delivery=delivered)
        flush(producer)
        producer.commit_transaction(30) if commits else producer.abort_transaction(30)
    say(done=True)


def results(futures):
    return {name: future.result(20) for name, future in futures.items()}


def administer():
    topic, group = task["topic"], task["group"]
    admin = AdminClient(servers)
    results(admin.create_topics([NewTopic(topic, 2, 1, config={"retention.ms": "123456"})]))
    results(admin.create_partitions([NewPartitions(topic, 3)]))
    assert len(admin.list_topics(topic, 20).topics[topic].partitions) == 3
    entries = list(results(admin.describe_configs([ConfigResource("topic", topic)])).values())[0]
    assert entries["retention.ms"].value == "123456"
    producer = Producer(servers)
    for number in range(10):
        producer.produce(topic, str(number), partition=0, on_delivery=delivered)
    flush(producer)
    consumer = Consumer({**servers, "group.id": group, "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([topic])
    read = 0
    while read < 10:
        record = consumer.poll(20)
        assert record is not None and not record.error(), record and record.error()
        read += 1
    consumer.commit(asynchronous=False)
    assert consumer.get_watermark_offsets(TopicPartition(topic, 0), 20) == (0, 10)
    assert consumer.offsets_for_times([TopicPartition(topic, 0, 0)], 20)[0].offset == 0
    assert consumer.committed([TopicPartition(topic, 0)], 20)[0].offset == 10
    assert group in [each.id for each in admin.list_groups(timeout=20)]
    assert [each.state for each in admin.list_groups(group, 20)] == ["Stable"]
    consumer.close()
    results(admin.delete_topics([topic]))
    assert topic not in admin.list_topics(timeout=20).topics
    say(done=True)


{"write": write, "read": read, "member": member, "transact": transact, "administer": administer}[task["do"]]()
