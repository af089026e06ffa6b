# SPDX-License-Identifier: MIT
"""safetensors with the standard library alone: {name: (dtype, shape, bytes)}."""
import json, struct


def read(path):
    raw = open(path, "rb").read()
    data = 8 + struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:data])
    header.pop("__metadata__", None)
    return {k: (v["dtype"], v["shape"], raw[data + v["data_offsets"][0]:data + v["data_offsets"][1]]) for k, v in header.items()}


def write(path, tensors):
    header, data = {}, b""
    for name, (dtype, shape, raw) in sorted(tensors.items()):
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + data)
