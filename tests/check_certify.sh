#!/bin/sh
# SPDX-License-Identifier: MIT
# A hundredth of `make certify`: table rows against MPFR, computed independently.
: "${B:=build}"
log=$("$B/tests/certify" --quick)
status=$?
echo "$log" | sed 's/^FAILED /not ok /; /passed, /d'
exit $status
