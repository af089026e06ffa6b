#!/bin/sh
# SPDX-License-Identifier: MIT
# ropewalk table: values, positions, files, and what it refuses.
. tests/cli.sh
C=head_dim=4,rope_theta=10000
H='position pair cos sin/'

# cos and sin of m and of m/100 from 100-digit decimal arithmetic, rounded once
prints "${H}1 0 0.54030230586813977 0.8414709848078965/1 1 0.99995000041666526 0.0099998333341666645/" table $C -p 1
prints "${H}0 0 1 0/0 1 1 0/" table $C -p 0
prints "${H}1 0 3fe14a280fb5068c 3feaed548f090cee/1 1 3fefff9724ad97aa 3f847acae915e807/" table $C -p 1 --bits
prints "${H}-7 0 3f40ffbd bf283046/-7 1 3f7f5f81 bd8f3e32/" table $C -p -7 --bits --dtype f32
prints "${H}2047 0 3e80 bf78/2047 1 bd4b 3f80/" table $C -p 2047 --bits --dtype bf16
prints "${H}65504 0 b30f 3bce/65504 1 a497 3c00/" table $C -p 65504 --bits --dtype f16
prints "${H}2147483647 0 bfe60af33efcd1b2 bfe7328434159860/2147483647 1 bfe6cf66a10d7016 3fe67174a8aea772/" table $C -p 2147483647 --bits
prints "${H}-2147483647 0 bf30579a 3f399422/-2147483647 1 bf367b35 bf338ba5/" table $C -p -2147483647 --bits --dtype f32
prints "${H}1 0 0.540302277 0.841470957/1 1 0.999949992 0.00999983307/" table $C -p 1 --dtype f32
prints "${H}1 0 0.5391 0.8398/1 1 1 0.01001/" table $C -p 1 --dtype bf16
prints "${H}1 0 0.54053 0.84131/1 1 1 0.010002/" table $C -p 1 --dtype f16

# positions ARGUMENT: the positions of a table, in the order of its rows
positions() { "$R" table head_dim=2,rope_theta=7 -p "$1" --quiet | awk 'NR > 1 { printf "%s ", $1 }'; }
same() { got=$(positions "$1"); [ "$got" = "$2" ]; say $? "-p $1: $got"; }
same 7 '7 '
same 0:3 '0 1 2 '
same -2:2 '-2 -1 0 1 '
same 0:10:4 '0 4 8 '
same 0:9:4 '0 4 8 '
same 0:8:4 '0 4 '
same 10:0:-4 '10 6 2 '
same 2:-3:-1 '2 1 0 -1 -2 '
same 1,7,100:103,-5,7 '1 7 100 101 102 -5 7 '
same 3:3,5:1,7,1:5:-1 '7 '
same 2147483640:2147483648:7 '2147483640 2147483647 '
same -2147483647:-2147483645 '-2147483647 -2147483646 '
same 2147483647:-2147483648:-2147483647 '2147483647 0 -2147483647 '
for empty in 5:5 5:1 1:5:-1 5:5,7:7; do refuse "positions: $empty: expected at least one position" table $C -p $empty; done
for bad in '' , 1, 1,,2 : :5 5: 0:5: 0:5:0 0:5:1:1 1.5 1e3 0x10 +5 ' 1' '1 ' a @ 2147483648 -2147483648 \
    0:2147483649 -2147483648:0 2147483647:2147483650 99999999999999999999; do
    "$R" table $C -p "$bad" >"$T/out" 2>"$T/err"
    [ $? -eq 2 ] && [ ! -s "$T/out" ] && [ "$(wc -l <"$T/err")" -eq 1 ]
    say $? "-p \"$bad\": $(cat "$T/err")"
done

# The ladder: below the context, 131072 where the config has none; ascending, each once
LADDER='0 1 2 3 4 8 16 32 64 128 255 256 257 259 512 1024 2047 2048 2049 '
ladder() { "$R" table "$1" -p @ladder | awk '$2 == 0 { printf "%s ", $1 }'; }
[ "$(ladder $C,max_position_embeddings=4096)" = "${LADDER}4095 " ]; say $? "@ladder below a context of 4096"
[ "$(ladder $C,max_position_embeddings=4097)" = "${LADDER}4095 4096 " ]; say $? "@ladder below a context of 4097"
[ "$(ladder $C)" = "${LADDER}4095 4096 8191 8192 16384 32767 32768 65504 65519 65520 65536 131071 " ]; say $? "@ladder without a context"
[ "$(ladder $C,max_position_embeddings=1)" = '0 ' ]; say $? "@ladder below a context of 1"
[ "$(ladder $C,max_position_embeddings=2147483648 | tr ' ' '\n' | tail -n 13 | tr '\n' ' ')" = \
    '262143 262144 524288 1048575 1048576 2097152 4194304 8388608 16777216 33554432 67108864 134217728 268435456 536870912 1073741824 ' ] ||
    [ "$(ladder $C,max_position_embeddings=2147483648 | tr ' ' '\n' | tail -n 3 | tr '\n' ' ')" = '268435456 536870912 1073741824 ' ]
