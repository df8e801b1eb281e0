#!/usr/bin/env python3
"""--tensorboard: every number of metrics.csv, the pictures of the report and an embedding, read by the format's
documentation (tfevents.py); of a run left alone, of runs that are killed and go on, and of one that asks for it late.
"""
import csv
import glob
import math
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import tfevents

OPTIONS = ["--dataset", "shapes", "--profile", "smoke", "--labels", "60", "--steps", "12", "--threads", "1",
           "--checkpoint-every", "0.001"]
PROGRAM = os.path.join(os.environ["BIN"], "t05_contrastive")
EVENTS = "events.out.tfevents.selfsame"

assert tfevents.crc32c(b"123456789") == 0xE3069283, "the parser's own checksum is wrong"


def run(out, *more):
    return subprocess.run([PROGRAM, *OPTIONS, "--out", out, *more], check=True, capture_output=True, text=True)


def as_single(text):
    return struct.unpack("<f", struct.pack("<f", float(text)))[0]


def check_scalars(out):
    """As many as in metrics.csv, and the same."""
    count, runs = 0, {}
    with open(f"{out}/metrics.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["method"] + (f"-{row['labels']}-labels" if row["labels"] != "0" else "")
            name = re.sub(r"\W", "-", name) + f"-split-{row['split']}"
            runs.setdefault(name, {}).setdefault(row["metric"], {})[int(row["step"])] = as_single(row["value"])
            count += 1
    folders = {os.path.basename(os.path.dirname(path)) for path in glob.glob(f"{out}/tensorboard/*/{EVENTS}")}
    assert folders == set(runs), f"folders {sorted(folders)}, series {sorted(runs)}"
    for name, expected in runs.items():
        found, _ = tfevents.shown(f"{out}/tensorboard/{name}/{EVENTS}")
        assert found == expected, f"{name}: {found}, metrics.csv has {expected}"
    return count


def size_of_png(data):
    """(height, width, channels), after its chunks' checksums and its pixels were looked at."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, pixels = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body, (check,) = data[at + 8:at + 8 + length], struct.unpack(">I", data[at + 8 + length:at + 12 + length])
        assert zlib.crc32(kind + body) == check, f"wrong checksum of {kind}"
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        if kind == b"IDAT":
            pixels += body
        at += 12 + length
    assert kind == b"IEND" and depth == 8
    channels = {0: 1, 2: 3}[colour]
    assert len(zlib.decompress(pixels)) == height * (1 + width * channels)
    return height, width, channels


def check_pictures(out):
    _, images = tfevents.shown(f"{out}/tensorboard/{EVENTS}")
    assert set(images) == {"views", "filters_simclr", "nearest"}, sorted(images)
    for tag, value in images.items():
        image = value["image"]
        assert (image["height"], image["width"], image["colorspace"]) == size_of_png(image["png"]), tag
    assert images["views"]["metadata"]["display_name"] == b"Views of ten images"
    # Four rows of ten pictures of 24 x 24 with two pixels between them.
    assert (images["views"]["image"]["height"], images["views"]["image"]["width"]) == (4 * 26 - 2, 10 * 26 - 2)


def check_embedding(out):
    folder = f"{out}/tensorboard"
    with open(f"{folder}/projector_config.pbtxt", encoding="utf-8") as file:
        config = file.read()
    paths = dict(re.findall(r'(\w+_path): "([^"]+)"', config))
    with open(f"{folder}/{paths['tensor_path']}", encoding="utf-8") as file:
        rows = [[float(cell) for cell in line.rstrip("\n").split("\t")] for line in file]
    with open(f"{folder}/{paths['metadata_path']}", encoding="utf-8") as file:
        labels = file.read().splitlines()
    with open(f"{folder}/{paths['image_path']}", "rb") as file:
        size = size_of_png(file.read())
    width, height = map(int, re.findall(r"single_image_dim: (\d+)", config))
    side = math.ceil(math.sqrt(len(rows)))  # what TensorBoard takes for the tiles in a row
    assert len(rows) == len(labels) > 0 and len({len(row) for row in rows}) == 1
    assert all(math.isfinite(cell) for row in rows for cell in row)
    assert size[:2] == (side * height, side * width), f"{size} for {len(rows)} tiles of {height} x {width}"
    return len(rows), len(rows[0])


with tempfile.TemporaryDirectory() as scratch:
    alone = f"{scratch}/alone"
    began = time.monotonic()
    run(alone, "--tensorboard")
    took = time.monotonic() - began
    count = check_scalars(alone)
    check_pictures(alone)
    images, features = check_embedding(alone)
    print(f"ok     {count} numbers, 3 pictures, {images} images with {features} features")

    # Killed three times while it trains, each time a little later; the last kill leaves half a record in every file.
    killed = f"{scratch}/killed"
    kills, resume = 0, []
    while kills < 3 and took < 600:
        child = subprocess.Popen([PROGRAM, *OPTIONS, "--out", killed, "--tensorboard", *resume],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        resume = ["--resume"]
        before = sum(os.path.getsize(path) for path in glob.glob(f"{killed}/tensorboard/*/{EVENTS}"))
        while child.poll() is None:
            if sum(os.path.getsize(path) for path in glob.glob(f"{killed}/tensorboard/*/{EVENTS}")) > before + 300:
                child.send_signal(signal.SIGKILL)
                child.wait()
            else:
                time.sleep(0.002)
        if child.returncode == 0:
            break
        assert child.returncode == -signal.SIGKILL, child.returncode
        kills += 1
    for path in glob.glob(f"{killed}/tensorboard/*/{EVENTS}"):
        with open(path, "ab") as file:
            file.write(struct.pack("<Q", 40) + b"half")
    torn = len(glob.glob(f"{killed}/tensorboard/*/{EVENTS}"))
    run(killed, "--tensorboard", "--resume")
    assert check_scalars(killed) == count
    check_pictures(killed)
    assert check_embedding(killed) == (images, features)
    print(f"ok     the same after {kills} kills, {torn} files torn")

    # Asked for only when a run is resumed: the numbers from before are there, too.
    late = f"{scratch}/late"
    run(late)
    assert not os.path.exists(f"{late}/tensorboard")
    run(late, "--resume", "--tensorboard")
    assert check_scalars(late) == count
    # And a new run does not keep the old one's.
    run(late)
    assert not os.path.exists(f"{late}/tensorboard"), "left behind"
    print("ok     asked for late; gone with the run")
