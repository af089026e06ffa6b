# SPDX-License-Identifier: MIT
"""RoPE in PyTorch as people write it: right, or with faults planted by name.

Reads jobs from standard input, one a line, tab separated: formulation, model, options, kind, dtype, faults, positions, probe, answer.
  formulation  complex (Meta's view_as_complex), interleaved (GPT-J, RoFormer: rotate_every_two), rotate-half (Hugging Face),
               matrix (a dense matrix a position), polar (a table of torch.polar)
"""
import json, math, os, sys
import torch
import tensors

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = json.load(open(os.path.join(HERE, "models.json")))
TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64}


def read(path):
    return {k: torch.frombuffer(bytearray(raw), dtype=TYPES[t]).reshape(shape) for k, (t, shape, raw) in tensors.read(path).items()}


def write(path, **named):
    names = {v: k for k, v in TYPES.items()}
    raw = lambda t: (t.view(torch.int16) if t.element_size() == 2 else t).numpy().tobytes()
    tensors.write(path, {k: (names[t.dtype], t.shape, raw(t.contiguous())) for k, t in named.items()})


# ---- Frequencies, as transformers computes them ----

def plain(base, d, fault):
    exponent = torch.arange(0, d, 2, dtype=torch.int64).float()
    if "exponent-odd" in fault: exponent = exponent + 1
    if "exponent-positive" in fault: exponent = -exponent
    return 1.0 / (base ** (exponent / (fault.get("denominator") or d)))


def llama3(inv, s, fault):
    low, high, length = s["low_freq_factor"], s["high_freq_factor"], s["original_max_position_embeddings"]
    if "boundaries" in fault: length = 131072
    wave = 2 * math.pi / inv
    slow = torch.where(wave > length / low, inv / s["factor"], inv)
    smooth = (length / wave - low) / (high - low)
    blend = (1 - smooth) * slow / s["factor"] + smooth * slow
    return torch.where(~(wave < length / high) & ~(wave > length / low), blend, slow), 1.0


