#!/bin/sh
# SPDX-License-Identifier: MIT
# ropewalk probe and check: what a PROBE holds, every kind of ANSWER, verdicts of right and wrong ones, and what is refused.
. tests/cli.sh
C=head_dim=16,rope_theta=500000,max_position_embeddings=4096

# verdict WANT ARGUMENTS…: of check
verdict() {
    want=$1
    shift
    judges "$want" check "$@"
}

# ---- probe ----

"$R" probe $C -o "$T/p.safetensors"; say $? "probe"
grep -aqF '{"__metadata__":{"config":"'$C'","dtype":"f32","layer_type":"","layout":"half_split","seed":"20210420","seq_len":"","version":"' "$T/p.safetensors"
say $? "its metadata: config, layout, seq_len, seed, version"
grep -aqF '"positions":{"dtype":"I64","shape":[2,20],"data_offsets":[0,320]},"x":{"dtype":"F32","shape":[2,20,3,16],"data_offsets":[320,8000]}}' "$T/p.safetensors"
say $? "its tensors"
"$R" probe $C -o - | cmp -s - "$T/p.safetensors" && "$R" probe $C -o "$T/again.safetensors" && cmp -s "$T/again.safetensors" "$T/p.safetensors"
say $? "the same bytes every time, and on standard output"
positions() { tail -c "$2" "$1" | head -c "$3" | od -An -v -td8 | xargs; }
[ "$(positions "$T/p.safetensors" 8000 160)" = '0 1 2 3 4 8 16 32 64 128 255 256 257 259 512 1024 2047 2048 2049 4095' ]; say $? "row 0 is the ladder below the context"
[ "$(positions "$T/p.safetensors" 7840 160)" = '7 8 9 10 11 15 23 39 71 135 262 263 264 266 519 1031 2054 2055 2056 4095' ]; say $? "row 1 stands 7 on, below the context"
"$R" probe $C --beyond -o "$T/beyond.safetensors"; grep -aqF '"positions":{"dtype":"I64","shape":[2,36]' "$T/beyond.safetensors"; say $? "--beyond: more steps"
positions "$T/beyond.safetensors" $((36 * 2 * (8 + 3 * 16 * 4))) 288 | grep -q " 131071 131072 262143 262144 524288 1048575$"; say $? "up to 2^20 - 1"
"$R" probe head_dim=16,rope_theta=7 -o - | grep -aqF '"shape":[2,31]'; say $? "no context: the ladder below 131072"
"$R" probe preset:qwen2-vl-7b --scores -o "$T/axes.safetensors" --layout interleaved --seq-len 9 --quiet; say $? "several axes and --scores"
grep -aqF '"layout":"interleaved","seed":"20210420","seq_len":"9",' "$T/axes.safetensors"; say $? "--layout and --seq-len stand in the metadata"
grep -aqF '"k":{"dtype":"F32","shape":[2,25,3,128],"data_offsets":[0,76800]},"positions":{"dtype":"I64","shape":[3,2,25],"data_offsets":[76800,78000]},"q":{"dtype":"F32","shape":[2,25,6,128],"data_offsets":[78000,231600]},"x":{"dtype":"F32","shape":[2,25,3,128]' "$T/axes.safetensors"
say $? "k, positions by axis, q, x"
# words FILE N: the last N bytes as 32-bit words, one a line
words() { tail -c "$2" "$1" | od -An -v -tx4 | tr -s ' ' '\n' | grep .; }
"$R" probe $C --dtype bf16 -o "$T/bf16.safetensors"; words "$T/bf16.safetensors" 7680 | grep -qv '0000$'; [ $? -eq 1 ]; say $? "--dtype bf16: x is exact in it"
"$R" probe $C --dtype f16 -o "$T/f16.safetensors"; words "$T/f16.safetensors" 7680 | grep -qv '[02468ace]000$'; [ $? -eq 1 ]; say $? "--dtype f16: x is exact in it"
words "$T/p.safetensors" 7680 | grep -q '[13579bdf]$'; say $? "f32: x uses every bit"
"$R" probe $C --dtype f64 -o "$T/f64.safetensors" && [ "$(tail -c 7680 "$T/f64.safetensors" | cksum)" = "$(tail -c 7680 "$T/p.safetensors" | cksum)" ]; say $? "--dtype f64: x stays F32"
"$R" probe $C -o "$T/j.safetensors" --json >"$T/out" && [ "$(flat "$T/out")" = "{\"output\":\"$T/j.safetensors\",\"dtype\":\"f32\",\"tensors\":{\"positions\":[2,20],\"x\":[2,20,3,16]}}" ]
say $? "probe --json: $(flat "$T/out")"
refuse '-o FILE is missing' probe $C
refuse '-o p.npy: a PROBE has several tensors: expected .safetensors' probe $C -o p.npy
refuse '-o p: expected a name that ends in' probe $C -o p
refuse '--dtype: f8: expected f64, f32, bf16 or f16' probe $C -o "$T/no.safetensors" --dtype f8
refuse '--json says on standard output what was written: it needs -o FILE' probe $C -o - --json
refuse "$T/no/p.safetensors: No such file or directory" probe $C -o "$T/no/p.safetensors"
refuse 'inline config: rope_theta: nothing' probe head_dim=16 -o "$T/no.safetensors"
refuse 'CONFIG is missing' probe -o "$T/no.safetensors"
refuse 'does not take --positions' probe $C -p 0:4 -o "$T/no.safetensors"
[ ! -e "$T/no.safetensors" ]; say $? "nothing is left behind"
if [ -w /dev/full ]; then
    "$R" probe $C -o - >/dev/full 2>"$T/err"; [ $? -eq 5 ]; say $? "a full disk is exit status 5: $(cat "$T/err")"
