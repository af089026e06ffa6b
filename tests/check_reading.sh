#!/bin/sh
# SPDX-License-Identifier: MIT
# docs/reading-a-failure.md has a section for every id that a diagnosis can have, and for no other; its links and figures hold.
. tests/cli.sh
doc=docs/reading-a-failure.md

# ids of numbers and names compare by their fixed part: base-<b>, base-10000 and "base-%.0f" are base-<>
normal() { sed -E 's/<[^>]*>/<>/g; s/%[-+.0-9]*[a-z]/<>/g; s/^(base|factor|denominator|rotary-dim|attention-factor|dynamic-seq-len|position-clamped|position-wrapped|position-unrotated|scaling-ignored-from)-[0-9].*/\1-<>/; s/^(position-offset|position-row-offset)[-+<].*/\1<>/' | sort -u; }

from_code() {
    # names as they stand; add_numbered's get a number; those of a rounding get two dtypes
    grep -hoE '"[a-z][a-z0-9]*(-[a-z0-9%.+]+)+"' src/oracle/hypothesis_*.c | tr -d '"' | sed 's/^rotary-dim$/rotary-dim-%d/' |
        awk '/-%s$/ { sub(/%s/, ""); print $0 "bf16"; print $0 "f16"; next } { print }'
    grep -hoE 'add_numbered\([^"]*"[a-z-]+"' src/oracle/hypothesis_*.c | sed 's/.*"\(.*\)"/\1-%d/'
    grep -hoE '(set_finding|add_equivalent)\([^"]*"[a-z0-9-]+"' src/oracle/diagnose.c | sed 's/.*"\(.*\)"/\1/'
}
from_zoo() { grep -hoE '\.expects = "[^"]*"' src/faults/zoo*.c | sed 's/.*"\(.*\)"/\1/; s/<[^>]*>/<>/g' | tr ' ' '\n'; }
from_peers() { grep -v '^#' tests/peers/expected.tsv | tail -n +2 | cut -f7 | grep -v '^-$' | tr '&' '\n'; }
# shellcheck disable=SC2016  # backticks of Markdown
sections() { sed -n 's/^### //p' $doc | grep -oE '`[^`]*`' | tr -d '`'; }

sections | normal >"$T/sections"
{ from_code; from_zoo; from_peers; } | normal >"$T/ids"
[ "$(wc -l <"$T/ids")" -gt 60 ]; say $? "the ids are found in the code: $(wc -l <"$T/ids")"
missing=$(comm -23 "$T/ids" "$T/sections" | tr '\n' ' ')
[ -z "$missing" ]; say $? "every id has its section $missing"
stale=$(comm -13 "$T/ids" "$T/sections" | tr '\n' ' ')
[ -z "$stale" ]; say $? "every section is that of an id $stale"

sed -n 's/^##* //p' $doc | tr 'A-Z ' 'a-z-' | sed 's/[^a-z0-9-]//g' | sort >"$T/anchors"
lost=$(grep -oE '\]\(#[^)]*\)' $doc | sed 's/](#//; s/)//' | sort -u | comm -23 - "$T/anchors" | tr '\n' ' ')
[ -z "$lost" ]; say $? "every link within the page has its heading $lost"
bare=$(awk '/^### `/ { if (name != "" && n != 4) printf "%s ", name; name = $2; n = 0 } /^- \*\*(See|Why|Fix|Had)\*\* / { n++ } END { if (n != 4) print name }' $doc)
[ -z "$bare" ]; say $? "every section says see, why, fix, had $bare"
grep -qF "$("$R" freqs preset:llama-2-7b | sed -n 4p)" $doc && grep -qF "$("$R" table preset:llama-2-7b -p 4095 | sed -n 3p)" $doc
say $? "the numbers to check the oracle by are its own"
exit $fail
