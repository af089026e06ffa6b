#!/bin/sh
# SPDX-License-Identifier: MIT
# ropewalk run: the prompt, programs in three languages, the grades they reach, and every way in which a program can misbehave.
. tests/cli.sh
C=head_dim=16,rope_theta=500000,max_position_embeddings=4096

# runs WANT ARGUMENTS…: the verdict of run
runs() {
    want=$1
    shift
    judges "$want" run "$@"
}
# fails TEXT ARGUMENTS…: exit status 4, one line that contains TEXT, nothing on standard output
fails() {
    text=$1
    shift
    "$R" run "$@" >"$T/out" 2>"$T/err" </dev/null
    status=$?
    [ $status -eq 4 ] && [ ! -s "$T/out" ] && [ "$(wc -l <"$T/err")" -eq 1 ] && grep -qF -e "error: " "$T/err" && grep -qF -e "$text" "$T/err"
    say $? "run $* -> $status \"$(head -n 3 "$T/err")\""
}

# ---- the prompt ----

"$R" run $C --emit >"$T/prompt"; say $? "--emit"
[ "$(head -n 1 "$T/prompt")" = 'rwt 1 rope.apply D=16 rot=16 base=411e848000000000 layout=half_split dtype=f32 n=40 config={"head_dim":16,"rotary_dim":16,"max_position_embeddings":4096,"rope_theta":500000}' ]
say $? "the first line"
[ "$(tail -n 1 "$T/prompt")" = end ] && [ "$(wc -l <"$T/prompt")" -eq 42 ]; say $? "40 cases, then end"
[ "$(cut -d ' ' -f 1,2 "$T/prompt" | sed '1d;$d' | head -n 21 | tr '\n' ' ')" = '1 0 2 1 3 2 4 3 5 4 6 8 7 16 8 32 9 64 10 128 11 255 12 256 13 257 14 259 15 512 16 1024 17 2047 18 2048 19 2049 20 4095 21 7 ' ]
say $? "case and position"
for width in f64:16 f32:8 bf16:4 f16:4; do
    "$R" run $C --emit --dtype ${width%:*} | sed '1d;$d' | grep -qvE "^[0-9]+ [0-9]+( [0-9a-f]{${width#*:}}){16}$"; [ $? -eq 1 ]; say $? "--dtype ${width%:*}: ${width#*:} digits"
done
"$R" run preset:qwen2-vl-7b --emit | sed '1d;$d' | grep -qvE '^[0-9]+ [0-9]+,[0-9]+,[0-9]+( [0-9a-f]{8}){128}$'; [ $? -eq 1 ]; say $? "several axes: t,h,w"
"$R" run $C --emit --beyond | cut -d ' ' -f 2 | grep -qx 1048575; say $? "--beyond"
"$R" run preset:phi-3-mini-128k --emit --seq-len 5000 | head -n 1 | grep -qF ' seq_len=5000 config={"model_type":"phi3","head_dim":96,'; say $? "--seq-len"
"$R" run preset:gpt-j-6b --emit | head -n 1 | grep -qF 'D=256 rot=64 base=40c3880000000000 layout=interleaved dtype=f32 n='; say $? "rot and layout"
"$R" run preset:llama-3.1-8b --emit | head -n 1 | sed 's/.*config=//' >"$T/config.json"
[ "$("$R" freqs "$T/config.json")" = "$("$R" freqs preset:llama-3.1-8b)" ] && ! grep -q ' ' "$T/config.json"; say $? "config= is a config.json without blanks"

# ---- the programs of docs/rwt.md ----

