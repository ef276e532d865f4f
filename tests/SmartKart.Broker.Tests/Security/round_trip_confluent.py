"""Produces one record with confluent-kafka-python and reads it back."""
import json
import sys

from confluent_kafka import Consumer, Producer, TopicPartition

settings = json.loads(sys.argv[1])
options = {
    "bootstrap.servers": settings["bootstrap"],
    "security.protocol": settings["protocol"],
    "sasl.mechanism": settings["mechanism"],
    "sasl.username": settings["user"],
    "sasl.password": settings["password"],
    "ssl.ca.location": settings["ca"],
    "ssl.certificate.location": settings["certificate"],
    "ssl.key.location": settings["key"],
}
options = {name: value for name, value in options.items() if value is not None}
failures = []

producer = Producer({**options, "message.timeout.ms": 3000, "error_cb": lambda error: print(error, file=sys.stderr)})
producer.produce(settings["topic"], b"from python3-confluent-kafka", on_delivery=lambda error, _: failures.append(error) if error else None)
producer.flush(10)
if failures:
    sys.exit(f"not delivered: {failures[0]}")
consumer = Consumer({**options, "group.id": "unused", "enable.auto.commit": False})
consumer.assign([TopicPartition(settings["topic"], 0, 0)])
message = consumer.poll(10)
if message is None or message.error():
    sys.exit(f"not read: {message and message.error()}")
print(message.value().decode())
consumer.close()
