"""Reads an object container file with python-avro and writes what it read to another, under the same schema and codec."""
import sys

import avro.schema
from avro.datafile import DataFileReader, DataFileWriter
from avro.io import DatumReader, DatumWriter

source, target = sys.argv[1:3]
with DataFileReader(open(source, "rb"), DatumReader()) as reader:
    schema, codec, values = avro.schema.parse(reader.schema), reader.codec, list(reader)
with DataFileWriter(open(target, "wb"), DatumWriter(), schema, codec=codec) as writer:
    for value in values:
        writer.append(value)
print(len(values))