say $? "@ladder below 2^31"

# @FILE: [seq], [axes, seq], and what is neither
npy "$T/p.npy" '<i8' '(3,)' '\007\000\000\000\000\000\000\000\373\377\377\377\377\377\377\377\002\001\000\000\000\000\000\000'
same "@$T/p.npy" '7 -5 258 '
npy "$T/p32.npy" '<i4' '(2,)' '\007\000\000\000\377\377\377\377'
same "@$T/p32.npy" '7 -1 '
npy "$T/far.npy" '<i8' '(1,)' '\000\000\000\200\000\000\000\000'
refuse "$T/far.npy: item 0: 2147483648: expected a position within" table $C -p "@$T/far.npy"
npy "$T/float.npy" '<f4' '(1,)' "$ONE"
refuse "$T/float.npy: expected whole numbers" table $C -p "@$T/float.npy"
npy "$T/none.npy" '<i8' '(0,)' ''
refuse "$T/none.npy: expected at least one position" table $C -p "@$T/none.npy"
refuse "$T/nothing.npy: No such file" table $C -p "@$T/nothing.npy"

# Qwen3-VL: pair i turns by axis i mod 3 up to pair 59, then by the first; positions 5, 7, 11 of its axes
npy "$T/axes.npy" '<i8' '(3, 1)' '\005\000\000\000\000\000\000\000\007\000\000\000\000\000\000\000\013\000\000\000\000\000\000\000'
"$R" table preset:qwen3-vl -p "@$T/axes.npy" --bits --dtype f32 >"$T/out"
for row in '5 0 3e913c2c bf757c10' '7 1 3f3590d0 bf3478aa' '11 2 3f5f77fc 3ef9c828' '5 3 bf4143ed 3f27e1e7' '7 58 3f800000 36c77bb4' \
    '11 59 3f800000 36f65644' '5 60 3f800000 362ffb1c'; do
    tr '\t' ' ' <"$T/out" | grep -qxF "$row"; say $? "qwen3-vl at positions 5, 7, 11: $row"
done
"$R" table preset:qwen3-vl -p "@$T/axes.npy" --json | tr -d ' \n' | grep -qF '"rows":[{"position":[5,7,11],"cos":["'; say $? "table --json: the position of every axis"
"$R" table preset:qwen3-vl -p 5 --bits --dtype f32 | awk 'NR > 1 && $1 != 5' | grep -q . ; [ $? -eq 1 ]; say $? "one position stands for all axes"
refuse "@$T/axes.npy: positions of 3 axes: expected 1, as the config has it" table $C -p "@$T/axes.npy"
npy "$T/two.npy" '<i8' '(2, 1)' '\005\000\000\000\000\000\000\000\007\000\000\000\000\000\000\000'
refuse "@$T/two.npy: positions of 2 axes: expected 3, as the config has it" table preset:qwen3-vl -p "@$T/two.npy"

# attention_factor: 0.1 ln 4 + 1 at position 0
Y=head_dim=4,rope_theta=10000,rope_type=yarn,factor=4,original_max_position_embeddings=64
prints "${H}0 0 3ff237d37fe5d298 0000000000000000/0 1 3ff237d37fe5d298 0000000000000000/" table $Y -p 0 --bits
prints "${H}0 0 3f91be9c 00000000/0 1 3f91be9c 00000000/" table $Y -p 0 --bits --dtype f32
prints "${H}0 0 3f92 0000/0 1 3f92 0000/" table $Y -p 0 --bits --dtype bf16
prints "${H}0 0 1 0/0 1 1 0/" table $Y -p 0 --no-attention-factor
"$R" table $Y -p 0 --json | tr -d ' \n' >"$T/json"
[ "$(cat "$T/json")" = '{"rope_type":"yarn","layout":"half_split","head_dim":4,"rotary_dim":4,"rope_theta":10000,"attention_factor":{"bits":"3ff237d37fe5d298","dec":"1.1386294361119891"},"dtype":"f64","rows":[{"position":0,"cos":["3ff237d37fe5d298","3ff237d37fe5d298"],"sin":["0000000000000000","0000000000000000"]}]}' ]
say $? "table --json: $(cat "$T/json")"

