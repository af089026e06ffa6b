# SPDX-License-Identifier: MIT
# Figure of claim `decay_bound`.  usage: gnuplot -c plots/decay_bound.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curve = ARG1.".tsv"; ratio = ARG1.".ratio.tsv"
set datafile missing NaN
stats curve using "end" name "END" nooutput
stats curve using "walk" name "WALK" nooutput
set logscale xy; set format x POWERS; set xlabel "distance s [token]"; set xrange [1:2e5]
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1120, 560)
    set multiplot layout 1, 2 margins 0.07, 0.985, 0.11, 0.76 spacing 0.085 \
        title finding("For random queries and keys RoFormer's bound never falls below the one that knows no distance; its curve stops falling near b") font HEADLINE
    eval key_above(3)
    set title "The curve of RoFormer's figure 2 (0 … 256), and what lies beyond it"
    set ylabel "B(s) = mean |S_j|"; set yrange [1:40]; set ytics (1, 2, 5, 10, 20, 32.5)
    set object 1 rectangle from 1, graph 0 to 256, graph 1 fc rgb "#eef4f9" fs solid noborder behind
    set label 1 "shown in the paper" at 1.25, 1.25 tc rgb "#005080"
    set arrow 1 from END_max, graph 0 to END_max, graph 1 nohead lt 6
    set label 2 sprintf("zero of Ci: x_0 b = %.0f", END_max) at END_max, 27 right offset -0.6, 0 tc rgb "#505050"
    plot curve using "distance":"mean_partial_sum" with lines lt 2 lw 0.5 title "B(s), b = 10000, d = 128", \
         '' using "distance":"octave_mean" with steps lt 3 lw 2.4 title "mean over each octave", \
         '' using "distance":"walk" with lines lt 1 lw 1.4 dt 2 title sprintf("level of a random walk, %.2f", WALK_max)
    unset object 1; unset label 1; unset label 2; unset arrow 1
    set title "The bound against Σ |h_i|, which knows no distance"
    set ylabel "bound / Σ |h_i|"; set yrange [0.02:1000]; set ytics (0.1, 1, 10, 100, 1000)
    set label 1 "below 1 the bound says something" at 70, 0.64 tc rgb "#505050"
    plot ratio using "distance":"least":"largest" with filledcurves fc rgb "#c5dcec" title "Gaussian q and k, all draws", \
         '' using "distance":"median" with lines lt 2 title "median", \
         '' using "distance":"best" with lines lt 3 lw 1.6 title "best case: h_i = 1 − i/N", 1 with lines lt 1 lw 1.4 dt 2 notitle
    unset label 1; set ytics auto
    unset multiplot
    unset output
}
