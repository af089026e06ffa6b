// SPDX-License-Identifier: MIT
// RoPE in JavaScript: right, or with a fault planted.  Jobs as rope_torch.py's; models without a scaling rule.
// Formulations: float32 (Float32Array, Math.fround after every step), double (numbers, rounded once at the end).
"use strict";
const fs = require("fs"), path = require("path");
const MODELS = JSON.parse(fs.readFileSync(path.join(__dirname, "models.json")));

function read(file) {
  const raw = fs.readFileSync(file), start = 8 + Number(raw.readBigUInt64LE(0)), tensors = {};
  for (const [name, t] of Object.entries(JSON.parse(raw.subarray(8, start)))) {
    if (name === "__metadata__") continue;
    const bytes = new Uint8Array(raw.subarray(start + t.data_offsets[0], start + t.data_offsets[1])).buffer;
    tensors[name] = { shape: t.shape, data: t.dtype === "I64" ? new BigInt64Array(bytes) : new Float32Array(bytes) };
  }
  return tensors;
}

function write(file, name, dtype, shape, data) {
  let header = JSON.stringify({ [name]: { dtype, shape, data_offsets: [0, data.byteLength] } });
  header += " ".repeat((8 - (header.length % 8)) % 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  fs.writeFileSync(file, Buffer.concat([length, Buffer.from(header), Buffer.from(data.buffer, data.byteOffset, data.byteLength)]));
}

const modelOf = (name) => ({ rotary_dim: MODELS[name].head_dim, interleaved: name === "gpt-j-6b", ...MODELS[name] });

// cos and sin of pair i at position m; every step rounded by f
function row(model, m, i, faults, f) {
  const base = faults.includes("base") ? 500000 : model.rope_theta;
  const d = faults.includes("denominator") ? model.head_dim : model.rotary_dim;
  const theta = f(1 / f(Math.pow(base, f((2 * i) / d))));
  const angle = f(f(m + (faults.includes("offset") ? 1 : 0)) * theta);
  return [f(Math.cos(angle)), f(Math.sin(faults.includes("sign") ? -angle : angle))];
}

function rotate(model, x, position, y, faults, f) {
  const n = model.rotary_dim / 2, interleaved = model.interleaved !== faults.includes("layout");
  y.set(x);
  for (let i = 0; i < n; i++) {
    const a = interleaved ? 2 * i : i, b = interleaved ? 2 * i + 1 : i + n;
    const [c, s] = row(model, position, i, faults, f);
    y[a] = f(f(x[a] * c) - f(x[b] * s));
    y[b] = f(f(x[b] * c) + f(x[a] * s));
  }
}

function main() {
  for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const [form, name, , , , faults, , probe, answer] = line.split("\t");
    const { x, positions } = read(probe), model = modelOf(name), [, , heads, width] = x.shape, y = new Float32Array(x.data.length);
    const f = form === "float32" ? Math.fround : (v) => v;
    for (let at = 0; at < y.length; at += width)
      rotate(model, x.data.subarray(at, at + width), Number(positions.data[Math.floor(at / (heads * width))]), y.subarray(at, at + width), faults.split(","), f);
    write(answer, "y", "F32", x.shape, y);
  }
}

module.exports = { read, write, modelOf, row };
if (require.main === module) process.argv[2] === "--version" ? console.log("node", process.versions.node) : main();
