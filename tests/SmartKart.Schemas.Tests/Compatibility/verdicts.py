"""Reads pairs of schemas, a JSON array [reader, writer] a line, from a file; prints python-avro's verdict on each, 1 or 0, a line."""
import json
import sys

import avro.schema
from avro.compatibility import ReaderWriterCompatibilityChecker, SchemaCompatibilityType

with open(sys.argv[1], encoding="utf-8") as pairs:
    for line in pairs:
        reader, writer = (avro.schema.parse(json.dumps(schema)) for schema in json.loads(line))
        verdict = ReaderWriterCompatibilityChecker().get_compatibility(reader, writer)
        print(int(verdict.compatibility is SchemaCompatibilityType.compatible))
