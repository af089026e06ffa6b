# SPDX-License-Identifier: MIT
# Figure of claim `base_bounds_context`.  usage: gnuplot -c plots/base_bounds_context.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
rows = ARG1.".tsv"; comb = ARG1.".comb.tsv"; windows = ARG1.".windows.tsv"
stats windows using "first" name "F" nooutput
headline = sprintf("The least base for a context has Su's two digits; the feasible bases form a comb, so bisection at 2k finds %.0f instead of %.0f", F_max, F_min)
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1180, 560)
    set multiplot layout 1, 2 margins 0.062, 0.975, 0.115, 0.755 spacing 0.09 title finding(headline) font HEADLINE
    eval key_above(3)
    set title "Least base with Σ_j cos(m θ_j) ≥ 0 at every distance m < L, d = 128"
    set logscale xy; set xrange [800:1.4e6]; set yrange [1e3:2e9]; set format y POWERS
    set xtics ("1k" 1024, "4k" 4096, "16k" 16384, "64k" 65536, "256k" 262144, "1M" 1048576)
    set xlabel "context L [token]"; set ylabel "base b"
    plot rows using "context":"asymptote" with lines lt 6 title "L/x_0, the limit's bound", \
         '' using "context":"men_printed" with lines lt 3 dt 2 title "law of Men et al.", \
         '' using "context":"men" with points lt 3 ps 0.9 title "Men et al., published", \
         '' using "context":"su" with points lt 1 pt 6 ps 1.9 title "Su, published", \
         '' using "context":"least" with points lt 2 pt 7 ps 0.8 title "the least base, proven", \
         '' using "context":(column("at_most") > 0 ? column("at_most") : 1) with points lt 2 pt 10 ps 1.1 title "an upper bound"
    unset logscale; set format "%h"; set xtics auto
    eval key_above(3)
    set title "L = 2048: the bases that allow no negative mean cosine"
    set xrange [10000:20000]; set yrange [-0.07:0.03]; set xtics 10000, 2000, 20000; set ytics -0.06, 0.02, 0.02
    set xlabel "base b"; set ylabel "least mean cosine over m < 2048"
    set xzeroaxis lt -1 lw 0.8
    set label 1 sprintf("%.0f", F_min) at F_min, 0.026 right offset -0.5, 0 front tc rgb "#303030"
    set label 2 sprintf("bisection: %.0f", F_max) at F_max, -0.03 offset 0.5, 0 front tc rgb "#303030"
    plot windows using "first":(0):"first":"last":(-0.07):(0.03) with boxxyerror fc rgb "#cfe3f1" fs solid noborder title sprintf("%d windows of feasible bases", F_records), \
         comb using "base":"least_mean_cosine" with lines lt 1 lw 1.5 title "min f(m), m < 2048"
    unset label; unset xzeroaxis; set xtics auto; set ytics auto
    unset multiplot
    unset output
}