fi

# ---- rotated vectors: answers of ropewalk apply, right and for another config ----

for b in 0 1; do
    positions "$T/p.safetensors" $((8000 - 160 * b)) 160 | tr ' ' ',' >"$T/positions.$b"
    tail -c $((7680 - 3840 * b)) "$T/p.safetensors" | head -c 3840 >"$T/x.$b"
    join "$T/row.$b.safetensors" '{"x":{"dtype":"F32","shape":[1,20,3,16],"data_offsets":[0,3840]}}' "$T/x.$b"
done

# answer NAME DTYPE CONFIG OPTIONS…: y for both rows, in $T/NAME.safetensors; y of row 0 alone in $T/NAME.npy unless bf16
answer() {
    name=$1 dtype=$2 config=$3
    shift 3
    case $dtype in f64) size=7680 type=F64 ;; f32) size=3840 type=F32 ;; bf16) size=1920 type=BF16 ;; f16) size=1920 type=F16 ;; esac
    for b in 0 1; do
        "$R" apply "$config" -p "$(cat "$T/positions.$b")" -i "$T/row.$b.safetensors" --dtype "$dtype" "$@" -o "$T/y.safetensors" && tail -c $size "$T/y.safetensors" >"$T/y.$b"
    done
    join "$T/$name.safetensors" "{\"y\":{\"dtype\":\"$type\",\"shape\":[2,20,3,16],\"data_offsets\":[0,$((2 * size))]}}" "$T/y.0" "$T/y.1"
}
P=$T/p.safetensors
for dtype in f64 f32 bf16 f16; do
    answer right $dtype $C
    verdict '0 L0' $C "$P" "$T/right.safetensors"
    for grade in L0 L1 L2 L3 L4; do verdict '0 L0' $C "$P" "$T/right.safetensors" --require $grade; done
    answer base $dtype head_dim=16,rope_theta=10000
    verdict '1 FAIL base-10000' $C "$P" "$T/base.safetensors"
