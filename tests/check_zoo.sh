#!/bin/sh
# SPDX-License-Identifier: MIT
# ropewalk zoo: the list, one bug, names that are nearly right, somebody else's test; and `check` names the reports of what it diagnosed.
. tests/cli.sh

"$R" zoo >"$T/list" 2>"$T/err"
[ $? -eq 0 ] && [ ! -s "$T/err" ] && [ "$(wc -l <"$T/list")" -ge 60 ]; say $? "zoo lists $(wc -l <"$T/list") bugs"
awk '{ print $1 }' "$T/list" | sort | uniq -d | grep -q .; [ $? -eq 1 ]; say $? "no id twice"
while read -r id rest; do
    "$R" zoo "$id" >"$T/page" 2>"$T/err" && [ ! -s "$T/err" ] && grep -q "^$id: " "$T/page" && grep -q '^reported   [A-Za-z]' "$T/page" &&
        grep -q '^diagnosis  [a-z]' "$T/page"
    say $? "zoo $id ($rest)"
done <"$T/list"
expect 0 '"expects": [' zoo default-base --json
expect 0 '"vllm-project/vllm #1004"' zoo default-base --json
if command -v python3 >/dev/null; then
    "$R" zoo --json | python3 -m json.tool >/dev/null; say $? "zoo --json parses"
fi
refuse 'yarn-ramp-invertd: no such bug; did you mean yarn-ramp-inverted, ' zoo yarn-ramp-invertd
refuse 'base: no such bug; did you mean ' zoo base
refuse '--config, --dtype, --atol and --rtol go with --suite' zoo --atol 1
refuse '--suite: which model' zoo --suite x.safetensors
refuse 'default-base: --suite takes the whole zoo' zoo default-base --suite x --config preset:llama-2-7b
refuse 'base-1000: one argument too many' zoo default-base base-1000
expect 0 'Examples:' zoo --help

# Somebody else's test: the probe's own inputs with a tolerance of bits, of nothing, and of everything
C=preset:gpt-neox-20b
"$R" probe $C -o "$T/x.safetensors"; say $? "inputs of a test"
expect 0 'lets 0 of ' zoo --suite "$T/x.safetensors" --config $C --atol 1e-7 --rtol 1e-6
expect 1 'table-in-bf16 ' zoo --suite "$T/x.safetensors" --config $C --atol 0.01
expect 1 'known bugs pass that a probe of this config shows' zoo --suite "$T/x.safetensors" --config $C --atol 10
expect 1 '"fate": "survived"' zoo --suite "$T/x.safetensors" --config $C --atol 10 --json
expect 1 '"killed": 0,' zoo --suite "$T/x.safetensors" --config $C --atol 10 --json
expect 1 '"dtype": "bf16"' zoo --suite "$T/x.safetensors" --config $C --dtype bf16 --atol 10 --json
expect 0 'within what this dtype allows any implementation' zoo --suite "$T/x.safetensors" --config $C --dtype bf16 --atol 1e-7 --rtol 1.6e-2
refuse '--atol: -1: expected a number' zoo --suite "$T/x.safetensors" --config $C --atol -1
refuse '--atol: x: expected a number' zoo --suite "$T/x.safetensors" --config $C --atol x
refuse "$T/none: " zoo --suite "$T/none" --config $C
refuse "$T/x.safetensors: x: shape (2, 17, 3, 96): expected [batch, seq, heads, head_dim = 128]" zoo --suite "$T/x.safetensors" --config preset:llama-2-7b

# A diagnosis names the reports: the probe of an interleaved model, answered by x itself, was never rotated
if command -v python3 >/dev/null; then
    python3 - "$T/x.safetensors" "$T/y.safetensors" <<'PYTHON'
import json, struct, sys
data = open(sys.argv[1], "rb").read()
n = struct.unpack("<Q", data[:8])[0]
x = json.loads(data[8:8 + n])["x"]
start, end = x["data_offsets"]
header = json.dumps({"y": {"dtype": x["dtype"], "shape": x["shape"], "data_offsets": [0, end - start]}}).encode()
header += b" " * (-len(header) % 8)
open(sys.argv[2], "wb").write(struct.pack("<Q", len(header)) + header + data[8 + n + start:8 + n + end])
PYTHON
    expect 1 'reported in: sqliteai/warp #27' check $C "$T/x.safetensors" "$T/y.safetensors"
    expect 1 '"reports": [' check $C "$T/x.safetensors" "$T/y.safetensors" --json
fi
exit $fail
