# Runs the jobs of FOLDER/jobs.json with python3-avro: python3 python_peer.py FOLDER
# A message is a length (4 bytes, little-endian) and its bytes; an answer has a byte before them: 0 done, 1 refused (the bytes say why).
import datetime, decimal, io, json, os, random, struct, sys, uuid, warnings
import avro.io, avro.schema, avro.timezones

warnings.simplefilter("ignore")     # local-timestamp-*, duration: python3-avro has none, and reads the type underneath
decimal.getcontext().prec = 100
folder = sys.argv[1]


class Branch:
    """A union's value with its branch: python3-avro itself forgets it, and writes a value to the last branch that would take it."""

    def __init__(self, index, value):
        self.index, self.value = index, value


class Reader(avro.io.DatumReader):
    def read_union(self, writers, readers, decoder):
        if writers is not readers:
            return super().read_union(writers, readers, decoder)
        index = decoder.read_long()
        return Branch(index, self.read_data(writers.schemas[index], writers.schemas[index], decoder))

    def read_data(self, writers, readers, decoder):
        if readers.type == "union" and writers.type != "union":
            for index, branch in enumerate(readers.schemas):
                if branch.match(writers):
                    return Branch(index, super().read_data(writers, branch, decoder))
        return super().read_data(writers, readers, decoder)


class Writer(avro.io.DatumWriter):
    def write_union(self, writers, datum, encoder):
        branch = datum if isinstance(datum, Branch) else Branch(0, datum)       # a default is of the first branch
        encoder.write_long(branch.index)
        self.write_data(writers.schemas[branch.index], branch.value, encoder)


def encode(schema, datum):
    output = io.BytesIO()
    Writer(schema).write_data(schema, datum, avro.io.BinaryEncoder(output))
    return output.getvalue()


def decode(writer, reader, message):
    source = io.BytesIO(message)
    datum = Reader(writer, reader).read(avro.io.BinaryDecoder(source))
    if source.read(1):
        raise ValueError("bytes are left")
    return datum


def random_text(draw):
    return "".join(draw.choice("abc äß€日🛒\0'\"\\") for _ in range(draw.randrange(12)))


def random_datum(schema, draw, depth=0):
    """A value that python3-avro can write; at its edges too."""
    kind, logical = schema.type, getattr(schema, "logical_type", None)
    if kind == "union":
        few = [i for i, s in enumerate(schema.schemas) if s.type not in ("record", "array", "map")]
        index = draw.choice(few if depth > 12 and few else range(len(schema.schemas)))
        return Branch(index, random_datum(schema.schemas[index], draw, depth))
    if kind in ("record", "error"):
        return {field.name: random_datum(field.type, draw, depth + 1) for field in schema.fields}
    if kind == "array":
        return [random_datum(schema.items, draw, depth + 1) for _ in range(0 if depth > 12 else draw.randrange(3))]
    if kind == "map":
        return {random_text(draw): random_datum(schema.values, draw, depth + 1) for _ in range(0 if depth > 12 else draw.randrange(3))}
    if kind == "enum":
        return draw.choice(schema.symbols)
    if logical == "decimal":
        digits = draw.randrange(1, schema.get_prop("precision") + 1)
        return decimal.Decimal(draw.randrange(10 ** digits) * draw.choice((1, -1))).scaleb(-(schema.get_prop("scale") or 0))
    if logical == "uuid":
        return str(uuid.UUID(int=draw.getrandbits(128)))
    micros = datetime.timedelta(microseconds=draw.randrange(86_400_000_000))
    day = draw.randrange(1, datetime.date.max.toordinal() + 1)
    if logical == "date":
        return datetime.date.fromordinal(day)
    if logical in ("time-millis", "time-micros"):
        return (datetime.datetime.min + micros).time().replace(microsecond=draw.randrange(1000) * 1000)
    if logical in ("timestamp-millis", "timestamp-micros"):
        at = datetime.datetime.fromordinal(day).replace(tzinfo=avro.timezones.utc) + micros
        return at.replace(microsecond=at.microsecond // 1000 * 1000) if logical == "timestamp-millis" else at
    if schema.get_prop("logicalType") in ("local-timestamp-millis", "local-timestamp-micros"):
        return draw.randrange(-62_135_596_800_000, 253_402_300_800_000)
    if kind == "fixed":
        return bytes(draw.getrandbits(8) for _ in range(schema.size))
    return {
        "null": lambda: None,
        "boolean": lambda: draw.random() < 0.5,
        "int": lambda: draw.choice((0, -1, 2 ** 31 - 1, -(2 ** 31), draw.randrange(-1000, 1000))),
        "long": lambda: draw.choice((0, -1, 2 ** 63 - 1, -(2 ** 63), draw.randrange(-10 ** 12, 10 ** 12))),
        "float": lambda: draw.choice((0.0, -0.0, float("inf"), -1.5, struct.unpack("<f", struct.pack("<f", draw.gauss(0, 1e6)))[0])),
        "double": lambda: draw.choice((0.0, -0.0, float("-inf"), float("nan"), 5e-324, draw.gauss(0, 1e100))),
        "bytes": lambda: bytes(draw.getrandbits(8) for _ in range(draw.randrange(70))),
        "string": lambda: random_text(draw),
    }[kind]()


def without_logical_types(schema):
    if isinstance(schema, list):
        return [without_logical_types(item) for item in schema]
    if isinstance(schema, dict):
        return {key: value if key == "default" else without_logical_types(value) for key, value in schema.items() if key != "logicalType"}
    return schema


def answers(job):
    if job["op"] == "random":
        schema, draw = avro.schema.parse(json.dumps(job["schema"])), random.Random(job["seed"])
        for _ in range(job["count"]):
            yield lambda: encode(schema, random_datum(schema, draw))
        return
    if job["op"] == "echo":
        writer = reader = avro.schema.parse(json.dumps(job["schema"]))
    else:
        # It reads by the writer's logical types and writes by the reader's: only the types underneath are resolved.
        writer, reader = (avro.schema.parse(json.dumps(without_logical_types(job[key]))) for key in ("schema", "reader"))
        if not reader.match(writer):
            raise ValueError("the schemas do not match")
    data, at = open(os.path.join(folder, job["input"]), "rb").read(), 0
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], "little")
        message = data[at + 4:at + 4 + length]
        at += 4 + length
        yield lambda: encode(reader, decode(writer, reader, message))


for job in json.load(open(os.path.join(folder, "jobs.json"), encoding="utf-8")):
    with open(os.path.join(folder, job["output"]), "wb") as output:
        def answer(status, payload):
            output.write(bytes([status]) + len(payload).to_bytes(4, "little") + payload)
        try:
            for run in answers(job):
                try:
                    answer(0, run())
                except Exception as error:
                    answer(1, f"{type(error).__name__}: {error}".encode())
        except Exception as error:
            answer(2, f"{type(error).__name__}: {error}".encode())      # the schemas themselves were refused
