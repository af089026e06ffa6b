#!/bin/sh
# SPDX-License-Identifier: MIT
# ropewalk apply: rotated values against 100-digit decimal arithmetic, shapes and files, and what it refuses.
. tests/cli.sh
C=head_dim=4,rope_theta=10000
npy "$T/x.npy" '<f4' '(2, 4)' "$TO_EIGHT"
npy "$T/b.npy" '<f4' '(1, 1, 2, 4)' "$TO_EIGHT"
safetensors "$T/x.safetensors" '{"x":{"dtype":"F32","shape":[1,2,1,4],"data_offsets":[0,32]}}' "$TO_EIGHT"

# y ARGUMENTS…: the values of y, in the order of memory, as text
y() { "$R" apply "$@" -o "$T/y.tsv" 2>"$T/err" && awk 'NR > 1 { printf "%s ", $2 }' "$T/y.tsv"; rm -f "$T/y.tsv"; }
# rotates WANT ARGUMENTS…
rotates() {
    want=$1
    shift
    got=$(y "$@")
    [ "$got" = "$want " ] && [ ! -s "$T/err" ]; say $? "apply $* -> $got$(cat "$T/err")"
}

# (1, 2, 3, 4) at position 0, then (5, 6, 7, 8) turned by 1000 or -7 and, pair 1, by a hundredth of it
rotates '1 2 3 4 -2.97626138 -0.682260275 8.0710516 -9.97669888' $C -p 0,1000 -i "$T/x.npy"
rotates '1 2 3 4 8.36841774 6.54484892 1.99238276 7.56075096' $C -p 0,-7 -i "$T/x.npy"
rotates '1 2 3 4 -2.14938188 7.50867224 -1.52133179 -10.5207205' $C -p 0,1000 -i "$T/x.npy" --layout interleaved
rotates '1 2 3 4 7.71143103 1.23848057 7.54239988 7.49080801' $C -p 0,-7 -i "$T/x.npy" --layout interleaved
rotates '3ff0000000000000 4000000000000000 4008000000000000 4010000000000000 c007cf622358ca92 bfe5d51386b00828 40202460d3e3e3e4 c023f411e0c1734e' \
    $C -p 0,1000 -i "$T/x.npy" --dtype f64 --bits
rotates '3f80 4000 4040 4080 c03e bf2f 4101 c120' $C -p 0,1000 -i "$T/x.npy" --dtype bf16 --bits
rotates '3c00 4000 4200 4400 482f 468b 3ff8 4790' $C -p 0,-7 -i "$T/x.npy" --dtype f16 --bits
rotates '3f800000 40000000 40400000 40800000 c0098f79 40f0470b bfc2bb00 c12854df' $C -p 0,1000 -i "$T/x.npy" --layout interleaved --bits
rotates '2.20151067 -0.391599894 3 4 5 6 7 8' $C,rotary_dim=2 -p 5,0 -i "$T/x.npy"
rotates '2.20151067 -0.391599894 3 4 5 6 7 8' $C,rotary_dim=2 -p 5,0 -i "$T/x.npy" --layout interleaved

# Axes: [batch, seq, heads, head_dim] or [batch, heads, seq, head_dim]; here one position for two heads, or two for one
rotates '1 2 3 4 -2.97626138 -0.682260275 8.0710516 -9.97669888' $C -p 0,1000 -i "$T/b.npy" --axes bhsd
rotates '1 2 3 4 5 6 7 8' $C -p 0 -i "$T/b.npy"
rotates '1 2 3 4 5 6 7 8' $C -p 0 -i "$T/b.npy" --axes bshd
refuse "$T/b.npy: x: shape (1, 1, 2, 4), read as --axes bshd: expected a seq axis of 2, the number of positions" apply $C -p 0,1000 -i "$T/b.npy"
refuse "$T/b.npy: x: shape (1, 1, 2, 4), read as --axes bhsd: expected a seq axis of 1" apply $C -p 0 -i "$T/b.npy" --axes bhsd
npy "$T/two.npy" '<f4' '(2, 1, 1, 4)' "$FIVE$SIX$SEVEN$EIGHT$FIVE$SIX$SEVEN$EIGHT"
rotates '8.36841774 6.54484892 1.99238276 7.56075096 8.36841774 6.54484892 1.99238276 7.56075096' $C -p -7 -i "$T/two.npy"

# Inverse: back to x within the rounding of y; the sign of the position
rotates "$(y $C -p 0,7 -i "$T/x.npy" | sed 's/ $//')" $C -p 0,-7 -i "$T/x.npy" --inverse
"$R" apply $C -p 41,1000003 -i "$T/x.npy" --dtype f64 -o "$T/y.npy" && y $C -p 41,1000003 -i "$T/y.npy" --inverse >"$T/back"
awk '{ for (i = 1; i <= NF; i++) { e = $i - i; if (e < 0) e = -e; if (e > 4e-15) bad = 1 } if (NF != 8) bad = 1 } END { exit bad }' "$T/back"
say $? "--inverse gives x back: $(cat "$T/back")"