block() { awk -v fence="\`\`\`$1" '$0 == fence { on = 1; next } /^```/ { on = 0 } on' docs/rwt.md; }
block c >"$T/rope.c" && block python >"$T/rope.py" && block js >"$T/rope.js"
${CC:-cc} -O1 -o "$T/rope" "$T/rope.c" -lm; say $? "the C program compiles"
runs '0 L0' $C --exec "$T/rope"
runs '0 L0' preset:llama-2-7b --exec "$T/rope" --require L0
"$R" run --help | awk '/^  import math/ { on = 1 } /^$/ { on = 0 } on' | sed 's/^  //' | cmp -s - "$T/rope.py"; say $? "--help shows the Python program of docs/rwt.md"
if command -v python3 >/dev/null; then runs '0 L0' $C --exec "python3 '$T/rope.py'" --timeout 60; else echo "skipped: Python: there is no python3"; fi
if command -v node >/dev/null; then runs '0 L0' $C --exec "node '$T/rope.js'" --timeout 60; else echo "skipped: JavaScript: there is no node"; fi

# ---- grades and diagnoses ----

runs '1 FAIL base-10000' $C --exec "sed 's/base=[0-9a-f]*/base=40c3880000000000/' | '$T/rope'"
runs '1 FAIL layout-swapped' $C --layout interleaved --exec "sed s/interleaved/half_split/ | '$T/rope'"
runs '1 FAIL scaling-ignored' $C,rope_type=linear,factor=4 --exec "$T/rope"
runs '1 FAIL not-rotated' $C --exec 'sed "1d;\$d;s/ [0-9]*//"'
runs '1 FAIL position-constant' $C --exec "sed 's/^\\([0-9]*\\) [0-9]*/\\1 3/' | '$T/rope'"
expect 1 'FAIL  rotated vectors in f32: required L4, not reached' run $C --exec "sed 's/base=[0-9a-f]*/base=40c3880000000000/' | '$T/rope'"
grep -q '^  base-10000: rope_theta is 10000$' "$T/out" && grep -q 'faults of a batch or a head are not visible' "$T/out"; say $? "the verdict in words, and what it cannot show"
"$R" run $C --exec "$T/rope" --json >"$T/out"
flat "$T/out" | grep -qE '^\{"grade":"L0","required":"L4","pass":true,"worst":\{"abs":[0-9.e-]+,"bound":[0-9.e-]+,"position":[0-9]+,"pair":[0-7]\},"diagnosis":\[\],"cases":\{"asked":40,"skipped":0,"rejected":0\}\}$'
say $? "--json: $(flat "$T/out")"
# Angles in float: as most engines; float all along with the running product: as ggml; a table in bf16
sed 's/double a = m \* pow(b, -2.0 \* i \/ r), c = cos(a), s = sin(a);/float a = (float)m * powf((float)b, -2.0f * (float)i \/ (float)r), c = cosf(a), s = sinf(a);/' "$T/rope.c" >"$T/f32.c"
${CC:-cc} -O1 -o "$T/f32" "$T/f32.c" -lm && ! cmp -s "$T/f32.c" "$T/rope.c"; say $? "angles in float"
for grade in L0 L1 L2; do runs '1 L3 angles-f32' preset:llama-2-7b --exec "$T/f32" --require $grade; done
for grade in L3 L4; do runs '0 L3' preset:llama-2-7b --exec "$T/f32" --require $grade; done
cat >"$T/bf16.c" <<'EOF'
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
/* A float rounded to bf16, ties to even. */
static float narrow(float x)
{
    uint32_t w;
    memcpy(&w, &x, 4);
    w = (w + 0x7fff + (w >> 16 & 1)) & 0xffff0000u;
    memcpy(&x, &w, 4);
    return x;
}
int main(void)
{
    int d, r, id;
    uint64_t bits;
    uint32_t w;
    double b, m;
    if (scanf("rwt 1 rope.apply D=%d rot=%d base=%" SCNx64 " layout=half_split dtype=bf16 %*[^\n]", &d, &r, &bits) != 3 || d > 1024) return 1;
    for (memcpy(&b, &bits, 8); scanf("%d %lf", &id, &m) == 2; puts("")) {
        float x[1024], y[1024];
        for (int j = 0; j < d; j++) scanf("%" SCNx32, &w), w <<= 16, memcpy(&x[j], &w, 4);
        for (int i = 0, j = r / 2; i < r / 2; i++, j++) {
            const double a = m * pow(b, -2.0 * i / r);
            const float c = narrow((float)cos(a)), s = narrow((float)sin(a));
            y[i] = narrow(narrow(x[i] * c) - narrow(x[j] * s)), y[j] = narrow(narrow(x[i] * s) + narrow(x[j] * c));
        }
        printf("%d", id);
        for (int j = 0; j < d; j++) memcpy(&w, &y[j], 4), printf(" %04" PRIx32, w >> 16);
    }
    return 0;
}
EOF
${CC:-cc} -O1 -ffp-contract=off -o "$T/bf16" "$T/bf16.c" -lm; say $? "a program in bf16"
runs '0 L3' $C --exec "$T/bf16" --dtype bf16
"$R" run $C --exec "$T/bf16" --dtype bf16 --compute f32 --json >"$T/json"; [ $? -eq 1 ] && flat "$T/json" | grep -q '^{"grade":"FAIL".*bf16'; say $? "--compute f32: a table of bf16 does not do: $(flat "$T/json")"
# What is not a number fails, and is no error
runs '1 FAIL unknown' $C --exec "'$T/rope' | sed 's/^7 [0-9a-f]*/7 7fc00000/'"
runs '1 FAIL unknown' $C --exec "'$T/rope' | sed 's/^7 [0-9a-f]*/7 ff800000/'"

