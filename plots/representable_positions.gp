# SPDX-License-Identifier: MIT
# Figure of claim `representable_positions`.  usage: gnuplot -c plots/representable_positions.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
stairs = ARG1.".tsv"; binades = ARG1.".binades.tsv"
set datafile missing NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 520)
    set multiplot layout 1, 2 margins 0.07, 0.985, 0.12, 0.79 spacing 0.09 \
        title finding("bf16 gives 64 neighbouring positions beyond 8192 one number: from 257 on, ever more tokens share a place") font HEADLINE
    eval key_above(2)
    set title "What becomes of the positions 8000 … 8400"
    set xlabel "position p [token]"; set ylabel "rounded position [token]"
    set xrange [8000:8400]; set yrange [7980:8420]; set xtics 8000, 100, 8400
    set label 2 "" at 8189.5, 8192 point lt 3 ps 1
    set label 1 "8188 … 8191 → 8192" at 8184, 8218 right tc rgb RED
    plot stairs using "position":"position" with lines lt 6 title "p itself (f32)", \
         '' using "position":"f16" with lines lt 4 lw 1.5 title "f16: steps of 4, then 8", \
         '' using "position":"bf16" with lines lt 2 title "bf16: steps of 32, then 64"
    unset arrow; unset label
    set title "Neighbours p, p + 1 that become one number"
    set xlabel "binade of p [token]"; set ylabel "share of all neighbours"
    set xrange [4:24.5]; set yrange [-0.02:1.05]; set xtics 4, 2, 24; set format x "2^{%g}"
    plot binades using "exponent":"law_bf16" with lines lt 2 lw 1.2 dt 2 title "1 − 2^{−(e−7)}", \
         '' using "exponent":($1 < 16 ? column("law_f16") : NaN) with lines lt 4 lw 1.2 dt 2 title "1 − 2^{−(e−10)}", \
         '' using "exponent":"bf16" with points lt 2 title "bf16, counted", \
         '' using "exponent":"f16" with points lt 4 title "f16 (from 2^{16}: infinite)", \
         '' using "exponent":"f32" with points lt 1 ps 0.6 title "f32"
    set format x "%h"
    unset multiplot
    unset output
}