done
verdict '1 FAIL base-10000' $C "$P" "$T/base.safetensors" --require L0
answer right f32 $C
"$R" check $C "$P" "$T/right.safetensors" --json >"$T/out"
flat "$T/out" | grep -qE '^\{"grade":"L0","required":"L4","pass":true,"worst":\{"abs":[0-9.e-]+,"bound":[0-9.e-]+,"position":[0-9]+,"pair":[0-7]\},"diagnosis":\[\]\}$'
say $? "check --json of a right answer: $(flat "$T/out")"
answer wrong f32 head_dim=16,rope_theta=10000
"$R" check $C "$P" "$T/wrong.safetensors" --json >"$T/out"
flat "$T/out" | grep -qE '^\{"grade":"FAIL","required":"L4","pass":false,"worst":\{"abs":[0-9.e-]+,"bound":[0-9.e-]+,"position":[0-9]+,"pair":[0-7]\},"diagnosis":\[\{"id":"base-10000","text":"[^"]+","score":0[0-9.e-]*,"runner_up":\{"id":"[^"]+","score":[0-9.e]+\},"equivalent":\[\],"reports":\[("[^"]+",?)*\]\}\]\}$'
say $? "check --json of a wrong one: $(flat "$T/out")"
answer swapped f32 $C --layout interleaved
verdict '1 FAIL layout-swapped' $C "$P" "$T/swapped.safetensors"
verdict '0 L0' $C "$P" "$T/swapped.safetensors" --layout interleaved
answer back f32 $C --inverse
verdict '1 FAIL sign-flipped' $C "$P" "$T/back.safetensors"
flat "$T/json" | grep -qF '"equivalent":["inverse"'; say $? "sign-flipped is inverse"
L=head_dim=16,rope_theta=500000,max_position_embeddings=4096,rope_type=linear,factor=4
verdict '1 FAIL scaling-ignored' $L "$P" "$T/right.safetensors"
expect 1 'FAIL  rotated vectors in f32: required L4, not reached' check $C "$P" "$T/wrong.safetensors"
grep -q 'farthest beyond its bound: position .*: off by .*, allowed .*(batch ., column .*, head .)' "$T/out" && grep -q '^  base-10000: rope_theta is 10000$' "$T/out"; say $? "the verdict in words"
expect 0 'L0  rotated vectors in f32: required L2, reached' check $C "$P" "$T/right.safetensors" --require L2
expect 0 'L0' check $C "$P" "$T/right.safetensors" --compute f32

# .npy, standard input, files of others
tail -c 7680 "$T/right.safetensors" >"$T/data"
npy "$T/right.npy" '<f4' '(2, 20, 3, 16)' '' && cat "$T/data" >>"$T/right.npy"
verdict '0 L0' $C "$P" "$T/right.npy" --kind y
refuse "$T/right.npy: an .npy file does not say what it holds: expected --kind y, table, inv_freq or scores" check $C "$P" "$T/right.npy"
"$R" check $C "$P" - <"$T/right.safetensors" >"$T/out" && "$R" check $C - "$T/right.safetensors" <"$P" | cmp -s - "$T/out"; say $? "ANSWER or PROBE from standard input"
printf '{"head_dim":16,"rope_theta":500000,"max_position_embeddings":4096}' | "$R" check - "$P" "$T/right.safetensors" | cmp -s - "$T/out"; say $? "CONFIG from standard input"
for arguments in "- - $T/right.safetensors" "$C - -" "- $P -"; do
    # shellcheck disable=SC2086  # three words
    refuse 'standard input can be only one of CONFIG, PROBE and ANSWER' check $arguments
done
head -c 160 "$T/data" >/dev/null; tail -c 8000 "$P" | head -c 160 >"$T/m"
join "$T/anyone.safetensors" '{"x":{"dtype":"F32","shape":[1,20,3,16],"data_offsets":[0,3840]},"positions":{"dtype":"I64","shape":[20],"data_offsets":[3840,4000]}}' "$T/x.0" "$T/m"
join "$T/y.safetensors" '{"y":{"dtype":"F32","shape":[1,20,3,16],"data_offsets":[0,3840]}}' "$T/y.0" # of answer back
verdict '1 FAIL sign-flipped' $C "$T/anyone.safetensors" "$T/y.safetensors"
head -c 3840 "$T/data" >"$T/y.0"
join "$T/y.safetensors" '{"y":{"dtype":"F32","shape":[1,20,3,16],"data_offsets":[0,3840]}}' "$T/y.0"
verdict '0 L0' $C "$T/anyone.safetensors" "$T/y.safetensors"

# NaN and infinity in the answer are wrong, not an error
for bits in 0000c07f 0000807f; do
    { head -c 7676 "$T/data"; echo $bits | hex_bytes; } >"$T/nan"
    join "$T/nan.safetensors" '{"y":{"dtype":"F32","shape":[2,20,3,16],"data_offsets":[0,7680]}}' "$T/nan"
    verdict '1 FAIL unknown' $C "$P" "$T/nan.safetensors"
    flat "$T/json" | grep -qF '"worst":{"abs":null,'; say $? "its distance is no number: null"
