#!/usr/bin/env python3
"""Makes the seeds in corpus/: for each target a few small files that a reader takes, and some that it must refuse.
Files that fuzzing found are added by hand, as found-*, and stay."""
import gzip
import json
import os
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "../interop"))
import tfevents  # noqa: E402

PICTURES = os.path.join(HERE, "../fixtures/pictures")


def seed(target, name, content):
    folder = os.path.join(HERE, "corpus", target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def safetensors(header, numbers=b""):
    text = header if isinstance(header, str) else json.dumps(header, separators=(",", ":"))
    return struct.pack("<Q", len(text)) + text.encode() + numbers


def npy(kind, shape, numbers, length=118):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    return b"\x93NUMPY\x01\0" + struct.pack("<H", length) + header.ljust(length - 1).encode() + b"\n" + numbers


images = struct.pack(">IIII", 2051, 2, 3, 4) + bytes(range(24))
labels = struct.pack(">II", 2049, 5) + bytes([0, 9, 3, 3, 1])
for name, content in {"images": images, "labels": labels}.items():
    seed("idx", name, content)
    seed("idx", name + ".gz", gzip.compress(content, mtime=0))
seed("idx", "overflow", struct.pack(">IIII", 2051, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF) + b"1234")
seed("idx", "bomb.gz", gzip.compress(images[:12] + struct.pack(">I", 1000) + bytes(100000), mtime=0))

seed("cifar", "one", b"\1" + b"\7" + bytes(3072))
seed("cifar", "one100.gz", b"\1" + gzip.compress(b"\1\x63" + bytes(3072), mtime=0))
seed("cifar", "none", b"\0")
seed("stl10", "one", bytes(96 * 96 * 3 - 1) + b"\4")
seed("stl10", "short", b"\4" * 100)

for name in ["png_0_1.png", "png_0_16_gamma.png", "jpeg_L.jpg", "jpeg_CMYK.jpg", "jpeg_turned_6.jpg"]:
    with open(os.path.join(PICTURES, name), "rb") as file:
        content = file.read()
    seed("picture", name, content)
    seed("folder", name, bytes([len(name) % 4]) + content)
ihdr = struct.pack(">IIBBBBB", 16384, 16384, 16, 6, 0, 0, 0)
seed("picture", "large.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + ihdr + bytes(4))

weights = {"w": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
           "b": {"dtype": "F64", "shape": [], "data_offsets": [8, 16]}}
seed("safetensors", "two", safetensors(weights, bytes(16)))
seed("safetensors", "metadata", safetensors({"__metadata__": {"format": "pt"}, "w": weights["w"]}, bytes(8)))
seed("safetensors", "overflow", safetensors(
    {"w": {"dtype": "F32", "shape": [4294967296, 4294967296], "data_offsets": [0, 0]}}))
seed("safetensors", "overflow_of_nothing", safetensors(
    {"w": {"dtype": "F32", "shape": [0, 9223372036854775807, 9], "data_offsets": [0, 0]}}))
seed("safetensors", "deep", safetensors('{"w":{"dtype":"F32","shape":[' + "[" * 1000 + "]" * 1000 + "]}}"))
seed("checkpoint", "one", safetensors(
    '{"__metadata__":{"!crc32":"00000000","!type":"F32","seconds":"1.5"},'
    '"0.w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', bytes(8)))
seed("checkpoint", "double", safetensors('{"__metadata__":{"!crc32":"00000000","!type":"F64"}}'))

seed("npy", "floats", npy("<f4", "(2, 1)", bytes(8)))
seed("npy", "doubles", npy("<f8", "()", bytes(8)))
seed("npy", "indices", npy("<i8", "(1,)", bytes(8)))
seed("npy", "overflow", npy("<f4", "(999999999999, 999999999999)", b""))
seed("npy", "overflow_of_nothing", npy("<f4", "(0, 999999999999, 999999999999)", b""))

def record(data):
    length = struct.pack("<Q", len(data))
    return b"".join(part + struct.pack("<I", tfevents.masked(tfevents.crc32c(part))) for part in (length, data))


seed("events", "one", record(b"\x09" + bytes(8) + b"\x1a\x0dbrain.Event:2"))
seed("events", "torn", record(b"\x09" + bytes(8)) + struct.pack("<Q", 2**64 - 1) + bytes(20))
seed("events", "none", b"x" * 100)

checksum = 0xCBF29CE484222325
for label in [0, 1] * 5:
    checksum = (checksum ^ label) * 0x100000001B3 % 2**64
split = {"format": "selfsame label split 1", "dataset": "shapes", "images": 10, "label_checksum": f"{checksum:x}",
         "labelled": [0, 1], "validation": [8, 9], "unlabelled": "all but validation"}
seed("split", "whole", json.dumps(split))
seed("split", "other", json.dumps({**split, "images": 11}))
seed("split", "twice", json.dumps({**split, "labelled": [0, 0]}))

results = ("dataset,method,labels,split,seed,metric,value,updates,images_seen,train_seconds,run\n"
           "shapes,supervised,60,0,0,test_accuracy,51.5,40,2560,0.25,1\n"
           "shapes,\"a \"\"b\"\"\",all,0,0,test_accuracy,1e-3,40,2560,12,2\n")
seed("resumed", "results.csv", "\0" + results)
seed("resumed", "strange.csv", "\0" + results.replace("51.5", "nan").replace("0.25", "1e300"))
seed("resumed", "metrics.csv", "\1method,labels,split,step,metric,value\nx,0,0,0,loss,2.3\nx,0,0,1,loss,2\nx,0,0")
run = {"program": "t05", "finished": True, "options": {"labels": "60", "resume": "no"}}
seed("resumed", "run.json", "\2" + json.dumps({**run, "earlier": [{**run, "finished": False}]}))
seed("resumed", "deep.json", "\2" + json.dumps(run)[:-1] + ',"x":' + "[" * 1000 + "]" * 1000 + "}")

seed("options", "some", "--labels\n40,all\n--splits=3\n--profile\nsmoke\n--checkpoint-every\n1.5")
seed("options", "folder", "--dataset\nfolder\n--data-dir\n/\n--image-size\n32\n--strict")
seed("options", "many", "--splits\n100000000000")
seed("options", "large", "--dataset\nfolder\n--image-size\n9223372036854775807")
seed("options", "unknown", "--colour=red\nextra")
seed("options", "help", "--help")
