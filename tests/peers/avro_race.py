"""Apache Avro for Python in the race `bench avro`: avro_race.py SCHEMA MESSAGES. For its lines see SmartKart.Benchmarks' PeerProcess."""
import io
import json
import struct
import sys
import time

import avro.io
import avro.schema

with open(sys.argv[1], encoding="utf-8") as text:
    schema = avro.schema.parse(text.read())
with open(sys.argv[2], "rb") as file:
    framed = file.read()
messages, at = [], 0
while at < len(framed):
    (length,) = struct.unpack_from("<i", framed, at)
    messages.append(framed[at + 4:at + 4 + length])
    at += 4 + length

reader, writer = avro.io.DatumReader(schema), avro.io.DatumWriter(schema)


def decode(message):
    return reader.read(avro.io.BinaryDecoder(io.BytesIO(message)))


values = [decode(message) for message in messages[:500]]


def encode(value):
    writer.write(value, avro.io.BinaryEncoder(io.BytesIO()))


def per_second(operation, inputs, seconds=0.4):
    began, done, took = time.perf_counter(), 0, 0.0
    while took < seconds:
        operation(inputs[done % len(inputs)])
        done += 1
        took = time.perf_counter() - began
    return done / took


per_second(encode, values)
per_second(decode, messages)
print("ready", flush=True)
for _ in sys.stdin:
    print(json.dumps({"encode_per_s": per_second(encode, values), "decode_per_s": per_second(decode, messages)}), flush=True)
