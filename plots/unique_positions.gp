# SPDX-License-Identifier: MIT
# Figure of claim `unique_positions`.  usage: gnuplot -c plots/unique_positions.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"; clock = ARG1.".clock.tsv"
back(k) = k == 6 || k == 44 || k == 333 || k == 710
stats curves using (column("k") == 1 ? column("thirty_two") : NaN) name "NEXT" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 540)
    set multiplot title finding("All positions differ on one clock, but 0 and 710 only by 0.00006, as 355/113 ≈ π; on 32 clocks neighbours are the closest") font HEADLINE
    set lmargin at screen 0.065; set rmargin at screen 0.60; set bmargin at screen 0.12; set tmargin at screen 0.80
    eval key_above(1)
    set logscale xy; set xrange [1:1e5]; set yrange [2e-5:30]; set format xy POWERS
    set title "Distance of two encodings (beyond 100: smallest within 1/250 decade)"
    set xlabel "distance k of the positions [token]"; set ylabel "|PE_i − PE_{i+k}|"
    set arrow 1 from 1, NEXT_max to 1e5, NEXT_max nohead lt 6 back
    set label 1 sprintf("neighbours, d = 64: %.2f", NEXT_max) at 9e4, 3.2 right tc rgb "#505050"
    set label 2 "k = 6: π ≈ 3" at 6, 0.28 offset 0.4, -0.9
    set label 3 "k = 44: π ≈ 22/7" at 44, 0.0177 right offset -1, -0.5
    set label 4 "k = 333: π ≈ 333/106" at 333, 0.0088 right offset -1, -0.6
    set label 5 "k = 710: π ≈ 355/113" at 710, 6.03e-5 right offset -1, 0
    plot curves using "k":"one" with points lt 2 ps 0.25 pt 7 title "d = 2", \
         '' using "k":"two" with points lt 3 ps 0.25 pt 7 title "d = 4", \
         '' using "k":"thirty_two" with lines lt 4 lw 1.5 title "d = 64", \
         clock using (back(column("k")) ? column("k") : NaN):"distance" with points lt 1 pt 6 ps 1.1
    unset arrow; unset label; unset logscale; unset key
    set lmargin at screen 0.64; set rmargin at screen 0.99; set tmargin at screen 0.84; set bmargin at screen 0.05
    set size ratio -1; unset border; unset grid; set tics scale 0; set format xy ""; set xlabel ""; set ylabel ""
    set xrange [-760:760]; set yrange [-760:760]; set title "d = 2 is a clock: position k at angle k, radius k"
    set arrow 2 from 0, 0 to 0, 750 nohead lt 1 lw 1 back
    set label 4 "333" at 0, 333 left offset 0.8, 0 front
    set label 5 "710" at 0, 710 left offset 0.8, 0.2 front
    set label 6 "44 arms: after 44 tokens\nthe hand is back but for 1°" at 0, -760 center offset 0, 0.6 tc rgb "#505050" front
    plot clock using "x":"y" with points lt 2 pt 7 ps 0.28, \
         '' using (back(column("k")) ? column("x") : NaN):"y" with points lt 1 pt 6 ps 1.1
    unset arrow; unset label; set size noratio; set border 3 lc rgb "#606060"; set tics scale 0.7
    set grid back lt -1 dt 1 lw 0.5 lc rgb "#e4e4e4"; set format xy "%h"
    unset multiplot
    unset output
}
