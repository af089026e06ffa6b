# SPDX-License-Identifier: MIT
# Figure of claim `position_decoding`.  usage: gnuplot -c plots/position_decoding.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
limits = ARG1.".tsv"; rates = ARG1.".rates.tsv"; scores = ARG1.".scores.tsv"
set datafile missing NaN
above(p) = p > 0 ? p : NaN  # a bound of 0 says nothing
stats limits using "threshold" name "EDGE" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 540)
    set multiplot title finding("64 noisy phases give a position among 8192: exactly at 0.3 rad, nearly always within 3 tokens at 1 rad, not at 2 rad") font HEADLINE
    set lmargin at screen 0.065; set rmargin at screen 0.525; set bmargin at screen 0.12; set tmargin at screen 0.74
    eval key_above(4); set key width -2
    set title "How often the most likely position is right"
    set xlabel "noise σ of each phase [rad]"; set ylabel "share of the draws"
    set xrange [0:2.5]; set yrange [0:1.06]; set xtics 0.5; set ytics 0.2
    set arrow 1 from EDGE_max, 0 to EDGE_max, 1 nohead lt 6
    set label 1 sprintf("beyond %.2f rad\n64 phases hold less\nthan ln 8192 nat", EDGE_max) at 1.75, 0.93 front tc rgb "#303030"
    plot limits using "sigma":"at_most":(1) with filledcurves fc rgb "#e4e4e4" title "no decoder is exact so often", \
         '' using "sigma":(above(column("near_at_least"))) with lines lt 2 dt 2 title "union bound, within 3", \
         '' using "sigma":(above(column("exact_at_least"))) with lines lt 3 dt 2 title "union bound, exactly", \
         rates using "sigma":"near" with linespoints lt 2 lw 1.2 pt 5 ps 0.8 title "measured, within 3 tokens", \
         '' using "sigma":"exact" with linespoints lt 3 lw 1.2 pt 9 ps 1 title "measured, exactly", \
         '' using "sigma":"near_gaussian" with points lt 1 pt 4 ps 1.1 title "within 3, Gaussian noise", \
         '' using "sigma":"exact_gaussian" with points lt 1 pt 8 ps 1.3 title "exactly, Gaussian noise"
    unset arrow; unset label
    set lmargin at screen 0.60; set rmargin at screen 0.985
    eval key_above(4); set key width 0
    set title "One draw: the score of positions near the right one"
    set xlabel "candidate − right position [token]"; set ylabel "(1/64) Σ cos(ψ_t − m θ_t)"
    set xrange [-60:60]; set yrange [-0.2:1.06]; set xtics 20; set xzeroaxis lt -1 lw 0.8
    plot scores using "offset":"fine" with lines lt 2 title "0.3 rad", \
         '' using "offset":"coarse" with lines lt 3 title "1 rad", \
         '' using "offset":"lost" with lines lt 4 title "2 rad", \
         '' using "offset":"fine_mean" with lines lt 1 lw 1.2 dt 3 title "expected: f(k) exp(−σ²/2)", \
         '' using "offset":"coarse_mean" with lines lt 1 lw 1.2 dt 3, '' using "offset":"lost_mean" with lines lt 1 lw 1.2 dt 3
    unset xzeroaxis; set xtics auto; set ytics auto
    unset multiplot
    unset output
}