done

# ---- scores ----

"$R" probe $C --scores -o "$T/scores.safetensors"; say $? "probe --scores"
cat >"$T/scores.c" <<'EOF'
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
/* Scores of the probe on standard input, [2, 20, 6 and 3 heads, 16]: its data are k, positions, q, x. */
enum { B = 2, S = 20, H = 6, G = 3, D = 16 };
static float k[B][S][G][D], q[B][S][H][D];
static int64_t m[B][S];
static void turn(float x[], double position, double base)
{
    for (int i = 0; i < D / 2; i++) {
        const double a = position * pow(base, -2.0 * i / D), c = cos(a), s = sin(a), x0 = x[i], x1 = x[i + D / 2];
        x[i] = (float)(x0 * c - x1 * s), x[i + D / 2] = (float)(x0 * s + x1 * c);
    }
}
int main(int argc, char *argv[])
{
    uint64_t length;
    const double base = argc > 1 ? atof(argv[1]) : 1;
    if (fread(&length, 8, 1, stdin) != 1) return 1;
    while (length-- > 0) getchar();
    if (fread(k, sizeof k, 1, stdin) + fread(m, sizeof m, 1, stdin) + fread(q, sizeof q, 1, stdin) != 3) return 1;
    for (int b = 0; b < B; b++)
        for (int t = 0; t < S; t++) {
            for (int h = 0; h < G; h++) turn(k[b][t][h], (double)m[b][t], base);
            for (int h = 0; h < H; h++) turn(q[b][t][h], (double)m[b][t], base);
        }
    for (int b = 0; b < B; b++)
        for (int h = 0; h < H; h++)
            for (int t = 0; t < S; t++)
                for (int u = 0; u < S; u++) {
                    double sum = 0;
                    for (int j = 0; j < D; j++) sum += (double)q[b][t][h][j] * k[b][u][h / (H / G)][j];
                    const float score = (float)sum;
                    fwrite(&score, 4, 1, stdout);
                }
    return 0;
}
EOF
if [ "$(printf '\001\000' | od -An -td2 | tr -d ' ')" = 1 ] && ${CC:-cc} -O1 -o "$T/scores" "$T/scores.c" -lm; then
    for base in 500000 10000; do "$T/scores" $base <"$T/scores.safetensors" >"$T/s.$base"; done
    join "$T/s.safetensors" '{"scores":{"dtype":"F32","shape":[2,6,20,20],"data_offsets":[0,19200]}}' "$T/s.500000"
    verdict '0 L2' $C "$T/scores.safetensors" "$T/s.safetensors"
    join "$T/s.safetensors" '{"scores":{"dtype":"F32","shape":[2,6,20,20],"data_offsets":[0,19200]}}' "$T/s.10000"
    verdict '1 FAIL base-10000' $C "$T/scores.safetensors" "$T/s.safetensors"
    refuse "$P: tensor q is absent" check $C "$P" "$T/s.safetensors"
else echo "skipped: scores: this machine is not little-endian, or has no compiler"; fi

# ---- tables and frequencies ----

for dtype in f64 f32 bf16 f16; do
    "$R" table $C -p 0:100,4095 --dtype $dtype -o "$T/t.safetensors"
    verdict '0 L0' $C -p 0:100,4095 "$T/t.safetensors" --require L0
    "$R" table head_dim=16,rope_theta=10000 -p 0:100,4095 --dtype $dtype -o "$T/t.safetensors"
    verdict '1 FAIL base-10000' $C -p 0:100,4095 "$T/t.safetensors"
done
"$R" table $C -p @ladder --dtype f32 -o "$T/t.npy"
verdict '0 L0' $C -p @ladder "$T/t.npy"
verdict '0 L0' $C -p @ladder "$T/t.npy" --kind table
"$R" table $C -p 1:21 --dtype f32 -o "$T/t.npy"
verdict '1 FAIL position-offset+1' $C -p 0:20 "$T/t.npy"
# [positions, d]: the columns twice, one after the other or side by side
"$R" table $C -p 0:40 --dtype f32 -o "$T/t.safetensors"
bytes "$T/t.safetensors" 2560 | fold -w 64 >"$T/rows"
sed 's/.*/&&/' "$T/rows" | hex_bytes >"$T/wide.half"
sed 's/......../&&/g' "$T/rows" | hex_bytes >"$T/wide.inter"
for form in half inter; do
    join "$T/$form.safetensors" '{"cos":{"dtype":"F32","shape":[40,16],"data_offsets":[0,2560]},"sin":{"dtype":"F32","shape":[40,16],"data_offsets":[2560,5120]}}' "$T/wide.$form"