# attention_factor 0.1 ln 4 + 1 multiplies the turned slots, both ways, and no others
Y=head_dim=4,rotary_dim=2,rope_theta=10000,rope_type=yarn,factor=4,original_max_position_embeddings=64
rotates '3ff237d37fe5d298 400237d37fe5d298 4008000000000000 4010000000000000 4016c5c85fdf473e 401b53bd3fd8bbe4 401c000000000000 4020000000000000' \
    $Y -p 0,0 -i "$T/x.npy" --dtype f64 --bits
rotates '1 2 3 4 5 6 7 8' $Y -p 0,0 -i "$T/x.npy" --no-attention-factor
rotates '1.13862944 2.27725887 3 4 5.69314718 6.83177662 7 8' $Y -p 0,0 -i "$T/x.npy" --inverse

# Several axes: pairs 0, 1, 2 of the head turn by positions 5, 7, 11; and a position that stands for all of them
npy "$T/h.npy" '<f4' '(1, 6)' "$ONE$ONE$ONE$TWO$TWO$TWO"
npy "$T/p.npy" '<i8' '(3, 1)' '\005\000\000\000\000\000\000\000\007\000\000\000\000\000\000\000\013\000\000\000\000\000\000\000'
M=head_dim=6,rope_theta=10000,mrope_section=[1,1,1]
rotates '2.20151067 0.309229761 0.952326059 -0.391599894 2.21458268 2.02313495' $M -p "@$T/p.npy" -i "$T/h.npy"
rotates "$(y head_dim=6,rope_theta=10000 -p 5 -i "$T/h.npy" | sed 's/ $//')" $M -p 5 -i "$T/h.npy"
refuse "@$T/p.npy: positions of 3 axes" apply head_dim=6,rope_theta=10000 -p "@$T/p.npy" -i "$T/h.npy"

# Zeros, numbers at both ends of binary64, halfway cases: 1 + 2^-8 and 1 + 3 2^-8 lie between two numbers of bf16
npy "$T/ends.npy" '<f8' '(1, 4)' '\377\377\377\377\377\377\357\177\001\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\200'
rotates '7fefffffffffffff 0000000000000001 0000000000000000 0000000000000000' $C -p 0 -i "$T/ends.npy" --bits
npy "$T/half.npy" '<f8' '(1, 4)' '\000\000\000\000\000\020\360\077\000\000\000\000\000\060\360\077\000\000\000\000\000\020\360\277\000\000\000\000\000\060\360\277'
rotates '3f80 3f82 bf80 bf82' $C -p 0 -i "$T/half.npy" --dtype bf16 --bits
rotates '3f80 3f82 bf80 bf82' $C,rope_type=proportional,partial_rotary_factor=0.5 -p 0 -i "$T/half.npy" --dtype bf16 --bits
npy "$T/still.npy" '<f8' '(1, 4)' '\000\000\000\000\000\000\000\000\000\000\000\000\000\060\360\077\000\000\000\000\000\000\000\000\000\000\000\000\000\060\360\277'
rotates '0000 3f82 0000 bf82' $C,rope_type=proportional,partial_rotary_factor=0.5 -p 1000 -i "$T/still.npy" --dtype bf16 --bits

# Files: y has the shape and dtype of x
"$R" apply $C -p 0,1000 -i "$T/x.npy" -o "$T/y.npy"; say $? "-o .npy"
head -c 128 "$T/y.npy" | grep -aqF "'descr': '<f4', 'fortran_order': False, 'shape': (2, 4)"; say $? "shape and dtype of y.npy"
[ "$(bytes "$T/y.npy" 32)" = 0000803f000000400000404000008040117b3ec09ca82ebf072301418fa01fc1 ]; say $? "data of y.npy: $(bytes "$T/y.npy" 32)"
"$R" apply $C -p 0,1000 -i "$T/x.safetensors" -o "$T/y.safetensors"; say $? "-o .safetensors"
grep -aqF '"y":{"dtype":"F32","shape":[1,2,1,4],"data_offsets":[0,32]}' "$T/y.safetensors"; say $? "shape and dtype of y.safetensors"
[ "$(bytes "$T/y.safetensors" 32)" = "$(bytes "$T/y.npy" 32)" ]; say $? "the same data"
for dtype in f64 f32 bf16 f16; do
    "$R" apply $C -p 0,1000 -i "$T/x.npy" --dtype $dtype -o "$T/1.safetensors" && "$R" table $C -p 1 >/dev/null &&
        safetensors "$T/2.safetensors" "$(head -c 72 "$T/1.safetensors" | tail -c +9 | sed 's/"y"/"x"/')" '' && tail -c +73 "$T/1.safetensors" >>"$T/2.safetensors"
    "$R" apply $C -p 0,0 -i "$T/2.safetensors" -o "$T/3.safetensors" && cmp -s "$T/1.safetensors" "$T/3.safetensors"
    say $? "position 0 gives $dtype back, bit by bit"
