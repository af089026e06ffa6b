// SPDX-License-Identifier: MIT
// The operator RotaryEmbedding of onnxruntime-web, a model of one node made here: right, or with a fault planted in what it is fed.
// Jobs as rope_torch.py's; models without a scaling rule.  Formulations: onnx (ai.onnx, opset 23), microsoft (com.microsoft, version 1).
"use strict";
const fs = require("fs");
const { read, write, modelOf, row } = require("./rope.js");

// ---- ONNX is protocol buffers: a field is a key (number, wire type) and a number or a length with bytes ----
const varint = (v) => { const out = []; do { out.push((v & 127) | (v > 127 ? 128 : 0)); v = Math.floor(v / 128); } while (v); return Buffer.from(out); };
const number = (field, v) => Buffer.concat([varint(field * 8), varint(v)]);
const bytes = (field, v) => Buffer.concat([varint(field * 8 + 2), varint(Buffer.from(v).length), Buffer.from(v)]);
const all = (...parts) => Buffer.concat(parts);
const FLOAT = 1, INT64 = 7, HALF = 10;
const attribute = (name, v) => bytes(5, all(bytes(1, name), number(3, v), number(20, 2)));
const tensorType = (type) => bytes(1, number(1, type));
const value = (field, name, type) => bytes(field, all(bytes(1, name), bytes(2, tensorType(type))));

function onnxModel(domain, model, heads, interleaved, type) {
  const inputs = domain === "" ? ["x", "cos", "sin", "m"] : ["x", "m", "cos", "sin"];
  const node = all(...inputs.map((name) => bytes(1, name)), bytes(2, "y"), bytes(4, "RotaryEmbedding"), attribute("interleaved", interleaved ? 1 : 0),
    attribute("num_heads", heads), attribute("rotary_embedding_dim", model.rotary_dim === model.head_dim ? 0 : model.rotary_dim), bytes(7, domain));
  const graph = all(bytes(1, node), bytes(2, "rope"), value(11, "x", type), value(11, "cos", type), value(11, "sin", type), value(11, "m", INT64), value(12, "y", type));
  const imports = all(bytes(8, all(bytes(1, ""), number(2, 23))), domain ? bytes(8, all(bytes(1, domain), number(2, 1))) : Buffer.alloc(0));
  return all(number(1, 10), bytes(7, graph), imports);
}

// ---- binary16, which older JavaScript has no array of ----
function toHalf(v) {
  const bits = new Uint32Array(new Float32Array([v]).buffer)[0], sign = (bits >>> 16) & 0x8000, a = Math.abs(v);
  if (a < 2 ** -14) return sign | even(a * 2 ** 24);
  const exponent = Math.floor(Math.log2(a)), scaled = even((a / 2 ** exponent) * 1024);
  return sign | ((exponent + 14) * 1024 + scaled);
}
const even = (v) => { const low = Math.floor(v), rest = v - low; return low + (rest > 0.5 || (rest === 0.5 && low % 2) ? 1 : 0); };
const halves = (list) => Uint16Array.from(list, toHalf);

async function answer(ort, [form, name, , , dtype, fault, , probe, file]) {
  const { x, positions } = read(probe), model = modelOf(name), [batch, seq, heads, width] = x.shape, n = model.rotary_dim / 2, faults = fault.split(",");
  const m = positions.data.map((v) => v + (faults.includes("offset") ? 1n : 0n)), rows = Number(m.reduce((a, b) => (a > b ? a : b))) + 1;
  const cos = new Float32Array(rows * n), sin = new Float32Array(rows * n);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < n; i++) [cos[r * n + i], sin[r * n + i]] = row(model, r, i, faults.filter((f) => f !== "offset"), Math.fround);
  const half = dtype === "f16", floats = (list, shape) => (half ? new ort.Tensor("float16", halves(list), shape) : new ort.Tensor("float32", list, shape));
  const domain = form === "onnx" ? "" : "com.microsoft", interleaved = model.interleaved !== faults.includes("layout");
  const session = await ort.InferenceSession.create(onnxModel(domain, model, heads, interleaved, half ? HALF : FLOAT));
  const feeds = { x: floats(x.data, [batch, seq, heads * width]), cos: floats(cos, [rows, n]), sin: floats(sin, [rows, n]), m: new ort.Tensor("int64", m, [batch, seq]) };
  const { y } = await session.run(feeds);
  const raw = half ? new Uint16Array(y.data.buffer, y.data.byteOffset, y.data.length) : y.data;
  write(file, "y", half ? "F16" : "F32", x.shape, raw);
}

async function main() {
  const ort = require("onnxruntime-web");
  if (process.argv[2] === "--version") return console.log("onnxruntime-web", ort.env.versions.web);
  ort.env.wasm.numThreads = 1;
  for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) await answer(ort, line.split("\t"));
}
main().then(() => process.exit(0), (error) => { console.error(String(error)); process.exit(1); });
