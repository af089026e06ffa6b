#!/bin/sh
# SPDX-License-Identifier: MIT
# page.sh DIR: the page docs/peers.md from DIR/peers.tsv, DIR/summary, DIR/*.version; lines that differ in the dtype alone become one.
: "${CC:=cc}"
W=$1
cat <<'E1'
# Real programs tried with the oracle

Written by `make docs-peers`; do not edit. Each program of [tests/peers](../tests/peers) is run on a probe, right or with a planted fault, and
its answer is given to `ropewalk check`. What each line must come to is committed in
[tests/peers/expected.tsv](../tests/peers/expected.tsv); `make peers` runs them again and fails on any deviation.

E1
cat "$W/summary"
echo
cat "$W"/*.version | sed "s/^C$/C, built by $($CC --version | head -n 1 | sed 's/[()\/]//g')/; s/^/- /"
sed 's/^/- /' "$W/skipped"
cat <<'E2'

`first`: the diagnosis is the fault. `set`: the fault is among what this evidence cannot tell from the diagnosis; such sets stand in
brackets. `a & b`: two faults that were planted, and found, together. Grades and ids: [reading-a-failure.md](reading-a-failure.md).
E2
awk -F '\t' '
    function row() {
        if (section != peer_of_line) { section = peer_of_line; printf "\n## %s\n\n| config | evidence | dtype | planted | grade | named | where |\n|---|---|---|---|---|---|---|\n", section }
        printf "| %s | %s | %s | %s | %s | %s | %s |\n", config, kind, types, planted, grade, named, verdict
    }
    NR == 1 { next }
    { key = $1 "|" $2 "|" $3 "|" $5 }
    { # lines of one program and fault stand together whatever their order
        if (!(key in seen)) { order[++count] = key; seen[key] = 1 }
        value = $6 "\t" $7 "\t" ($9 == "ok" ? ($8 == "-" ? "" : $8) : $9)
        for (k = 1; k <= parts[key]; k++) if (values[key, k] == value) break
        if (k > parts[key]) { parts[key] = k; values[key, k] = value; dtypes[key, k] = $4 }
        else dtypes[key, k] = dtypes[key, k] " " $4
        if (!($1 in peers)) { peers[$1] = 1; names[++n_peers] = $1 }
    }
    END {
        for (p = 1; p <= n_peers; p++)
            for (j = 1; j <= count; j++) {
                split(order[j], f, "|")
                if (f[1] != names[p]) continue
                for (k = 1; k <= parts[order[j]]; k++) {
                    split(values[order[j], k], v, "\t")
                    peer_of_line = f[1]; config = f[2]; kind = f[3]; planted = f[4] == "-" ? "nothing" : f[4]
                    types = dtypes[order[j], k]; grade = v[1]; named = v[2] == "-" ? "" : v[2]; verdict = v[3]
                    row()
                }
            }
    }' "$W/peers.tsv"
