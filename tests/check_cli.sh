#!/bin/sh
# SPDX-License-Identifier: MIT
# The contract of the command line: outputs, exit codes, messages.
. tests/cli.sh

expect 0 'Commands:' --help
expect 2 'Commands:'
for command in explain freqs table apply probe check run zoo presets report version; do
    expect 0 'Examples:' $command --help
    [ "$(head -n 1 "$T/out")" = 'Examples:' ]; say $? "$command: examples first"
done
expect 2 'did you mean freqs?' freq
expect 2 'no such command' bake
expect 2 'unknown option' freqs preset:llama-2-7b --wrong; one_line
expect 2 'CONFIG is missing' freqs; one_line
expect 2 'one argument too many' freqs preset:llama-2-7b preset:gpt-j-6b; one_line
expect 2 'needs a value' freqs preset:llama-2-7b --layout; one_line
expect 2 'expected auto, always or never' report --color sometimes; one_line
expect 2 'expected interleaved or half_split' freqs preset:llama-2-7b --layout diagonal; one_line
expect 2 'does not take --layout' version --layout interleaved; one_line
expect 2 'does not take --positions' freqs preset:llama-2-7b -p 1; one_line
expect 2 'does not take --output' explain preset:llama-2-7b -o x.tsv; one_line
expect 2 '-x: unknown option' freqs -x preset:llama-2-7b; one_line
expect 2 '-x: unknown option' freqs -xh preset:llama-2-7b; one_line
expect 2 'needs a value' freqs preset:llama-2-7b -o; one_line
expect 2 'did you mean table?' tables; one_line
expect 2 'did you mean apply?' app; one_line

expect 0 '"layout": "half_split"' freqs preset:llama-2-7b --json
tr -d ' \n' <"$T/out" >"$T/json"
prefix='{"rope_type":"default","layout":"half_split","head_dim":128,"rotary_dim":128,"rope_theta":10000,'
prefix=$prefix'"attention_factor":{"bits":"3ff0000000000000","dec":"1.0000000000000000"},"inv_freq":[{"bits":"3ff0000000000000","dec":"1.0000000000000000"},'
# 10000^(-1/64) and 10000^(-63/64) from 40-digit decimal arithmetic, rounded to binary64
prefix=$prefix'{"bits":"3febb5fad00ab22c","dec":"0.86596432336006535"},'
grep -qF -e "$prefix" "$T/json"; say $? "freqs --json: the fixed fields, in order, and inv_freq[1]"
grep -qF -e '"dec":"0.00011547819846894582"}]}' "$T/json"; say $? "freqs --json: inv_freq[63]"
[ "$(grep -c '"bits"' "$T/out")" -eq 65 ]; say $? "freqs --json: 64 frequencies"
expect 0 '"layout": "interleaved"' freqs preset:llama-2-7b --layout interleaved --json
expect 0 '0.86596432336006535' freqs preset:llama-2-7b
expect 0 'inv_freq' freqs head_dim=64,rope_theta=1e6
[ "$(wc -l <"$T/out")" -eq 34 ]; say $? "freqs: attention_factor, a header and 32 pairs"

printf '{"head_dim": 128, "rope_theta": 5e5, "max_position_embeddings": 8192}' >"$T/config.json"
expect 0 '0.81461723' freqs "$T/config.json"
"$R" freqs - --json <"$T/config.json" | grep -q '"rope_theta": 500000,'; say $? "CONFIG from standard input; rope_theta is the number of the config"
expect 2 'no such preset' freqs preset:llama-9; one_line
expect 2 'did you mean preset:llama-2-7b?' freqs llama-2-7b; one_line
expect 2 'no such file' freqs nothing-here; one_line
expect 2 'rope_theta' freqs head_dim=64; one_line
expect 2 'a frequency does not fit binary64: expected a larger rope_theta' freqs head_dim=64,rope_theta=5e-324; one_line
expect 2 'is a folder' freqs tests; one_line
expect 2 'x?y' "$(printf 'x\ny')"; one_line
expect 2 'rotary_dim: 7' freqs head_dim=8,rotary_dim=7,rope_theta=1e4; one_line
printf '{"head_dim": 128,\n "rope_theta": 1e4,}' >"$T/config.json"
expect 2 'config.json:2:20: not JSON' freqs "$T/config.json"; one_line
# attention_factor of yarn: 0.1 ln 4 + 1 = 1.13862943611198906…
expect 0 '' freqs preset:qwen2.5-7b-yarn --json
tr -d ' \n' <"$T/out" | grep -qF '{"rope_type":"yarn","layout":"half_split","head_dim":128,"rotary_dim":128,"rope_theta":1000000,"attention_factor":{"bits":"3ff237d37fe5d298","dec":"1.1386294361119891"},"inv_freq":[{"bits":"3ff0000000000000",'
say $? "freqs --json: the fixed fields under yarn, attention_factor 1.138629..."
[ "$("$R" freqs preset:qwen2.5-7b-yarn | head -n 2 | tr '\t\n' ' /')" = '# attention_factor: 1.1386294361119891/pair inv_freq wavelength/' ]; say $? "freqs: attention_factor, then the header"