# ---- a recorded answer ----

"$T/rope" <"$T/prompt" >"$T/answer"
"$R" run $C --answer "$T/answer" --json | cmp -s - "$T/out"; say $? "--answer FILE is judged as --exec is"
"$R" run $C --answer - --json <"$T/answer" | cmp -s - "$T/out"; say $? "--answer -"
{ echo '# mine'; sort -R "$T/answer" 2>/dev/null || sort -r "$T/answer"; echo; } | tr a-f A-F | sed 's/$/ \r/' >"$T/other"
"$R" run $C --answer "$T/other" --json | cmp -s - "$T/out"; say $? "any order, comments, blank lines, upper case, carriage returns"
refuse "$T/nothing: No such file or directory" run $C --answer "$T/nothing"
refuse 'standard input cannot be both CONFIG and --answer' run - --answer -

# The same cases and answers as tensors: check says the same
little() { fold -w 8 | sed 's/\(..\)\(..\)\(..\)\(..\)/\4\3\2\1/'; }
values() { cut -d ' ' -f "$1-" | tr -d ' \n' | little | hex_bytes; }
sed '1d;$d' "$T/prompt" | values 3 >"$T/x"
sed '1d;$d' "$T/prompt" | awk '{ printf "%02x%02x000000000000", $2 % 256, int($2 / 256) }' | hex_bytes >"$T/m"
join "$T/p.safetensors" '{"positions":{"dtype":"I64","shape":[40],"data_offsets":[0,320]},"x":{"dtype":"F32","shape":[1,40,1,16],"data_offsets":[320,2880]}}' "$T/m" "$T/x"
for base in 411e848000000000 40c3880000000000; do
    sed "s/base=[0-9a-f]*/base=$base/" "$T/prompt" | "$T/rope" >"$T/recorded"
    values 2 <"$T/recorded" >"$T/y"
    join "$T/y.safetensors" '{"y":{"dtype":"F32","shape":[1,40,1,16],"data_offsets":[0,2560]}}' "$T/y"
    "$R" run $C --answer "$T/recorded" --json | tr -d ' \n' | sed 's/,"cases":{[^}]*}//' >"$T/by-run"
    "$R" check $C "$T/p.safetensors" "$T/y.safetensors" --json | tr -d ' \n' | cmp -s - "$T/by-run"
    say $? "check says the same of the same: $(cut -c 1-60 "$T/by-run")"
done

