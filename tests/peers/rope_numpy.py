# SPDX-License-Identifier: MIT
"""RoPE in NumPy, in binary64 and in binary32: right, or with a fault planted.  Jobs as rope_torch.py's; plain and yarn models.

Formulations: f64 and f32 (every step in that type), f64-complex (np.exp of an imaginary angle, interleaved slots).
"""
import json, os, sys
import numpy as np
import tensors

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = json.load(open(os.path.join(HERE, "models.json")))
TYPES = {"F32": np.float32, "F64": np.float64, "F16": np.float16, "I64": np.int64}


def read(path):
    return {k: np.frombuffer(raw, TYPES[t]).reshape(shape) for k, (t, shape, raw) in tensors.read(path).items()}


def write(path, **named):
    names = {np.dtype(v): k for k, v in TYPES.items()}
    tensors.write(path, {k: (names[t.dtype], t.shape, np.ascontiguousarray(t).tobytes()) for k, t in named.items()})


def frequencies(model, d, faults, real):
    base = real(10000 if "base" in faults else model["rope_theta"])
    denominator = model["head_dim"] if "denominator" in faults else d
    inv, factor = 1 / base ** (np.arange(0, d, 2).astype(real) / real(denominator)), real(1)
    s = model.get("rope_scaling")
    if s and "scaling-ignored" not in faults:
        dim = lambda turns: d * np.log(s["original_max_position_embeddings"] / (turns * 2 * np.pi)) / (2 * np.log(model["rope_theta"]))
        low, high = dim(32), dim(1)
        if s.get("truncate", True): low, high = np.floor(low), np.ceil(high)
        ramp = np.clip((np.arange(d // 2) - max(low, 0)) / (min(high, d - 1) - max(low, 0)), 0, 1).astype(real)
        if "ramp-inverted" in faults: ramp = 1 - ramp
        inv = inv * (1 - ramp) + inv / real(s["factor"]) * ramp
        if "mscale" not in s: factor = real(0.1 * np.log(s["factor"]) + 1)
    return inv, (real(1) if "attention-factor-missing" in faults else factor)


def rotate(form, x, pos, inv, factor, interleaved, faults, real):
    pos = pos + (1 if "offset" in faults else 0)
    if "positions-f16" in faults:
        with np.errstate(over="ignore"): pos = pos.astype(np.float16)
    angle = pos[..., None, None].astype(real) * inv
    if form == "f64-complex":
        z = x[..., 0::2].astype(real) + 1j * x[..., 1::2]
        z = z * factor * np.exp((-1j if "sign" in faults else 1j) * angle)
        return np.stack((z.real, z.imag), -1).reshape(x.shape)
    n = len(inv)
    even, odd = (x[..., 0::2], x[..., 1::2]) if interleaved else (x[..., :n], x[..., n:])
    cos, sin = np.cos(angle) * factor, np.sin(angle) * factor
    if "sign" in faults: sin = -sin
    pair = (even * cos - odd * sin, odd * cos + even * sin)
    return np.stack(pair, -1).reshape(x.shape) if interleaved else np.concatenate(pair, -1)


def answer(form, name, options, kind, dtype, faults, positions, probe_path, path):
    model, faults, out = MODELS[name], faults.split(","), TYPES[dtype.upper()]
    real, d = np.float32 if form == "f32" else np.float64, model.get("rotary_dim", model["head_dim"])
    interleaved = ("interleaved" in options or name in ("gpt-j-6b", "deepseek-v3")) != ("layout" in faults)
    inv, factor = frequencies(model, d, faults, real)
    if kind == "inv_freq": return write(path, inv_freq=inv.astype(out))
    if kind == "table":
        first, last = map(int, positions.split(":"))
        angle = np.arange(first, last)[:, None].astype(real) * inv
        return write(path, cos=(np.cos(angle) * factor).astype(out), sin=(np.sin(angle) * factor).astype(out))
    probe = read(probe_path)
    x = probe["x"].astype(out).astype(real)
    turned = rotate(form, x[..., :d], probe["positions"], inv, factor, interleaved, faults, real)
    write(path, y=np.concatenate((turned, x[..., d:]), -1).astype(out))


if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]: print("NumPy", np.__version__)
    else:
        for line in sys.stdin: answer(*line.rstrip("\n").split("\t"))