done
"$R" apply $C -p 0,1000 -i - -o - <"$T/x.npy" >"$T/piped" && "$R" apply $C -p 0,1000 -i "$T/x.npy" -o "$T/y.safetensors" && cmp -s "$T/piped" "$T/y.safetensors"
say $? "standard input and output, as safetensors"
"$R" apply $C -p 0,1000 -i - <"$T/x.safetensors" | grep -aqF '"shape":[1,2,1,4]'; say $? "no -o is standard output"
cp "$T/x.npy" "$T/same.npy" && "$R" apply $C -p 0,1000 -i "$T/same.npy" -o "$T/same.npy" && cmp -s "$T/same.npy" "$T/y.npy"; say $? "x and y may be the same file"
"$R" apply $C -p 0,1000 -i "$T/x.npy" -o "$T/y.npy" --json | tr -d ' \n' | grep -qxF "{\"output\":\"$T/y.npy\",\"tensor\":\"y\",\"dtype\":\"f32\",\"shape\":[2,4]}"
say $? "--json says what was written"

# What it refuses, before anything is written
O="-o $T/refused.npy"
npy "$T/int.npy" '<i8' '(1, 1)' '\001\000\000\000\000\000\000\000'
npy "$T/nan.npy" '<f4' '(2, 4)' "$ONE$TWO$THREE$FOUR$FIVE"'\000\000\300\177'"$SEVEN$EIGHT"
npy "$T/inf.npy" '<f4' '(2, 4)' "$ONE$TWO$THREE$FOUR$FIVE$SIX$SEVEN"'\000\000\200\377'
npy "$T/three.npy" '<f4' '(2, 1, 4)' "$TO_EIGHT"
npy "$T/flat.npy" '<f4' '(8,)' "$TO_EIGHT"
npy "$T/cut.npy" '<f4' '(2, 4)' "$ONE$TWO"
safetensors "$T/none.safetensors" '{"q":{"dtype":"F32","shape":[2,4],"data_offsets":[0,32]}}' "$TO_EIGHT"
# shellcheck disable=SC2086  # $O is two words
{
    refuse "$T/int.npy: x: I64: expected floating-point numbers" apply $C -p 0 -i "$T/int.npy" $O
    refuse "$T/nan.npy: x: item 5: nan: expected a finite number" apply $C -p 0,1 -i "$T/nan.npy" $O
    refuse "$T/inf.npy: x: item 7: -inf: expected a finite number" apply $C -p 0,1 -i "$T/inf.npy" $O
    refuse "$T/three.npy: x: shape (2, 1, 4): expected [seq, head_dim] or four axes" apply $C -p 0,1 -i "$T/three.npy" $O
    refuse "$T/flat.npy: x: shape (8,): expected [seq, head_dim] or four axes" apply $C -p 0,1 -i "$T/flat.npy" $O
    refuse "$T/x.npy: x: shape (2, 4): expected a last axis of head_dim = 8" apply head_dim=8,rope_theta=7 -p 0,1 -i "$T/x.npy" $O
    refuse "$T/x.npy: x: shape (2, 4), read as --axes bshd: expected a seq axis of 3" apply $C -p 0:3 -i "$T/x.npy" $O
    refuse "$T/cut.npy: " apply $C -p 0,1 -i "$T/cut.npy" $O
    refuse "$T/none.safetensors: tensor x is absent" apply $C -p 0,1 -i "$T/none.safetensors" $O
    refuse "$T/nothing.npy: No such file or directory" apply $C -p 0,1 -i "$T/nothing.npy" $O
    refuse "$T: is a folder" apply $C -p 0,1 -i "$T" $O
    refuse '/dev/null: truncated' apply $C -p 0,1 -i /dev/null $O
    refuse '-i FILE is missing' apply $C -p 0,1 $O
    refuse '-p POSITIONS is missing' apply $C -i "$T/x.npy" $O
    refuse '--axes: sbhd: expected bshd or bhsd' apply $C -p 0,1 -i "$T/x.npy" --axes sbhd $O
    refuse '--dtype: int8: expected f64, f32, bf16 or f16' apply $C -p 0,1 -i "$T/x.npy" --dtype int8 $O
    refuse 'y would be bf16: NumPy has no name for it' apply $C -p 0,1 -i "$T/x.npy" --dtype bf16 $O
}
refuse 'standard input cannot be both CONFIG and -i' apply - -p 0,1 -i - -o "$T/refused.npy"
refuse '-o y.bin: expected a name' apply $C -p 0,1 -i "$T/x.npy" -o y.bin
refuse '--json says on standard output what was written: it needs -o FILE' apply $C -p 0,1 -i "$T/x.npy" --json
refuse "$T/no/y.npy: No such file or directory" apply $C -p 0,1 -i "$T/x.npy" -o "$T/no/y.npy"
refuse '--bits' apply $C -p 0,1 -i "$T/x.npy" --bits -o "$T/refused.npy" # as table has it: a binary file holds the bits as they are
[ ! -e "$T/refused.npy" ] && [ "$(ls "$T" | grep -c '~')" -eq 0 ]; say $? "nothing is left behind"
exit $fail
