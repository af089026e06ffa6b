#!/bin/sh
# SPDX-License-Identifier: MIT
# A hundredth of `make certify`: table rows against MPFR, computed independently, and engines against the bounds of their grades.
: "${B:=build}"
log=$("$B/tests/certify" --quick)
status=$?
echo "$log" | sed 's/^FAILED /not ok /; /passed, /d'
"$B/tests/tolerances" --quick && [ "$status" -eq 0 ]
