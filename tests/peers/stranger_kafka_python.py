"""kafka-python, told by one JSON argument what to do with the broker; it prints what it saw as lines of JSON."""
import json
import sys
import threading

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewPartitions, NewTopic
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor

task = json.loads(sys.argv[1])
servers = {"bootstrap_servers": task["bootstrap"], "api_version_auto_timeout_ms": 20000}


def say(**line):
    print(json.dumps(line), flush=True)


def text(value):
    return None if value is None else value.decode()


def write():
    for codec, topic in task["topics"].items():
        try:
            producer = KafkaProducer(**servers, acks="all", compression_type=None if codec == "none" else codec, max_request_size=2_000_000)
        except AssertionError as lacks:
            say(lacks=codec, why=str(lacks))
            continue
        sent = [producer.send(topic, key=record["key"] and record["key"].encode(), value=None if record["value"] is None else record["value"].encode() * record["times"],
                              headers=[(name, value.encode()) for name, value in record["headers"].items()], timestamp_ms=record["timestamp"], partition=0)
                for record in task["records"]]
        producer.flush()
        for each in sent:
            each.get(20)
        producer.close()
        say(wrote=codec)


def read():
    # This version of kafka-python reads under read_uncommitted alone.
    partitions = [TopicPartition(topic, 0) for topic in task["topics"]]
    consumer = KafkaConsumer(**servers, group_id=None, auto_offset_reset="earliest", max_partition_fetch_bytes=2_000_000)
    consumer.assign(partitions)
    consumer.seek_to_beginning()
    ends = consumer.end_offsets(partitions)
    while any(consumer.position(each) < ends[each] for each in partitions):
        for records in consumer.poll(1000).values():
            for record in records:
                say(topic=record.topic, key=text(record.key), size=-1 if record.value is None else len(record.value), value=record.value and text(record.value[:20]),
                    headers={name: text(value) for name, value in record.headers}, timestamp=record.timestamp)
    consumer.close()


def member():
    strategies = {"range": RangePartitionAssignor, "roundrobin": RoundRobinPartitionAssignor}
    consumer = KafkaConsumer(task["topic"], **servers, group_id=task["group"], auto_offset_reset="earliest", session_timeout_ms=task["sessionMs"], heartbeat_interval_ms=500,
                             partition_assignment_strategy=[strategies[task["strategy"]]], enable_auto_commit=False)
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    held = None
    while not stop.is_set():
        found = consumer.poll(200)
        now = sorted(each.partition for each in consumer.assignment())
        if now != held:
            held = now
            say(assigned=held)
        for records in found.values():
            for record in records:
                say(value=text(record.value))
        if found:
            try:
                consumer.commit()
            except Exception as moved:      # the group rebalances: what was read comes again, perhaps to another
                print(moved, file=sys.stderr)
    consumer.close()
    say(left=True)


def transact():
    say(lacks="transactions", why="kafka-python 2.0.2 has none")


def administer():
    topic, group = task["topic"], task["group"]
    admin = KafkaAdminClient(**servers)
    admin.create_topics([NewTopic(topic, 2, 1, topic_configs={"retention.ms": "123456"})])
    admin.create_partitions({topic: NewPartitions(3)})
    described = admin.describe_topics([topic])[0]
    assert len(described["partitions"]) == 3, described
    config = ConfigResource(ConfigResourceType.TOPIC, topic)
    entries = {entry[0]: entry[1] for answer in admin.describe_configs([config]) for resource in answer.resources for entry in resource[4]}
    assert entries["retention.ms"] == "123456", entries
    producer = KafkaProducer(**servers)
    for number in range(10):
        producer.send(topic, b"%d" % number, partition=0).get(20)
    producer.close()
    consumer = KafkaConsumer(topic, **servers, group_id=group, auto_offset_reset="earliest", enable_auto_commit=False)
    while not consumer.poll(500):
        pass
    consumer.commit()
    partition = TopicPartition(topic, 0)
    assert consumer.beginning_offsets([partition])[partition] == 0
    assert consumer.end_offsets([partition])[partition] == 10
    assert consumer.offsets_for_times({partition: 0})[partition].offset == 0
    assert group in [name for name, _ in admin.list_consumer_groups()]
    assert admin.describe_consumer_groups([group])[0].state == "Stable"
    consumer.close()
    assert admin.list_consumer_group_offsets(group)[partition].offset == 10
    assert admin.delete_consumer_groups([group])[0][1].errno == 0
    assert group not in [name for name, _ in admin.list_consumer_groups()]
    admin.delete_topics([topic])
    assert topic not in admin.list_topics()
    admin.close()
    say(done=True)


{"write": write, "read": read, "member": member, "transact": transact, "administer": administer}[task["do"]]()