# Options of a config reach the table
# cos and sin of 10000^(-1/128)
"$R" table preset:gemma-4 -p 1 --layer-type sliding_attention | sed -n 3p | grep -q '^1	1	0.59737532508120794	0.80196179521478528$'; say $? "--layer-type"
"$R" table preset:phi-3-mini-128k -p 1 --seq-len 4096 >"$T/short" && "$R" table preset:phi-3-mini-128k -p 1 --seq-len 4097 >"$T/long"
! cmp -s "$T/short" "$T/long"; say $? "--seq-len"

# Files: one array [2, positions, pairs]; tensors cos and sin; text
"$R" table $C -p 1,-7,1 --dtype f32 -o "$T/t.npy"; say $? "-o .npy"
head -c 128 "$T/t.npy" | grep -aqF "'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 2)"; say $? "shape of the .npy file"
[ "$(bytes "$T/t.npy" 48)" = 40510a3fb9fc7f3fbdff403f815f7f3f40510a3fb9fc7f3fa46a573f57d6233c463028bf323e8fbda46a573f57d6233c ]; say $? "cos first: $(bytes "$T/t.npy" 48)"
"$R" table $C -p 1,-7 --dtype bf16 -o "$T/t.safetensors"; say $? "-o .safetensors"
grep -aqF '"cos":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]},"sin":{"dtype":"BF16","shape":[2,2],"data_offsets":[8,16]}' "$T/t.safetensors"
say $? "entries of the .safetensors file"
[ "$(bytes "$T/t.safetensors" 16)" = 0a3f803f413f7f3f573f243c28bf8fbd ]; say $? "data of the .safetensors file: $(bytes "$T/t.safetensors" 16)"
"$R" table $C -p 1,-7 -o "$T/t.tsv" && "$R" table $C -p 1,-7 | cmp -s - "$T/t.tsv"; say $? "-o .tsv holds what standard output gets"
"$R" table $C -p 1,-7 -o - | cmp -s - "$T/t.tsv"; say $? "-o - is standard output"
[ "$(ls "$T" | grep -c '~')" -eq 0 ]; say $? "no temporary is left"
refuse '-o t.txt: expected a name that ends in .npy, .safetensors or .tsv' table $C -p 1 -o t.txt
refuse '-o .npy: expected a name' table $C -p 1 -o .npy
refuse '-o table: expected a name' table $C -p 1 -o table
refuse '--dtype bf16: NumPy has no name for it' table $C -p 1 --dtype bf16 -o "$T/x.npy"
refuse '--bits: a binary file' table $C -p 1 --bits -o "$T/x.npy"
refuse '--json' table $C -p 1 --json -o "$T/x.tsv"
refuse '--dtype: f8: expected f64, f32, bf16 or f16' table $C -p 1 --dtype f8
refuse '-p POSITIONS is missing' table $C
refuse 'CONFIG is missing' table -p 1
refuse 'does not take --inverse' table $C -p 1 --inverse
refuse "$T/no/x.tsv: No such file or directory" table $C -p 1 -o "$T/no/x.tsv"
mkdir "$T/folder.tsv"
refuse "$T/folder.tsv: Is a directory" table $C -p 1 -o "$T/folder.tsv"
[ -z "$(ls "$T/folder.tsv")" ] && [ "$(ls "$T" | grep -c '~')" -eq 0 ] && [ ! -e "$T/x.npy" ] && [ ! -e "$T/x.tsv" ]; say $? "nothing is left behind"
if [ "$(id -u)" -ne 0 ]; then
    chmod 500 "$T/folder.tsv"
    refuse "$T/folder.tsv/x.tsv: Permission denied" table $C -p 1 -o "$T/folder.tsv/x.tsv"
    chmod 700 "$T/folder.tsv"
fi

# Devices and pipes are written in place; a full disk leaves nothing
ln -s /dev/null "$T/null.npy"
"$R" table $C -p 0:100 -o "$T/null.npy" && [ -L "$T/null.npy" ] && [ -c "$T/null.npy" ]; say $? "a device is written in place"
if [ -w /dev/full ]; then
    ln -s /dev/full "$T/full.npy"
    for rows in 2 20000; do
        "$R" table $C -p 0:$rows -o "$T/full.npy" >"$T/out" 2>"$T/err"
        [ $? -eq 5 ] && [ "$(wc -l <"$T/err")" -eq 1 ] && [ -L "$T/full.npy" ] && [ "$(ls "$T" | grep -c '~')" -eq 0 ]
        say $? "a full device, $rows rows: $(cat "$T/err")"
        "$R" table $C -p 0:$rows >/dev/full 2>"$T/err"; [ $? -eq 5 ] && [ "$(wc -l <"$T/err")" -eq 1 ]
        say $? "a full standard output, $rows rows: $(cat "$T/err")"
    done