def yarn(inv, s, fault, base, d, most):
    length = most if "original-length" in fault else s["original_max_position_embeddings"]
    dim = lambda turns: d * math.log(length / (turns * 2 * math.pi)) / (2 * math.log(base))
    low, high = dim(32), dim(1)
    if s.get("truncate", True) != ("truncate" in fault): low, high = math.floor(low), math.ceil(high)
    low, high = max(low, 0), min(high, d - 1)
    ramp = torch.clamp((torch.arange(d // 2, dtype=torch.float32) - low) / (high - low), 0, 1)
    if "ramp-inverted" in fault: ramp = 1 - ramp
    scale = lambda m: 0.1 * m * math.log(s["factor"]) + 1
    factor = scale(s["mscale"]) / scale(s["mscale_all_dim"]) if "mscale" in s else scale(1)
    return inv / s["factor"] * ramp + inv * (1 - ramp), factor


def longrope(base, d, s, most, is_long):
    length = s["original_max_position_embeddings"]
    ext = torch.tensor(s["long_factor" if is_long else "short_factor"], dtype=torch.float32)
    inv = 1.0 / (ext * base ** (torch.arange(0, d, 2, dtype=torch.int64).float() / d))
    return inv, math.sqrt(1 + math.log(most / length) / math.log(length))


def frequencies(model, options, fault):
    """inv_freq and attention factor; faults in them."""
    d, base, s = model["d"], fault.get("base") or model["rope_theta"], model.get("rope_scaling")
    most = model.get("max_position_embeddings")
    inv, factor = plain(base, d, fault), 1.0
    if s and "scaling-linear" in fault: inv = inv / s["factor"]
    elif s and "scaling-ignored" not in fault:
        if s["rope_type"] == "llama3": inv, factor = llama3(inv, s, fault)
        if s["rope_type"] == "yarn": inv, factor = yarn(inv, s, fault, base, d, most)
        if s["rope_type"] == "longrope": inv, factor = longrope(base, d, s, most, ("--seq-len" in options) != ("other-list" in fault))
    if "factor" in fault: inv = inv / fault["factor"]
    if "zeros" in fault: inv = torch.zeros_like(inv)
    if "attention-factor-missing" in fault: factor = 1.0
    if "attention-factor-twice" in fault: factor *= factor
    return rounded(inv, "inv-freq", fault), factor


# ---- Positions and angles ----

def rounded(x, stage, fault):
    for name, dtype in (("bf16", torch.bfloat16), ("f16", torch.float16)):
        if stage + "-" + name in fault: return x.to(dtype).float()
    return x


def moved(pos, fault):
    """positions [batch, seq] -> what the fault makes of them."""
    pos = pos + (fault.get("offset") or 0)
    if "by-batch" in fault: pos = pos[:1].expand_as(pos)
    if "column" in fault: pos = torch.arange(pos.shape[1]).expand_as(pos)
    if "constant" in fault: pos = torch.full_like(pos, int(fault["constant"]) if fault["constant"] is not True else 0)
    if "clamped" in fault: pos = torch.clamp(pos, max=fault["clamped"] - 1)
    if "wrapped" in fault: pos = pos % fault["wrapped"]
    return pos


def axis_of(model, fault, n):
    """which axis of the position turns each pair"""
    sections = [24, 16, 24] if "sections" in fault else model["mrope_section"]
    axis = torch.repeat_interleave(torch.arange(3), torch.tensor(sections))
    if "axis-interleaved" in fault: axis = torch.arange(n) % 3
    if "axis-first" in fault: axis = torch.zeros(n, dtype=torch.int64)
    if "axis-swapped" in fault: axis = torch.tensor([0, 2, 1])[axis]
    return axis


def angles(model, pos, inv, fault, heads):
    """[batch, seq, heads or 1, d/2]"""
    if pos.dim() == 3:
        pos = torch.stack([moved(p, fault) for p in pos])[axis_of(model, fault, len(inv))].permute(1, 2, 0)
    else: pos = moved(pos, fault)[..., None]
    pos = pos[:, :, None].float()
    head = torch.arange(heads).float().reshape(1, 1, heads, 1)
    if "by-head" in fault: pos = head.expand(*pos.shape[:2], heads, 1)
    if "plus-head" in fault: pos = pos + head
    return rounded(rounded(pos, "positions", fault) * inv, "angles", fault)


# ---- Rotations ----

def cos_sin(angle, factor, fault):
    cos, sin = rounded(angle.cos() * factor, "table", fault), rounded(angle.sin() * factor, "table", fault)
    if "sign" in fault: sin = -sin
    if "unrotated" in fault: cos, sin = torch.ones_like(cos), torch.zeros_like(sin)
    return (sin, cos) if "sincos" in fault else (cos, sin)


def by_complex(x, angle, factor, fault):
    cos, sin = cos_sin(angle, factor, fault)
    z = torch.view_as_complex(x.float().reshape(*x.shape[:-1], -1, 2))
    return torch.view_as_real(z * torch.complex(cos, sin)).flatten(-2).type_as(x)


def by_interleaved(x, angle, factor, fault):
    cos, sin = (t.repeat_interleave(2, -1).to(x.dtype) for t in cos_sin(angle, factor, fault))
    turned = torch.stack((-x[..., 1::2], x[..., ::2]), -1).flatten(-2)
    return x * cos + turned * sin


def by_rotate_half(x, angle, factor, fault):
    double = lambda t: t.repeat_interleave(2, -1) if "mixed" in fault else torch.cat((t, t), -1)
    cos, sin = (double(t).to(x.dtype) for t in cos_sin(angle, factor, fault))
    half = x.shape[-1] // 2
    return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin


def by_matrix(x, angle, factor, fault, half):
    cos, sin = cos_sin(angle, factor, fault)
    d, n = x.shape[-1], x.shape[-1] // 2
    a, b = (torch.arange(n), torch.arange(n) + n) if half else (torch.arange(n) * 2, torch.arange(n) * 2 + 1)
    m = torch.zeros(*cos.shape[:-1], d, d)
    m[..., a, a], m[..., a, b], m[..., b, a], m[..., b, b] = cos, -sin, sin, cos
    return torch.einsum("bshij,bshj->bshi", m.expand(*x.shape[:-1], d, d), x.float()).to(x.dtype)


def rotate(form, model, options, x, pos, fault):
    inv, factor = frequencies(model, options, fault)
    d, half = 2 * len(inv), form in ("rotate-half", "matrix") and not model["interleaved"]
    angle = angles(model, pos, inv, fault, x.shape[2])
    if "layout" in fault: form, half = {"rotate-half": "interleaved", "matrix": "matrix"}.get(form, "rotate-half"), not half
    by = {"complex": by_complex, "interleaved": by_interleaved, "rotate-half": by_rotate_half}
    turned = by_matrix(x[..., :d], angle, factor, fault, half) if form == "matrix" else by[form](x[..., :d], angle, factor, fault)
    return torch.cat((turned, x[..., d:]), -1)


# ---- The four kinds of answers ----

def parse(faults):
    """"base=10000,layout" -> {"base": 10000, "layout": True}"""
    pairs = (f.partition("=") for f in faults.split(",") if f != "-")
    return {name: float(value) if "." in value else int(value) if value else True for name, _, value in pairs}


def table(form, model, options, positions, fault):
    inv, factor = frequencies(model, options, fault)
    first, last = positions.split(":")
    angle = angles(model, torch.arange(int(first), int(last))[None], inv, fault, 1)[0, :, 0]
    if form == "polar":
        cis = torch.polar(torch.full_like(angle, factor), angle)
        return cis.real, cis.imag
    repeat = (lambda t: t.repeat_interleave(2, -1)) if (form == "interleaved") != ("layout" in fault) else (lambda t: torch.cat((t, t), -1))
    return tuple(repeat(t) for t in cos_sin(angle, factor, fault))


def permuted_by_query_heads(k, heads):
    """halves -> neighbours within each head, then back with the number of query heads: a Meta checkpoint converted wrongly"""
    b, s, n, d = k.shape
    meta = k.reshape(b, s, n, 2, d // 2).transpose(-1, -2).reshape(b, s, heads, n * d // heads // 2, 2)
    return meta.transpose(-1, -2).reshape(b, s, n, d)


def scores(form, model, options, probe, dtype, fault):
    q, k = probe["q"].to(dtype), probe["k"].to(dtype)
    if "kv-heads" in fault: k = permuted_by_query_heads(k, q.shape[2])
    only_keys = {name[4:]: v for name, v in fault.items() if name.startswith("key-")}
    only_queries = {name[6:]: v for name, v in fault.items() if name.startswith("query-")}
    q = rotate(form, model, options, q, probe["positions"], {**fault, **only_queries})
    k = rotate(form, model, options, k, probe["positions"], {**fault, **only_keys})
    k = k.repeat_interleave(q.shape[2] // k.shape[2], 2)
    return torch.einsum("bmhd,bnhd->bhmn", q.float(), k.float()).to(dtype)


def answer(form, name, options, kind, dtype, faults, positions, probe_path, path):
    model, fault, dtype = dict(MODELS[name]), parse(faults), TYPES[dtype.upper()]
    model["d"] = fault.get("rotary") or model.get("rotary_dim", model["head_dim"])
    model["interleaved"] = "interleaved" in options or name in ("gpt-j-6b", "deepseek-v3")
    probe = read(probe_path) if kind in ("y", "scores") else {}
    if kind == "y": write(path, y=rotate(form, model, options, probe["x"].to(dtype), probe["positions"], fault))
    if kind == "scores": write(path, scores=scores(form, model, options, probe, dtype, fault))
    if kind == "inv_freq": write(path, inv_freq=frequencies(model, options, fault)[0].to(dtype))
    if kind == "table":
        cos, sin = table(form, model, options, positions, fault)
        write(path, cos=cos.to(dtype), sin=sin.to(dtype))


if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]: print("PyTorch", torch.__version__)
    else:
        torch.set_num_threads(1)
        for line in sys.stdin: answer(*line.rstrip("\n").split("\t"))