done
verdict '0 L0' $C -p 0:40 "$T/half.safetensors"
verdict '0 L0' $C -p 0:40 "$T/inter.safetensors" --layout interleaved
verdict '1 FAIL layout-swapped' $C -p 0:40 "$T/inter.safetensors"
verdict '1 FAIL layout-swapped' $C -p 0:40 "$T/half.safetensors" --layout interleaved
# One value one ulp off: L1, and a few more: L2 or worse
tail -c 2560 "$T/t.safetensors" | head -c 1276 >"$T/head"; tail -c 1280 "$T/t.safetensors" >"$T/sin"
last=$(tail -c 1284 "$T/t.safetensors" | head -c 4 | od -An -tx1 | tr -d ' \n')
first=$(printf '%02x' $((0x$(echo "$last" | cut -c 1-2) ^ 1)))$(echo "$last" | cut -c 3-)
echo "$first" | hex_bytes >"$T/odd"
join "$T/odd.safetensors" '{"cos":{"dtype":"F32","shape":[40,8],"data_offsets":[0,1280]},"sin":{"dtype":"F32","shape":[40,8],"data_offsets":[1280,2560]}}' "$T/head" "$T/odd" "$T/sin"
verdict '0 L1' $C -p 0:40 "$T/odd.safetensors" --require L1
verdict '1 L1 rounding' $C -p 0:40 "$T/odd.safetensors" --require L0
for form in npy safetensors; do
    "$R" freqs $C -o "$T/f.$form"
    verdict '0 L0' $C "$T/f.$form"
done
"$R" freqs head_dim=16,rope_theta=10000 -o "$T/f.safetensors"
verdict '1 FAIL base-10000' $C "$T/f.safetensors"
npy "$T/bf16.npy" '<f4' '(8,)' '\000\000\200\077\000\000\107\076\000\000\232\075\000\000\157\074\000\000\272\073\000\000\220\072\000\000\340\071\000\000\257\070'
"$R" check $C "$T/bf16.npy" --json >"$T/out"; [ $? -eq 1 ]; say $? "frequencies of two digits fail"

# ---- refusals ----

