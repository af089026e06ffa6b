# SPDX-License-Identifier: MIT
# Figure of claim `extrapolation_bound`.  usage: gnuplot -c plots/extrapolation_bound.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
plotted = ARG1.".tsv"; far = ARG1.".far.tsv"
stats far using "first" name "FIRST" nooutput
stats far using "at" name "AT" nooutput
stats far using "lowest" name "LOWEST" nooutput
stats far using "law" name "LAW" nooutput
stats plotted using "distance":"d128" name "PLOT" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1120, 540)
    set multiplot layout 1, 2 margins 0.065, 0.985, 0.115, 0.79 spacing 0.085 \
        title sprintf("B(s)/d ≥ 1 holds on the published plot, with %.2f as its least, and fails beyond it from s = %d on", PLOT_min_y, FIRST_max) font HEADLINE
    eval key_above(2)
    set logscale y; set yrange [0.2:20]; set ytics (0.25, 0.5, 1, 2, 4, 8, 16)
    set xlabel "distance s [token]"; set ylabel "B(s)/d"
    set title "The published range, s = 0 … 4095"
    set xrange [0:4096]; set xtics 0, 1024
    set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead lt 1 lw 1.4 front
    set label 1 sprintf("least %.3f at %d", PLOT_min_y, PLOT_pos_min_y) at PLOT_pos_min_y + 60, 10 right front
    set arrow 2 from PLOT_pos_min_y, 8.8 to PLOT_pos_min_y, PLOT_min_y * 1.1 head filled size screen 0.006, 20 lt 1 lw 1.4 front
    set label 2 "(d + 2)/8 = 16.25" at 60, 16.25 left offset 0.6, 0 tc rgb "#505050"
    plot plotted using "distance":"d8" every 4 with lines lt 5 lw 0.5 title "d = 8", \
         '' using "distance":"d64" with lines lt 4 lw 0.8 title "d = 64", \
         '' using "distance":"d128" with lines lt 2 lw 1.2 title "d = 128: PI's figure 5"
    unset label 1; unset label 2
    set title "d = 128 and on: all integers between neighbouring points"
    set logscale x; set format x POWERS; set xrange [1:2e5]; set xtics 1, 10
    set object 1 rectangle from 1, graph 0 to 4095, graph 1 fc rgb "#f2f2f2" fs solid noborder behind
    set label 1 "published range" at 3200, 17 right tc rgb "#505050"
    set label 2 sprintf("first below 1: %d ", FIRST_max) at FIRST_max, 1 point pt 6 ps 1.2 lc rgb "black" right offset -0.8, -0.8 front
    set label 3 sprintf("least %.3f at %d", LOWEST_max, AT_max) at AT_max, LOWEST_max point pt 6 ps 1.2 lc rgb "black" right offset -1, -0.4 front
    set arrow 2 from graph 0, first 0.25 to graph 1, first 0.25 nohead lt 3 dt 4 lw 1.6
    set label 4 "never below 1/4: there 2 max |h| B(s) = d/2 max |h|" at 1.25, 0.25 left offset 0, 0.7 tc rgb "#505050"
    plot far using "distance":"least":"largest" with filledcurves fc rgb "#8fc1de" title "least to largest", \
         '' using "distance":"mean" with lines lt 2 title "mean", \
         '' using "distance":"least" with lines lt 2 lw 0.6, \
         '' using "distance":(column("distance") > 1000 ? column("law") : NaN) with lines lt 3 dt 2 title sprintf("independent pairs: %.2f", LAW_max)
    unset arrow; unset label 1; unset label 2; unset label 3; unset label 4; unset object; unset logscale; set format x "%h"; set ytics auto
    unset multiplot
    unset output
}
