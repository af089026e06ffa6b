#!/bin/sh
# SPDX-License-Identifier: MIT
# The snippets of docs/porting.md work: each is cut out of the page and run; what is not installed is skipped, by name.
. tests/cli.sh
: "${PYTHON:=/usr/bin/python3}" "${NODE:=node}"
doc=$PWD/docs/porting.md peers=$PWD/tests/peers

# block LANGUAGE TEXT FILE: the fenced block of a language whose first line has TEXT
block() {
    awk -v fence="\`\`\`$1" -v text="$2" '$0 == fence { getline; if (index($0, text)) inside = 1 } /^```$/ { inside = 0 } inside' "$doc" >"$T/$3"
    [ -s "$T/$3" ]; say $? "the page has $2"
}
skipped() { echo "ok skipped: $1"; }

block python probe_torch.py probe_torch.py
block python probe_numpy.py probe_numpy.py
block js probe.js probe.js
block rust mine.rs mine.rs
cp "$peers/tensors.py" "$peers/rope.js" "$peers/models.json" "$T/"
cat >"$T/mine.py" <<'PYTHON'
def rope(x, m):
    n = x.shape[-1] // 2
    if type(x).__module__ == "torch":
        import torch as t
        cat, inv = lambda a, b: t.cat((a, b), -1), 1 / 10000 ** (t.arange(n).float() / n)
    else:
        import numpy as t
        cat, inv = lambda a, b: t.concatenate((a, b), -1), (1 / 10000 ** (t.arange(n) / n)).astype("f4")
    a = m[..., None, None] * inv
    a = a.float() if hasattr(a, "float") else a.astype("f4")
    return cat(x[..., :n] * t.cos(a) - x[..., n:] * t.sin(a), x[..., n:] * t.cos(a) + x[..., :n] * t.sin(a))
PYTHON
cat >"$T/mine.js" <<'JS'
exports.rope = (x, positions, [, , heads, width]) => {
  const y = new Float32Array(x.length), n = width / 2;
  for (let at = 0; at < x.length; at += width)
    for (let i = 0; i < n; i++) {
      const a = Number(positions[Math.floor(at / width / heads)]) * Math.pow(10000, -i / n), p = x[at + i], q = x[at + i + n];
      y[at + i] = p * Math.cos(a) - q * Math.sin(a);
      y[at + i + n] = q * Math.cos(a) + p * Math.sin(a);
    }
  return y;
};
JS
cd "$T" || exit 2
"$R" probe preset:llama-2-7b -o probe.safetensors --quiet

# works COMMAND…: it succeeds; its answer is held to a grade after it
works() { "$@" >out 2>err; say $? "$*: $(cat err)"; }
if "$PYTHON" -c 'import torch' 2>err; then
    works "$PYTHON" probe_torch.py
    expect 0 '' check preset:llama-2-7b probe.safetensors answer.safetensors --require L3
else skipped "PyTorch does not load in $PYTHON"; fi
if "$PYTHON" -c 'import numpy' 2>err; then
    works "$PYTHON" probe_numpy.py
    expect 0 '' check preset:llama-2-7b probe.safetensors y.npy --kind y --require L3
else skipped "NumPy does not load in $PYTHON"; fi
rm -f answer.safetensors
if "$NODE" --version >out 2>err; then
    works "$NODE" probe.js
    expect 0 '' check preset:llama-2-7b probe.safetensors answer.safetensors --require L2
else skipped "$NODE does not run"; fi
if rustc --version >out 2>err; then
    works rustc -O -o mine mine.rs
    expect 0 '' run preset:llama-2-7b --exec ./mine --require L2
else skipped 'rustc does not run'; fi
exit $fail
