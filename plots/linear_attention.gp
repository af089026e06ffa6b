# SPDX-License-Identifier: MIT
# Figure of claim `linear_attention`.  usage: gnuplot -c plots/linear_attention.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
sums = ARG1.".tsv"; bins = ARG1.".bins.tsv"
stats bins using (column("share") < 0 ? column("rotated") : 0) name "BELOW" nooutput
set samples 600
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1240, 440)
    set multiplot title finding("A state of fixed size computes RoFormer's (19), but its rotated weights are no average: their sums are not 1 (left), some are negative (middle)") font HEADLINE
    set bmargin at screen 0.14; set tmargin at screen 0.74; eval key_above(1)
    set lmargin at screen 0.055; set rmargin at screen 0.325
    set xrange [0:511]; set yrange [0:1.1]; set xtics 0, 128, 512; set ytics 0, 0.25, 1
    set title "sum of a query's weights"; set xlabel "position of the query [token]"; set ylabel "sum over the keys" offset 0.8, 0
    plot 1 with lines lt 6 lw 1.4 title "an average", \
         sums using "position":"full" with lines lt 2 lw 1.2 title "all keys", \
         sums using "position":"causal" with lines lt 3 lw 1.2 title "causal"
    set lmargin at screen 0.395; set rmargin at screen 0.665
    set xrange [-1:1]; set yrange [0:*]; set xtics -1, 0.5, 1; set ytics auto
    set title "weights, 512 × 512"; set xlabel "R_m φ(q) · R_n φ(k) / (|φ(q)| |φ(k)|)"; set ylabel "weights [% a bin of 0.02]" offset 0.5, 0
    set style fill solid 0.9 noborder; set boxwidth 0.02
    plot bins using (column("share")):(column("share") > 0 ? column("rotated") : 0) with boxes lc rgb "#8fc1de" title "rotated", \
         bins using (column("share")):(column("share") < 0 ? column("rotated") : 0) with boxes lc rgb RED title sprintf("below 0: %.1f %%", BELOW_sum), \
         bins using (column("share")):"plain" with histeps lt 1 lw 1.4 title "not rotated"
    set lmargin at screen 0.725; set rmargin at screen 0.985
    set xrange [0:12.5]; set yrange [-1.15:1.15]; set xtics 0, 2, 12; set ytics -1, 0.5, 1
    set title "rotated over plain denominator, one key, d = 2"; set xlabel "distance of the key [token]"; set ylabel "cos(distance)" offset 0.8, 0
    set xzeroaxis lt 1 lw 0.8
    set label 1 "2: negative" at 2.35, -0.40 tc rgb RED
    set label 2 "11: 0.0044" at 10.75, 0.14 right tc rgb RED
    plot cos(x) with lines lt 6 lw 1.2, '+' using (floor($0) <= 12 ? $0 : NaN):(cos($0)) with points lt 2 ps 0.9 title "any distance", \
         '+' using ($0 == 2 || $0 == 11 ? $0 : NaN):(cos($0)) with points lt 3 ps 1.5 title "why (19) does not rotate it"
    unset label 1; unset label 2; unset xzeroaxis; unset key; set title offset 0, 0.3
    unset multiplot
    unset output
}
