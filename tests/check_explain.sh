#!/bin/sh
# SPDX-License-Identifier: MIT
# ropewalk explain: what the page says of published models, as text and as JSON.
. tests/cli.sh
page() { "$R" explain "$@" >"$T/page" 2>"$T/err"; say $? "explain $* $(head -n 1 "$T/err")"; }
says() { grep -qF -e "$1" "$T/page"; say $? "says: $1"; }

"$R" presets | awk 'NR > 1 && $2 != "-" { print $1 }' >"$T/presets"
[ "$(wc -l <"$T/presets")" -ge 24 ]; say $? "$(wc -l <"$T/presets") presets with rotary positions"
while read -r preset; do
    "$R" explain "preset:$preset" --quiet >"$T/page" 2>"$T/err" && [ ! -s "$T/err" ] && [ "$(wc -l <"$T/page")" -ge 15 ] &&
        ! grep -qiE 'nan|[^a-z]inf[^a-z]' "$T/page" && head -n 1 "$T/page" | grep -qF "preset:$preset"
    say $? "explain preset:$preset"
    "$R" explain "preset:$preset" --json --quiet >"$T/json" 2>"$T/err" && [ ! -s "$T/err" ] && ! grep -qiE 'nan|[^a-z]inf[^a-z_]' "$T/json"
    say $? "explain preset:$preset --json"
    if command -v python3 >/dev/null; then python3 -m json.tool "$T/json" >/dev/null; say $? "it parses"; fi
done <"$T/presets"
for preset in bloom falcon-rw-1b; do refuse "preset:$preset: " explain preset:$preset; done

page preset:llama-2-7b
says '46 of 64 pairs complete a turn within the context; never: pairs 46 .. 63.'
says 'first falls below zero at distance 1707'
says 'rule          default: theta_i = 10000^(-2i/128), plain RoPE'
says 'head_dim      128, of which 128 slots in 64 pairs are rotated'
says 'context       4096 tokens'
page preset:llama-3.1-8b
says 'llama3: waves shorter than 2048 tokens keep 500000^(-2i/128), waves longer than 8192 are slowed 8 times'
says 'pairs   0 .. 28   as without the rule'
says 'pairs  29 .. 34   slowed 1.20748 to 5.25733 times'
says 'pairs  35 .. 63   slowed 8 times'
says '131072 tokens, 8192 before it was stretched'
page preset:llama-3.2-1b
says 'pairs   0 .. 14   as without the rule'
says 'pairs  18 .. 31   slowed 32 times'
page preset:deepseek-v3
says 'the ramp between runs from pair 10 to pair 23, rounded outwards'
says 'pairs with more than 32 turns within 4096 tokens keep 10000^(-2i/64), those with less than 1 are slowed 40 times'
says '1.368888 squared, 1.873854'
says 'pairs  23 .. 31   slowed 40 times'
says 'interleaved: pair i is slots 2i and 2i + 1 (as Hugging Face has model_type deepseek_v3)'
page preset:deepseek-v2-lite
says 'squared, 1.589626'
page preset:gpt-oss-20b
says 'the ramp between runs from pair 8.0927791 to pair 17.398025, not rounded (truncate false)'
says 'attention_factor 1.34657359 multiplies cos and sin, and so every score by 1.8132604'
page preset:phi-3-mini-128k
says 'attention_factor 1.190238071'
says 'from the short list (texts up to 4096 tokens)'
says 'slowed 1.1 to 3.05 times'
page preset:phi-3-mini-128k --seq-len 131072
says 'from the long list (texts beyond 4096 tokens)'
says 'slowed 1.07 to 64.76 times'
page preset:gpt-j-6b
says 'interleaved: pair i is slots 2i and 2i + 1 (as Hugging Face has model_type gptj)'
says '256, of which 64 slots in 32 pairs are rotated and 192 pass unchanged'
page preset:gpt-j-6b --layout half_split
says 'half_split: pair i is slots i and i + 32 (by --layout)'
page preset:gemma-3-4b --layer-type full_attention
says 'preset:gemma-3-4b, layers of type full_attention'
says 'linear: theta_i = 1000000^(-2i/256) / 8: every position counts 0.125 of one'
says 'pairs   0 .. 127  slowed 8 times'
page preset:gemma-3-4b --layer-type sliding_attention
says 'preset:gemma-3-4b, layers of type sliding_attention'
says 'default: theta_i = 10000^(-2i/256), plain RoPE'
page preset:gemma-4 --layer-type full_attention
says 'for the first 64 pairs, spaced as in a whole head; the others stand still'
says 'pairs  64 .. 255  stand still'
page preset:qwen3-vl
says 'have 3 axes (time, height, width): 24 + 20 + 20 pairs, in turn from pair to pair'
page preset:qwen2-vl-7b
says '16 + 24 + 24 pairs, one after another'
page preset:roformer-base
says 'context       not stated by the config'
D=head_dim=128,rope_theta=10000,rope_type=dynamic,factor=10,max_position_embeddings=2048
page $D --seq-len 16384
says 'base 759702.23 in place of 10000' # Hugging Face's own test case
says '(model family unknown: Hugging Face'
page $D
says 'unscaled for texts of up to'
page head_dim=128,rope_theta=10000,rope_type=ntk,factor=8
says 'base 82684.623 in place of 10000'
printf '{"head_dim": 128, "rope_theta": 5e5, "max_position_embeddings": 8192}' >"$T/config.json"
page "$T/config.json"
says 'pairs complete a turn within the context'
timeout 60 "$R" explain head_dim=8192,rope_theta=1e6,max_position_embeddings=1048576 >/dev/null; say $? "explain of a huge head ends"
timeout 60 "$R" explain head_dim=131072,rope_theta=1e6,max_position_embeddings=2147483648 >/dev/null; say $? "explain of an absurd head ends"
# an attention factor weighs the slots that turn against those that pass (distances from decimal arithmetic)
page head_dim=128,partial_rotary_factor=0.75,rope_theta=10000,rope_type=yarn,factor=32,original_max_position_embeddings=4096,max_position_embeddings=131072
says 'below zero at distance 72373'
says 'the rotated part of every score'
page head_dim=64,partial_rotary_factor=0.5,rope_theta=10000,rope_type=yarn,factor=4,attention_factor=2,original_max_position_embeddings=4096
says 'below zero at distance 5179'
# the short list of longrope is for texts up to the original context
page preset:phi-3-mini-128k
says 'this page is about texts of up to 4096'
says '31 of 48 pairs complete a turn within such a text'
page head_dim=2,rope_theta=7

"$R" explain preset:llama-2-7b --json | tr -d ' \n' >"$T/json"
grep -q '^{"rope_type":"default","layout":"half_split","head_dim":128,"rotary_dim":128,"rope_theta":10000,"attention_factor":{"bits":"3ff0000000000000","dec":"1.0000000000000000"},"model_type":"llama","layer_type":"","max_position_embeddings":4096,"original_max_position_embeddings":null,"factor":null,"span":4096,"full_turn_pairs":46,"still_pairs":0,"first_negative_distance":1707,' "$T/json"
say $? "explain --json: the head of freqs --json, then what the page says"
exit $fail
