#!/bin/sh
# SPDX-License-Identifier: MIT
# The report page: complete, self-contained, and, where chromium is installed, without an error in a real browser.
: "${B:=build}" "${GNUPLOT:=gnuplot}"
. tests/cli.sh

command -v "$GNUPLOT" >/dev/null || { echo "ok skipped: no $GNUPLOT, so no figures to show"; exit 0; }
for stem in sinusoidal wavelengths axial_2d direction; do
    mkdir -p "$T/data" "$T/figures"
    "$B/experiments/$stem" --quick --out "$T/data" >"$T/out" 2>&1; say $? "$stem runs"
    "$GNUPLOT" -c "plots/$stem.gp" "$T/data/$stem" "$T/figures/$stem" '' 'a <model> & "more"' 2>/dev/null
done
mkdir -p "$T/tree/report"
page=$T/tree/report/index.html
expect 0 "report page: $page" report --data "$T/data" --figures "$T/figures" -o "$page"
has() { grep -q -- "$1" "$page"; say $? "the page has $1"; }
has '<html lang="en">'
has 'name="viewport"'
has 'prefers-color-scheme:dark'
has '@media print'
has '<a class="skip" href="#verdicts">'
has '<math display="block"'
has "4 claims: 3 hold, 1 are refuted, all as expected"
for stem in sinusoidal wavelengths axial_2d direction; do
    has "<section class=\"claim\" id=\"$stem\" aria-labelledby=\"h-$stem\">"
    has "<a href=\"#$stem\">"
    has "experiments/$stem.c\">program</a>"
done
has 'What must fail'
has 'What is true instead'
images=$(grep -c '<img ' "$page"); [ "$images" -eq 4 ]; say $? "one image a claim: $images"
! grep -o '<img [^>]*src="[^"]\{0,5\}' "$page" | grep -qv 'src="data:'; say $? "every image is inside the page"
! grep -q 'alt=""' "$page"; say $? "every image has a text"
grep -q 'alt="Axial RoPE sees a cross' "$page"; say $? "the text of a figure states its finding"
! grep -oE '(src|href)="[^"]{0,8}' "$page" | grep -qE '="(http|//|/)'; say $? "nothing is asked for from elsewhere"
! grep -q '<script' "$page"; say $? "no script runs"
ids=$(grep -oE ' id="[^"]+"' "$page" | sort | uniq -d); [ -z "$ids" ]; say $? "no id stands twice $ids"
broken=$(grep -oE 'href="#[^"]+' "$page" | sed 's/href="#//' | sort -u | while read -r id; do grep -q " id=\"$id\"" "$page" || echo "$id"; done)
[ -z "$broken" ]; say $? "every link inside the page leads somewhere $broken"
cp "$page" "$T/first"; "$R" report --data "$T/data" --figures "$T/figures" -o "$page" >/dev/null; cmp -s "$T/first" "$page"; say $? "the same page when written again"
expect 2 'No such file' report --data "$T/data" --figures "$T/nothing" -o "$page"; one_line
cmp -s "$T/first" "$page"; say $? "a page that could not be written leaves the old one"
rm "$T/figures/direction.svg"
expect 2 'direction.svg' report --data "$T/data" --figures "$T/figures" -o "$T/other.html"; one_line
[ ! -e "$T/other.html" ]; say $? "and no half of a new one"

# The equations that claims name stand typeset in src/claims/formula_data.c as docs/derivations.md has them now.
sh docs/formulas.sh >"$T/formulas"; say $? "every equation that a claim names exists"
grep -q "/\* cksum $(cksum <"$T/formulas") \*/" src/claims/formula_data.c; say $? "the typeset equations are those of docs/derivations.md (make formulas)"

browser=$(command -v chromium || command -v chromium-browser || true)
[ -n "$browser" ] || { echo "ok skipped: no chromium to open the page in"; exit $fail; }
# A copy that says in its title what the browser made of it.
sed 's|</body>|<script>addEventListener("load",()=>{const i=[...document.images];document.title="images "+i.filter(x=>x.complete\&\&x.naturalWidth>0).length+" of "+i.length+", math "+[...document.querySelectorAll("math")].filter(m=>m.getBoundingClientRect().height>0).length+", wide "+(document.documentElement.scrollWidth>innerWidth)})</script></body>|' "$T/first" >"$T/copy.html"
for size in 390,844 1280,900; do
    "$browser" --headless --no-sandbox --disable-gpu --enable-logging=stderr --host-resolver-rules='MAP * ~NOTFOUND' --window-size=$size \
        --virtual-time-budget=8000 --user-data-dir="$T/profile" --dump-dom "file://$T/copy.html" >"$T/dom" 2>"$T/log"
    title=$(grep -o '<title>[^<]*' "$T/dom" | head -n 1)
    case $title in '<title>images 4 of 4, math '[1-9]*', wide false') true ;; *) false ;; esac; say $? "in a window of $size: $title"
    ! grep -E 'CONSOLE|ERR_' "$T/log" >"$T/errors"; say $? "no error, no request $(head -n 1 "$T/errors")"
done
exit $fail
