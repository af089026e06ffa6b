#!/bin/sh
# SPDX-License-Identifier: MIT
# Real programs tried with the oracle: every line of tests/peers/expected.tsv is one program, right or with a planted fault.
# A program whose language is not installed is skipped, by name and reason; nothing is installed.
# The table goes to $B/peers/peers.tsv and, as a page, to $B/peers/peers.md; exit status 1 on any deviation.
: "${B:=build}" "${CC:=cc}" "${PYTHON:=/usr/bin/python3}" "${NODE:=node}"
R=$PWD/$B/ropewalk
here=tests/peers
W=$B/peers
ROWS=0:4096 # of the tables asked for
rm -rf "$W" && mkdir -p "$W/answers" "$W/jobs" || exit 2
grep -v '^#' $here/expected.tsv | tail -n +2 | awk -F '\t' -v OFS='\t' '{ print NR, $0 }' >"$W/cases.tsv"

# ---- Which programs there are ----
is_there() { # PEER COMMAND…: its version line, or the reason why it is skipped
    peer=$1
    shift
    if "$@" --version >"$W/$peer.version" 2>"$W/$peer.why"; then return 0; fi
    rm -f "$W/$peer.version"
    return 1
}
skip() { echo "skipped $1: $2" | tee -a "$W/skipped"; }
: >"$W/skipped"
is_there torch "$PYTHON" $here/rope_torch.py || skip torch "PyTorch does not load in $PYTHON (Debian: python3-torch)"
is_there numpy "$PYTHON" $here/rope_numpy.py || skip numpy "NumPy does not load in $PYTHON (Debian: python3-numpy)"
# shellcheck disable=SC2086  # CC may hold options
if $CC -std=c11 -O2 -ffp-contract=off -o "$W/rope" $here/rope.c -lm; then is_there c "$W/rope"; else skip c "$CC does not build $here/rope.c"; fi
is_there js "$NODE" $here/rope.js || skip js "$NODE does not run (Debian: nodejs)"
is_there ort "$NODE" $here/rope_ort.js || skip ort "onnxruntime-web is not where $NODE finds it (npm install onnxruntime-web, NODE_PATH)"

# ---- Probes, answers ----
probe_of() { # CONFIG DTYPE KIND: the file
    echo "$W/$(printf '%s' "$1" | tr -c 'a-z0-9.-' _).$2.$3.safetensors"
}
while IFS='	' read -r n peer config kind dtype planted rest; do
    family=${peer%%/*} model=${config%% *} options=- probe=-
    [ -e "$W/$family.version" ] || continue
    [ "$model" = "$config" ] || options=${config#* }
    if [ "$kind" = y ] || [ "$kind" = scores ]; then
        probe=$(probe_of "$config" "$dtype" "$kind")
        scores=
        [ "$kind" = y ] || scores=--scores
        # shellcheck disable=SC2086  # options are words
        [ -e "$probe" ] || "$R" probe preset:$config --dtype "$dtype" $scores -o "$probe" --quiet || exit 2
    fi
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "${peer#*/}" "$model" "$options" "$kind" "$dtype" "$planted" $ROWS "$probe" \
        "$W/answers/$n.safetensors" >>"$W/jobs/$family"
done <"$W/cases.tsv"
answers() { # PEER COMMAND…
    [ -e "$W/$1.version" ] || return 0
    peer=$1
    shift
    "$@" <"$W/jobs/$peer" || echo "$peer: its program failed" >&2
}
answers torch "$PYTHON" $here/rope_torch.py &
answers numpy "$PYTHON" $here/rope_numpy.py
answers c "$W/rope"
answers js "$NODE" $here/rope.js
answers ort "$NODE" $here/rope_ort.js
wait

# ---- Verdicts ----
judge() { # NUMBER: the verdict of a case, as JSON
    line=$(sed -n "$1p" "$W/cases.tsv")
    IFS='	' read -r n peer config kind dtype planted rest <<EOF
$line
EOF
    answer=$W/answers/$n.safetensors
    [ -e "$answer" ] || return 0
    case $kind in
    table) set -- -p $ROWS ;;
    inv_freq) set -- ;;
    *) set -- "$(probe_of "$config" "$dtype" "$kind")" ;;
    esac
    # shellcheck disable=SC2086
    "$R" check preset:$config "$@" "$answer" --json >"$W/answers/$n.json" 2>"$W/answers/$n.err"
}
total=$(wc -l <"$W/cases.tsv")
half() { n=$1; while [ "$n" -le "$total" ]; do judge "$n"; n=$((n + 2)); done; }
half 1 &
half 2
wait

# One line a case: grade, names, verdict.  Names: finding, then in brackets what the evidence cannot tell from it.
awk -F '\t' -v OFS='\t' -v dir="$W/answers" -v skips="$W/skipped" -f $here/verdicts.awk "$W/cases.tsv" >"$W/peers.tsv"
status=$?
column -t -s '	' "$W/peers.tsv" 2>/dev/null || cat "$W/peers.tsv"
cat "$W/skipped"
cat "$W/summary"
sh $here/page.sh "$W" >"$W/peers.md"
exit $status