# Skipped and rejected cases
sed 's/^\([12]\) .*/\1 skip no table/' "$T/answer" >"$T/some"
expect 0 'skipped 2 of 40 cases, the first case 1: no table' run $C --answer "$T/some"
"$R" run $C --answer "$T/some" --json | tr -d ' \n' | grep -qF '"cases":{"asked":40,"skipped":2,"rejected":0}'; say $? "--json counts them"
sed 's/^\([0-9]*\) .*/\1 skip no rope here/' "$T/answer" >"$T/all"
fails "$T/all: all 40 cases skipped: no rope here" $C --answer "$T/all"
sed 's/^\([0-9]*\) .*/\1 skip/' "$T/answer" >"$T/all"
fails "$T/all: all 40 cases skipped: no reason given" $C --answer "$T/all"
sed 's/^\(20\) .*/\1 reject position beyond 2048/' "$T/answer" >"$T/some"
expect 1 'rejected, which counts as wrong, 1 of 40 cases, the first case 20: position beyond 2048' run $C --answer "$T/some"
grep -q '^FAIL' "$T/out"; say $? "a rejected case is a wrong one"

# ---- answers that break the form ----

broken() {
    text=$1
    shift
    sed "$@" "$T/answer" >"$T/broken"
    fails "$T/broken: $text" $C --answer "$T/broken"
}
broken 'case 7: no answer (1 of 40 are missing)' 7d
broken 'case 1: no answer (39 of 40 are missing)' '7!d'
broken 'no case was answered' d
broken 'line 8: case 7: answered on line 7 already' 7p
broken 'line 7: 41: expected a case number, 1 .. 40' 's/^7 /41 /'
broken 'line 7: 0: expected a case number' 's/^7 /0 /'
broken 'line 7: -7: expected a case number' 's/^7 /-7 /'
broken 'line 7: case 7: nothing: expected value 16 of 16 as 8 hex digits of f32' '7s/ [0-9a-f]*$//'
broken 'line 7: case 7: 00000000: expected 16 values and the end of the line' '7s/$/ 00000000/'
broken 'line 7: case 7: 0000: expected value 16 of 16 as 8 hex digits of f32' '7s/[0-9a-f]*$/0000/'
broken 'line 7: case 7: 0000000000: expected value 16 of 16' '7s/[0-9a-f]*$/0000000000/'
broken 'line 7: case 7: 0000000g: expected value 16 of 16' '7s/[0-9a-f]*$/0000000g/'
broken 'line 1: hello: expected a case number' '1s/^/hello\
/'
fails 'cat: line 1: rwt: expected a case number, 1 .. 40' $C --exec cat
fails 'line 1: case 1: 00000000: expected value 1 of 16 as 16 hex digits of f64' $C --dtype f64 --exec "sed s/dtype=f64/dtype=f32/ | '$T/rope'"
head -c 100000 /dev/urandom >"$T/noise"
"$R" run $C --answer "$T/noise" >"$T/out" 2>"$T/err"; [ $? -eq 4 ] && [ "$(wc -l <"$T/err")" -eq 1 ]; say $? "noise: one line"
fails 'true: no case was answered' $C --exec true

# ---- programs that misbehave ----

# runs_on: the process of $T/pid is there, and no zombie that nobody has waited for
runs_on() {
    pid=$(cat "$T/pid")
    if [ -e /proc/self/stat ]; then state=$(sed 's/.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null) # a minimal system has no ps
    else state=$(ps -o stat= -p "$pid" 2>/dev/null); fi
    case $state in '' | Z*) return 1 ;; esac
}
# gone: it is not, soon: a process that was sent SIGKILL still has to be given a moment to die
gone() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        runs_on || return 0
        sleep 0.1
    done
    return 1
}

fails 'exit 3: exit status 3' $C --exec 'exit 3'
fails "'$T/rope'; exit 1: exit status 1" $C --exec "'$T/rope'; exit 1"
fails 'exit status 127: no such program' $C --exec 'exec 2>/dev/null; no-such-program'
fails 'exit status 126: cannot be executed' $C --exec "exec 2>/dev/null; '$T/prompt'"
fails 'kill -SEGV $$: ended by signal 11' $C --exec 'kill -SEGV $$'
fails 'kill -TERM $$: ended by signal 15' $C --exec 'kill -TERM $$'
fails 'sleep 100: no end after 0.2 s: ended; --timeout gives it more' $C --exec 'sleep 100' --timeout 0.2
fails 'yes: more than ' $C --exec yes
# Nothing is left: the program, what it started, and what ignores SIGTERM
for stubborn in '' "trap '' TERM; "; do
    fails 'no end after 0.2 s' $C --timeout 0.2 --exec "${stubborn}sleep 1000 & echo \$! >'$T/pid'; wait; sleep 1000"
    gone; say $? "nothing is left of it: ${stubborn:-plain}"