refuse 'ANSWER is missing' check $C
refuse 'CONFIG is missing' check
refuse 'x: one argument too many' check $C "$P" "$T/right.safetensors" x
refuse '-p goes with a table; a PROBE has its own positions' check $C "$P" "$T/right.safetensors" -p 0:4
refuse '--require: L5: expected L0, L1, L2, L3 or L4' check $C "$P" "$T/right.safetensors" --require L5
refuse '--compute: f16: expected f32' check $C "$P" "$T/right.safetensors" --compute f16
refuse '--kind: z: expected y, table, inv_freq or scores' check $C "$P" "$T/right.safetensors" --kind z
refuse 'does not take --dtype' check $C "$P" "$T/right.safetensors" --dtype f32
refuse "$T/nothing: No such file or directory" check $C "$P" "$T/nothing"
refuse "$T/nothing: No such file or directory" check $C "$T/nothing" "$T/right.safetensors"
refuse "$T: is a folder" check $C "$P" "$T"
refuse "$T/right.safetensors: tensor x is absent; the file has 1: y" check $C "$T/right.safetensors" "$T/right.safetensors"
refuse "$P: expected a tensor y, or cos and sin, or inv_freq, or scores" check $C "$P" "$P"
refuse "$P: x: shape (2, 20, 3, 16): expected [batch, seq, heads, head_dim = 8], none of them 0" check head_dim=8,rope_theta=7 "$P" "$T/right.safetensors"
refuse "$T/y.safetensors: y: shape (1, 20, 3, 16): expected the shape of x" check $C "$P" "$T/y.safetensors"
refuse "$T/right.safetensors: y: expected the PROBE that it answers" check $C "$T/right.safetensors"
refuse "$T/t.safetensors: a table: expected its rows' positions, -p POSITIONS" check $C "$T/t.safetensors"
refuse "$T/t.safetensors: cos: shape (40, 8): expected [positions = 3, rotary_dim/2 = 8 or rotary_dim = 16]" check $C -p 0:3 "$T/t.safetensors"
refuse "$T/f.safetensors: inv_freq has no positions: expected no -p" check $C -p 0:3 "$T/f.safetensors"
head -c 76800 /dev/zero >"$T/zeros"
join "$T/axes-y.safetensors" '{"y":{"dtype":"F32","shape":[2,25,3,128],"data_offsets":[0,76800]}}' "$T/zeros"
refuse "$T/axes.safetensors: positions: shape (3, 2, 25): expected a first axis of 1, as the config has it" check head_dim=128,rope_theta=1e6 "$T/axes.safetensors" "$T/axes-y.safetensors"
for n in 0 5 7 50 7700; do
    head -c $n "$T/right.safetensors" >"$T/cut.safetensors"
    "$R" check $C "$P" "$T/cut.safetensors" >"$T/out" 2>"$T/err"; [ $? -eq 2 ] && [ "$(wc -l <"$T/err")" -eq 1 ] && grep -qF "$T/cut.safetensors" "$T/err"
    say $? "an ANSWER cut after $n bytes: $(cat "$T/err")"
    head -c $n "$P" >"$T/cut.safetensors"
    "$R" check $C "$T/cut.safetensors" "$T/right.safetensors" >"$T/out" 2>"$T/err"; [ $? -eq 2 ] && [ "$(wc -l <"$T/err")" -eq 1 ] && grep -qF "$T/cut.safetensors" "$T/err"
    say $? "a PROBE cut after $n bytes: $(cat "$T/err")"
done
refuse 'standard input: truncated' check $C "$P" -
{ head -c 3836 "$T/x.0"; echo 0000c07f | hex_bytes; } >"$T/nan"
join "$T/nan.safetensors" '{"positions":{"dtype":"I64","shape":[20],"data_offsets":[0,160]},"x":{"dtype":"F32","shape":[1,20,3,16],"data_offsets":[160,4000]}}' "$T/m" "$T/nan"
refuse "$T/nan.safetensors: x: item 959: nan: expected a finite number" check $C "$T/nan.safetensors" "$T/y.safetensors"

# ---- the terminal ----

escape=$(printf '\033')
"$R" check $C "$P" "$T/wrong.safetensors" --color always | grep -q "$escape"; say $? "--color always colours a failure"
"$R" check $C "$P" "$T/right.safetensors" --color always | grep -q "$escape"; [ $? -eq 1 ]; say $? "and nothing else"
"$R" check $C "$P" "$T/wrong.safetensors" | grep -q "$escape"; [ $? -eq 1 ]; say $? "no colour off a terminal"
"$R" check $C "$P" "$T/right.safetensors" 2>&1 >/dev/null | grep -q .; [ $? -eq 1 ]; say $? "no progress off a terminal"
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
    TERM=xterm script -qec "'$R' check $C '$P' '$T/wrong.safetensors'" /dev/null >"$T/out" 2>&1 </dev/null
    grep -q "${escape}\[1;31mFAIL" "$T/out"; say $? "colour on a terminal"
    grep -q 'compared:' "$T/out"; say $? "and progress"
    TERM=xterm NO_COLOR=1 script -qec "'$R' check $C '$P' '$T/wrong.safetensors'" /dev/null </dev/null 2>&1 | grep -q "${escape}\[1;31m"; [ $? -eq 1 ]; say $? "NO_COLOR"
    TERM=dumb script -qec "'$R' check $C '$P' '$T/wrong.safetensors'" /dev/null </dev/null 2>&1 | grep -q "${escape}\[1;31m"; [ $? -eq 1 ]; say $? "a dumb terminal"
    script -qec "'$R' check $C '$P' '$T/wrong.safetensors' --quiet" /dev/null </dev/null 2>&1 | grep -q 'compared:'; [ $? -eq 1 ]; say $? "--quiet: no progress"
else echo "skipped: a terminal: there is no script(1)"; fi
exit $fail
