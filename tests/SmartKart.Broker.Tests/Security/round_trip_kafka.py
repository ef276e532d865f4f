"""Produces one record with kafka-python and reads it back."""
import json
import sys

from kafka import KafkaConsumer, KafkaProducer

settings = json.loads(sys.argv[1])
options = {
    "bootstrap_servers": settings["bootstrap"],
    "security_protocol": settings["protocol"],
    "sasl_mechanism": settings["mechanism"],
    "sasl_plain_username": settings["user"],
    "sasl_plain_password": settings["password"],
    "ssl_cafile": settings["ca"],
    "ssl_certfile": settings["certificate"],
    "ssl_keyfile": settings["key"],
}
options = {name: value for name, value in options.items() if value is not None}

producer = KafkaProducer(**options, api_version_auto_timeout_ms=3000, max_block_ms=3000)
producer.send(settings["topic"], b"from python3-kafka").get(10)
producer.close()
consumer = KafkaConsumer(settings["topic"], **options, auto_offset_reset="earliest", enable_auto_commit=False, consumer_timeout_ms=10000)
print(next(consumer).value.decode())
consumer.close()