done
before=$(date +%s)
runs '0 L0' $C --exec "sleep 1000 & echo \$! >'$T/pid'; exec '$T/rope'"
gone && [ $(($(date +%s) - before)) -lt 8 ]; say $? "what stays in the background is not waited for, and ended"
# However large: it writes before it reads, reads nothing, closes its ends early, answers a line at a time
runs '0 L0' $C --exec "yes '# a long comment' | head -n 30000; '$T/rope'"
runs '0 L2' head_dim=1024,rope_theta=10000 --exec "'$T/rope'" --timeout 60
runs '0 L0' $C --exec "'$T/rope'; exec <&- >&-; sleep 0.2"
"$R" run head_dim=1024,rope_theta=10000 --emit >"$T/large" && "$T/rope" <"$T/large" >"$T/answers"
runs '0 L2' head_dim=1024,rope_theta=10000 --exec "cat '$T/answers'"
runs '0 L2' head_dim=1024,rope_theta=10000 --exec "exec <&-; cat '$T/answers'"
"$R" run $C --exec "echo a word >&2; '$T/rope'" >"$T/out" 2>"$T/err"; [ $? -eq 0 ] && [ "$(cat "$T/err")" = 'a word' ]; say $? "standard error passes through"
"$R" run $C --exec "'$T/rope'" <&- >"$T/out" 2>"$T/err"; say $? "without a standard input"
"$R" run $C --exec "'$T/rope'" --quiet >"$T/out" 2>"$T/err" && [ ! -s "$T/err" ]; say $? "--quiet"

# Interrupted: exit status 130, one line, the program gone, also one that ignores SIGTERM
for stubborn in '' "trap '' TERM; "; do
    rm -f "$T/pid"
    "$R" run $C --exec "${stubborn}echo \$\$ >'$T/pid'; sleep 1000; sleep 1000" --timeout 30 >"$T/out" 2>"$T/err" &
    runner=$!
    while [ ! -s "$T/pid" ]; do sleep 0.05; done
    runs_on; say $? "a program that waits"
    kill -TERM $runner
    wait $runner
    [ $? -eq 130 ] && [ "$(cat "$T/err")" = 'ropewalk run: error: interrupted' ] && [ ! -s "$T/out" ]; say $? "interrupted: $(cat "$T/err")"
    gone; say $? "and nothing is left: ${stubborn:-plain}"
done

# ---- usage ----

refuse 'expected one of --exec CMD, --emit, --answer FILE; see --help' run $C
refuse 'expected one of --exec CMD, --emit, --answer FILE; see --help' run $C --emit --exec cat
refuse '--emit prints cases, not a judgement: it has no --json' run $C --emit --json
for seconds in 0 -1 x '' 1e9 nan; do refuse "--timeout: $seconds: expected seconds, above 0 and at most 86400" run $C --exec cat --timeout "$seconds"; done
refuse '--dtype: f8: expected f64, f32, bf16 or f16' run $C --exec cat --dtype f8
refuse '--require: L9: expected' run $C --exec "touch '$T/started'" --require L9
refuse '--compute: f64: expected f32' run $C --exec "touch '$T/started'" --compute f64
[ ! -e "$T/started" ]; say $? "and nothing was run"
refuse 'CONFIG is missing' run --exec cat
refuse 'x: one argument too many' run $C x --exec cat
refuse 'does not take --kind' run $C --exec cat --kind y
refuse 'inline config: rope_theta: -1: expected a number above 0' run head_dim=16,rope_theta=-1 --exec cat
if [ -w /dev/full ]; then
    "$R" run $C --emit >/dev/full 2>"$T/err"; [ $? -eq 5 ]; say $? "a full disk is exit status 5: $(cat "$T/err")"
fi
exit $fail
