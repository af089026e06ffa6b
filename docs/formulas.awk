# SPDX-License-Identifier: MIT
# The numbered equations of docs/derivations.md, one a line: number, tab, TeX.  An equation is the display before its number.
function end_of_display(text) { sub(/\$\$[ .,]*$/, "", text); return text }
function keep(text) { last = last == "" ? text : last " \\qquad " text; inside = 0 }
inside {
    if ($0 ~ /\$\$[ .,]*$/) keep(buffer " " end_of_display($0))
    else buffer = buffer " " $0
    next
}
/^\$\$/ {
    line = substr($0, 3)
    if (line ~ /\$\$[ .,]*$/) keep(end_of_display(line))
    else { buffer = line; inside = 1 }
    next
}
/^\*\*\(D[0-9.]+\)\*\*/ {
    match($0, /D[0-9.]+/)
    if (last != "") print substr($0, RSTART, RLENGTH) "\t" last
    last = ""
    next
}
/^[A-Z#!]/ { last = "" }
