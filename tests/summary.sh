#!/bin/sh
# SPDX-License-Identifier: MIT
# Counts what the logs of run.sh say, shows every failure, and ends with "N passed, N failed".
# A log counts its Check summary line ("Checks: 5, Failures: 0, Errors: 0") and its lines "ok …" and "not ok …"; a log with a
# non-zero exit status and no counted failure, or with nothing counted at all, is one failure more.
awk '
    function close_log() {
        if (name == "") return
        if (status != 0 || good + bad == 0) {
            if (bad == 0) bad = 1
            print "---- " name " (exit status " status ")"
            printf "%s", text
        }
        passed += good; failed += bad
    }
    FNR == 1 { close_log(); name = FILENAME; status = -1; good = bad = 0; text = "" }
    { text = text $0 "\n" }
    /Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+/ {
        line = $0; gsub(/[^0-9,]/, "", line); n = split(line, v, ",")
        failures = v[n - 1] + v[n]
        sub(/^.*Checks: /, "", $0); good += $1 - failures; bad += failures
    }
    /^ok /            { good++ }
    /^not ok /        { bad++ }
    /^exit status: /  { status = $3 }
    END { close_log(); printf "%d passed, %d failed\n", passed, failed; exit failed > 0 }
' "$@"
