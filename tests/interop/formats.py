"""Our files read and written by what shares nothing with our programs: safetensors by its specification, in NumPy."""
import json
import struct

import numpy as np


# [safetensors]
def read_safetensors(path):
    """{name: array} and the metadata: eight bytes of length, a header in JSON, numbers."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        numbers = file.read()
    metadata = header.pop("__metadata__", {})
    types = {"F32": np.float32, "F64": np.float64}
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        arrays[name] = np.frombuffer(numbers[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
    return arrays, metadata
# [safetensors]


def write_safetensors(path, arrays, metadata):
    header, numbers = {"__metadata__": metadata}, b""
    for name, array in arrays.items():
        data = np.ascontiguousarray(array, np.float32).tobytes()
        begin, numbers = len(numbers), numbers + data
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [begin, len(numbers)]}
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + numbers)


# [layouts]
def ours(array):
    """PyTorch's layout to ours."""
    if array.ndim == 4:
        return array.transpose(2, 3, 1, 0)  # convolution: (out, in, kh, kw) -> (kh, kw, in, out)
    if array.ndim == 2:
        return array.T                      # linear: (out, in) -> (in, out)
    return array                            # biases, norms, running statistics: (C)


def theirs(array):
    """Our layout to PyTorch's."""
    if array.ndim == 4:
        return array.transpose(3, 2, 0, 1)
    if array.ndim == 2:
        return array.T
    return array
# [layouts]
