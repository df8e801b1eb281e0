"""Events files by their documentation alone, in plain Python: it shares nothing with our programs, and needs nothing.

TFRecord: https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details"
CRC-32C: RFC 3720, appendix B.4
Wire format: https://protobuf.dev/programming-guides/encoding
Messages: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto
"""
import struct


def crc32c(data):
    """Bit by bit: the polynomial 0x1EDC6F41, reflected."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(crc):
    return (((crc >> 15) | (crc << 17 & 0xFFFFFFFF)) + 0xA282EAD8) & 0xFFFFFFFF


def records(path):
    """The data of each record; a file that ends inside of one, or a checksum that is wrong, is an error."""
    with open(path, "rb") as file:
        content = file.read()
    at = 0
    while at < len(content):
        head = content[at:at + 12]
        assert len(head) == 12, f"{path}: ends inside a record's head, at {at}"
        length, check = struct.unpack("<QI", head)
        assert masked(crc32c(head[:8])) == check, f"{path}: wrong checksum of the length at {at}"
        data, tail = content[at + 12:at + 12 + length], content[at + 12 + length:at + 16 + length]
        assert len(data) == length and len(tail) == 4, f"{path}: ends inside a record, at {at}"
        assert masked(crc32c(data)) == struct.unpack("<I", tail)[0], f"{path}: wrong checksum of the data at {at}"
        yield data
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    """Pairs (field number, value): an int for a varint, bytes for everything else."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            if kind == 2:
                size, at = varint(data, at)
            else:
                size = {1: 8, 5: 4}[kind]
            value, at = data[at:at + size], at + size
            assert len(value) == size, "a field ends outside its message"
        yield key >> 3, value


def message(data, names):
    """A message of fields that occur once, by the names given; others are an error."""
    found = {}
    for number, value in fields(data):
        assert number in names and names[number] not in found, f"unexpected field {number}"
        found[names[number]] = value
    return found


def events(path):
    """Dictionaries with wall_time, step and one of file_version, summary (a list of values), session_log."""
    for data in records(path):
        event = message(data, {1: "wall_time", 2: "step", 3: "file_version", 5: "summary", 7: "session_log"})
        event["wall_time"] = struct.unpack("<d", event["wall_time"])[0]
        event.setdefault("step", 0)
        if "session_log" in event:
            event["session_log"] = message(event["session_log"], {1: "status"})
        if "summary" in event:
            values = []
            for number, value in fields(event["summary"]):
                assert number == 1, f"unexpected field {number} of a summary"
                value = message(value, {1: "tag", 2: "simple_value", 4: "image", 9: "metadata"})
                value["tag"] = value["tag"].decode()
                if "simple_value" in value:
                    value["simple_value"] = struct.unpack("<f", value["simple_value"])[0]
                if "image" in value:
                    value["image"] = message(value["image"], {1: "height", 2: "width", 3: "colorspace", 4: "png"})
                if "metadata" in value:
                    value["metadata"] = message(value["metadata"], {2: "display_name", 3: "summary_description"})
                values.append(value)
            event["summary"] = values
        yield event


def shown(path):
    """What TensorBoard shows of the file: {tag: {step: value}} of scalars, {tag: value} of images.

    A session that starts at a step forgets what came from that step on; a tag that occurs again at a step replaces it.
    """
    scalars, images = {}, {}
    for number, event in enumerate(events(path)):
        if number == 0:
            assert event["file_version"] == b"brain.Event:2", f"{path}: begins with {event}"
        if event.get("session_log", {}).get("status") == 1:
            for curve in scalars.values():
                for step in [step for step in curve if step >= event["step"]]:
                    del curve[step]
        for value in event.get("summary", []):
            if "image" in value:
                images[value["tag"]] = value
            else:
                scalars.setdefault(value["tag"], {})[event["step"]] = value["simple_value"]
    return {tag: curve for tag, curve in scalars.items() if curve}, images
