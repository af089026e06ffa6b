# SPDX-License-Identifier: MIT
# Reads the cases (number, peer, config, kind, dtype, planted, expected grade, name, where) and the JSON of each verdict in dir;
# prints what was found beside it and whether it is as expected; the counts go to dir/../summary.  Exit status 1 on any deviation.
function text(line) { sub(/^[^:]*: */, "", line); gsub(/[",]/, "", line); return line }

# grade, ids[1..n], sets[1..n] of a verdict; 0 when there is none
function read_verdict(file,    line, in_set, depth, found) {
    delete ids; delete sets; n = 0; grade = ""; in_set = 0; in_runner = 0; found = 0
    while ((getline line < file) > 0) {
        if (line ~ /^ *"grade":/) { grade = text(line); found = 1 }
        else if (line ~ /"runner_up": *[{]/) in_runner = 1
        else if (in_runner && line ~ /[}]/) in_runner = 0
        else if (!in_runner && line ~ /"id":/) { ids[++n] = text(line); sets[n] = "" }
        else if (line ~ /"equivalent": *\[ *$/) in_set = 1
        else if (in_set && line ~ /\]/) in_set = 0
        else if (in_set) { gsub(/[ ",]/, "", line); sets[n] = sets[n] (sets[n] == "" ? "" : " ") line }
    }
    close(file)
    return found
}

# where the name stands: first, set, or nowhere
function place(name,    k, words, count, j) {
    for (k = 1; k <= n; k++) if (ids[k] == name) return "first"
    for (k = 1; k <= n; k++) {
        count = split(sets[k], words, " ")
        for (j = 1; j <= count; j++) if (words[j] == name) return "set"
    }
    return "nowhere"
}

function where_is(names,    parts, count, k, p, worst) {
    if (names == "-") return n == 0 ? "-" : "named"
    count = split(names, parts, "&")
    worst = "first"
    if (n != count) return "nowhere"
    for (k = 1; k <= count; k++) {
        p = place(parts[k])
        if (p == "nowhere") return p
        if (p == "set") worst = p
    }
    return worst
}

BEGIN { print "peer", "config", "kind", "dtype", "planted", "grade", "named", "where", "verdict" }
{
    split($2, peer, "/")
    if (!read_verdict(dir "/" $1 ".json")) {
        verdict = (system("test -e " dir "/../" peer[1] ".version") == 0) ? "MISSED: no verdict" : "skipped"
        grade = named = where = "-"
    } else {
        named = ""
        for (k = 1; k <= n; k++) named = named (k > 1 ? " & " : "") ids[k] (sets[k] == "" ? "" : " (or " sets[k] ")")
        if (named == "") named = "-"
        where = where_is($8)
        verdict = "ok"
        if ($7 == "FAIL" ? grade != "FAIL" : grade == "FAIL" || grade > $7) verdict = "MISSED: expected grade " $7
        else if (where != $9) verdict = "MISSED: expected " $8 ", " $9
        if ($6 == "-" && grade == "FAIL") alarms++
    }
    if (verdict == "skipped") skipped++
    else if (verdict != "ok") missed++
    else if ($6 == "-") right++
    else if ($7 != "FAIL") invisible++
    else if (where == "first") first++
    else set++
    print $2, $3, $4, $5, $6, grade, named, where, verdict
}
END {
    printf "%d programs tried: %d right ones reach their grade, %d false alarms; %d faults named first, %d within a set; %d that their evidence cannot show pass; %d deviations; %d skipped\n",
        right + first + set + invisible + missed, right, alarms, first, set, invisible, missed, skipped > (dir "/../summary")
    exit missed > 0
}