# freqs -o: 1 and 0.01 as binary64
"$R" freqs head_dim=4,rope_theta=10000 -o "$T/f.npy"; say $? "freqs -o .npy"
head -c 128 "$T/f.npy" | grep -aqF "'descr': '<f8', 'fortran_order': False, 'shape': (2,)" && [ "$(bytes "$T/f.npy" 16)" = 000000000000f03f7b14ae47e17a843f ]
say $? "its shape and data: $(bytes "$T/f.npy" 16)"
"$R" freqs preset:qwen2.5-7b-yarn -o "$T/f.safetensors"; say $? "freqs -o .safetensors"
grep -aqF '{"__metadata__":{"attention_factor":"3ff237d37fe5d298"},"inv_freq":{"dtype":"F64","shape":[64],"data_offsets":[0,512]}}' "$T/f.safetensors"
say $? "its header"
"$R" freqs head_dim=4,rope_theta=10000 -o "$T/f.tsv" && "$R" freqs head_dim=4,rope_theta=10000 -o - | cmp -s - "$T/f.tsv"; say $? "freqs -o .tsv and -o -"
refuse '-o f.json: expected a name that ends in .npy, .safetensors or .tsv' freqs preset:llama-2-7b -o f.json
refuse '--json goes to standard output' freqs preset:llama-2-7b --json -o "$T/x.npy"
[ ! -e "$T/x.npy" ]; say $? "and nothing is written"

# --layer-type and --seq-len
expect 0 '0.93057204092969903' freqs preset:gemma-3-4b --layer-type sliding_attention
expect 0 '0.11221089155591428' freqs preset:gemma-3-4b --layer-type full_attention
[ ! -s "$T/err" ]; say $? "--layer-type: no warning"
expect 0 'taking full_attention; --layer-type takes another' freqs preset:gemma-3-4b
[ "$(wc -l <"$T/err")" -eq 1 ]; say $? "the choice of a layer type is said once"
expect 0 '--layer-type changes nothing' freqs preset:llama-2-7b --layer-type sliding_attention
refuse '--layer-type: local: expected full_attention or sliding_attention' freqs preset:gemma-3-4b --layer-type local
expect 0 '0.90909090909090906' freqs preset:phi-3-mini-128k
expect 0 '0.90909090909090906' freqs preset:phi-3-mini-128k --seq-len 4096
expect 0 '0.93457939343865415' freqs preset:phi-3-mini-128k --seq-len 4097
D=head_dim=128,rope_theta=10000,rope_type=dynamic,factor=10,max_position_embeddings=2048
expect 0 '0.86596432336006535' freqs $D
expect 0 '0.86596432336006535' freqs $D --seq-len 2048
expect 0 '0.80931007489151474' freqs $D --seq-len 16384 # Hugging Face's own test case: base 759702.231
expect 0 'warning: --seq-len: rope_type default has no schedule' freqs preset:llama-2-7b --seq-len 9
for n in 0 -1 2147483649 x 1.5 '' 99999999999999999999; do refuse "--seq-len: $n: expected a whole number 1 .. 2^31" freqs $D --seq-len "$n"; done
expect 0 '' freqs $D --seq-len 2147483648

