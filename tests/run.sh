#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs one test: run.sh LOG COMMAND…; its output and exit status go to LOG, one line to the terminal.  Never fails: summary.sh judges.
log=$1
shift
mkdir -p "$(dirname "$log")"
"$@" >"$log" 2>&1
status=$?
echo "exit status: $status" >>"$log"
name=$(basename "$log" .log)
if [ "$status" -eq 0 ]; then
    echo "  ok      $name"
else
    echo "  FAILED  $name"
fi