fi
mkfifo "$T/pipe.tsv"
"$R" table $C -p 0:50 -o "$T/pipe.tsv" & cat "$T/pipe.tsv" >"$T/piped"; wait $!
[ $? -eq 0 ] && [ -p "$T/pipe.tsv" ] && "$R" table $C -p 0:50 | cmp -s - "$T/piped"; say $? "a pipe is written in place"
echo old >"$T/keep.tsv"
(ulimit -f 1 && "$R" table $C -p 0:10000 -o "$T/keep.tsv" >"$T/out" 2>"$T/err"); [ $? -eq 5 ] && [ "$(cat "$T/keep.tsv")" = old ]
say $? "a file that may not grow: exit status 5, the old file kept: $(cat "$T/err")"
for ending in npy tsv safetensors; do
    expect 2 'free on its disk; nothing written' table head_dim=65536,rope_theta=7 -p -2147483647:2147483647 -o "$T/absurd.$ending"; one_line
done
[ "$(ls "$T" | grep -c absurd)" -eq 0 ] && [ "$(ls "$T" | grep -c '~')" -eq 0 ]; say $? "an absurd size leaves nothing"
"$R" table head_dim=65536,rope_theta=7 -p -2147483647:2147483647 >"$T/absurd.txt" 2>"$T/err"; [ $? -eq 2 ] && [ ! -s "$T/absurd.txt" ]
say $? "an absurd size for standard output: $(cat "$T/err")"

# ends PID: its exit status, 137 when it had to be killed after ten seconds
ends() {
    (sleep 10 && kill -s KILL "$1") >/dev/null 2>&1 &
    watchdog=$!
    wait "$1"
    status=$?
    kill $watchdog 2>/dev/null
    return $status
}
# interrupted SIGNAL FILE: a long table, told to stop
interrupted() {
    env $(env --default-signal=INT true 2>/dev/null && echo --default-signal=INT) "$R" table $C -p 0:40000000 -o "$2" 2>"$T/err" &
    pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do ls "$T" | grep -q '~' && break; sleep 0.2; done
    sleep 0.2
    kill -s "$1" $pid
    ends $pid
    [ $? -eq 130 ] && [ ! -e "$2" ] && [ "$(ls "$T" | grep -c '~')" -eq 0 ] && [ "$(wc -l <"$T/err")" -eq 1 ]
    say $? "SIG$1 while writing $(basename "$2"): no file, no temporary: $(cat "$T/err")"
}
interrupted TERM "$T/long.npy"
# under nohup this script cannot give its children a hangup that they would heed
if [ "$(sh -c 'kill -s HUP $$; echo ignored' 2>/dev/null)" != ignored ]; then interrupted HUP "$T/long.tsv"; fi
# a background job of sh has interrupts ignored, and ropewalk keeps that; env sets them back
if env --default-signal=INT true 2>/dev/null; then interrupted INT "$T/long.safetensors"; fi
echo old >"$T/old.npy"
"$R" table $C -p 0:40000000 -o "$T/old.npy" 2>"$T/err" & pid=$!
sleep 0.5; kill -s TERM $pid; ends $pid; [ $? -eq 130 ] && [ "$(cat "$T/old.npy")" = old ]; say $? "an interrupted table keeps the old file"
"$R" table $C -p 0:40000000 >"$T/long" 2>"$T/err" & pid=$!
sleep 0.5; kill -s TERM $pid; ends $pid; [ $? -eq 130 ] && [ "$(wc -l <"$T/err")" -eq 1 ]; say $? "interrupted on standard output: $(cat "$T/err")"
# a reader that does not read keeps an interrupted table waiting no longer
mkfifo "$T/stuck" && { sleep 30 <"$T/stuck" & reader=$!; }
"$R" table $C -p 0:40000000 >"$T/stuck" 2>"$T/err" & pid=$!
sleep 0.5; kill -s TERM $pid; ends $pid; [ $? -eq 130 ]; say $? "interrupted before a reader that sleeps: $(cat "$T/err")"
kill $reader 2>/dev/null
# nohup: a hangup that the user asked to be ignored stays ignored
(trap '' HUP && exec "$R" table $C -p 0:4000000 --dtype f16 -o "$T/nohup.npy" 2>"$T/err") & pid=$!
sleep 0.3; kill -s HUP $pid 2>/dev/null; wait $pid; [ $? -eq 0 ] && [ -s "$T/nohup.npy" ]; say $? "an ignored hangup stays ignored: $(cat "$T/err")"
exit $fail