expect 0 'llama-3.1-8b' presets
grep -qx "bloom	-	-	-	-	bigscience/bloom	- (ALiBi)" "$T/out" && grep -qx 'deepseek-v3	64	64	10000	interleaved	deepseek-ai/DeepSeek-V3	yarn' "$T/out"
say $? "presets: dimensions, base, layout, rule"
awk -F '\t' 'NF != 7 { exit 1 }' "$T/out"; say $? "presets: seven columns"
expect 0 '"name": "gpt-neox-20b"' presets --json
expect 0 'mpfr' version
expect 0 '"gsl"' version --json
expect 0 'ropewalk' --version
printf '{"model_type": "gptj", "n_embd": 4096, "n_head": 16, "rotary_dim": 64}' >"$T/gptj.json"
expect 0 'warning: ' freqs "$T/gptj.json"
for command in freqs explain; do
    "$R" $command "$T/gptj.json" --quiet 2>&1 >/dev/null | grep -q .; [ $? -eq 1 ]; say $? "$command --quiet: no warning"
done
"$R" freqs preset:llama-2-7b --seq-len 9 --layer-type full_attention --quiet 2>&1 >/dev/null | grep -q .; [ $? -eq 1 ]; say $? "--quiet: no warning of an option either"
expect 2 'error: ' freqs head_dim=64 --quiet; one_line

expect 2 'run `make experiments` first' report --data "$T/nothing"; one_line
mkdir "$T/data"
verdict='"claim":"x","lesson":1,"statement":"s","verdict":"HOLDS","expected":"HOLDS","quantity":"q","measured":1,"bound":2'
echo "{$verdict,\"as_expected\":true}" >"$T/data/x.verdict.json"
expect 0 'HOLDS    expected' report --data "$T/data"
expect 0 '"as_expected": true' report --data "$T/data" --json
expect 0 "$T/figures/" report --data "$T/data" --figures "$T/figures" --json
echo "{$verdict,\"as_expected\":false}" >"$T/data/x.verdict.json"
expect 1 'UNEXPECTED' report --data "$T/data"
"$R" report --data "$T/data" --color always | grep -q "$(printf '\033')"; say $? "--color always colours"
NO_COLOR=1 "$R" report --data "$T/data" | grep -q "$(printf '\033')"; [ $? -eq 1 ]; say $? "no colour off a terminal"
echo '{}' >"$T/data/x.verdict.json"
expect 2 'not a verdict file' report --data "$T/data"; one_line
if [ -w /dev/full ]; then
    "$R" freqs preset:llama-2-7b >/dev/full 2>"$T/err"; [ $? -eq 5 ]; say $? "a full disk is exit status 5: $(cat "$T/err")"
fi

E=$B/experiments/orthogonality
"$E" --help | grep -q 'Examples:'; say $? "an experiment has --help"
"$E" --wrong >/dev/null 2>&1; [ $? -eq 2 ]; say $? "an experiment refuses an unknown argument"
"$E" --config nothing --out "$T" >/dev/null 2>&1; [ $? -eq 2 ]; say $? "an experiment refuses a CONFIG that is none"
"$E" --quick --out "$T/no/such/folder" >/dev/null 2>"$T/err"; [ $? -eq 2 ]; say $? "an experiment names the folder it cannot write: $(cat "$T/err")"
"$B/experiments/long_range_decay" --config head_dim=4,rope_theta=1e6 --out "$T" >/dev/null 2>"$T/err"; [ $? -eq 2 ]; say $? "$(cat "$T/err")"
"$B/experiments/orthogonality" --config head_dim=64,rope_theta=0.5 --out "$T" >/dev/null 2>"$T/err"; [ $? -eq 2 ]; say $? "$(cat "$T/err")"
# Phi-3.5-MoE: an attention factor for short texts and one for long
moe=head_dim=4,rope_theta=7,rope_type=longrope,max_position_embeddings=64,original_max_position_embeddings=16,short_factor=[1,1],long_factor=[2,2],short_mscale=1.25,long_mscale=1.5
expect 0 'attention_factor: 1.25' freqs $moe
expect 0 'attention_factor: 1.5' freqs $moe --seq-len 17
exit $fail
