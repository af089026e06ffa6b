# SPDX-License-Identifier: MIT
# Figure of claim `errata`.  usage: gnuplot -c plots/errata.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
run = ARG1.".tsv"; documents = ARG1.".documents.tsv"
NAME = "S0 S1 S2 S3 S4 papers"
# What each erratum that is run is about.
array SHORT[64]
SHORT[1] = "repeat\\_interleave, flat"; SHORT[6] = "R_{m−n} for R_{n−m}"; SHORT[7] = "A cos − B sin"; SHORT[8] = "θ_i counted from 1"
SHORT[10] = "two Q_{n+1}"; SHORT[11] = "distances by R^{−1}"; SHORT[12] = "rotation about an axis"; SHORT[14] = "decay at every step"
SHORT[22] = "10000**−2i/d"; SHORT[24] = "loop, exponent doubled"; SHORT[28] = "distance proportional"; SHORT[29] = "permutation: unchanged"
SHORT[30] = "geometric, so unique"; SHORT[31] = "positions from 0"; SHORT[32] = "cos(k_i j)"; SHORT[33] = "rows of (5)"
SHORT[34] = "(7): p_m for u, v"; SHORT[36] = "(16): W_q R_{m−n}"; SHORT[38] = "mask −1e-9"; SHORT[39] = "table for each head"
SHORT[40] = "RoFormer (16): W_q"; SHORT[41] = "PI (14): c^x ≤ 1 + x ln c"; SHORT[45] = "R^k P_n for any P"; SHORT[48] = "no order left"
SHORT[49] = "PE(i) − PE(j) by i − j"; SHORT[52] = "in [−1, 1], so small"; SHORT[55] = "sum of g over x^{(i)}"; SHORT[57] = "wavelengths to 10000·2π"; SHORT[58] = "PI: B(s)/d ≥ 1"
stats run using "place" name "P" nooutput
array NUMBER[int(P_max)]; array OF[int(P_max)]
stats run using (NUMBER[int(column("place"))] = int(column("number")), OF[int(column("place"))] = int(column("document")), 0) nooutput
large = 0; stats run using (large = large + (column("relative") >= 0.1), 0) nooutput
numeric = 0; textual = 0
stats documents using (numeric = numeric + column("numeric"), textual = textual + column("textual"), 0) nooutput
# A blank row between documents, and from the top down.
y(place, document) = -(place + 0.8 * document)
whole = 0; stats run using (whole = whole + (column("relative") >= 0.99), 0) nooutput
headline = sprintf("%d errata: %d change a number, %d by a tenth of it or more, %d by about all of it or more; %d are words, or stop a program", numeric + textual, numeric, large, whole, textual)
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1000, 820)
    set multiplot title finding(headline) font HEADLINE
    set lmargin at screen 0.285; set rmargin at screen 0.72; set bmargin at screen 0.085; set tmargin at screen 0.90
    unset key; set logscale x; set format x POWERS
    set xrange [5e-5:1000]; set yrange [y(P_max, 5) - 0.8 : y(1, 0) + 0.8]
    set title "What is run: size of the consequence"
    set xlabel "|printed − true| / |true|"
    set xtics nomirror auto font ",11"; unset ytics; set ylabel ""; set grid noy x
    do for [k = 1:int(P_max)] {
        set label 100 + k sprintf("E%d  %s", NUMBER[k], SHORT[NUMBER[k]]) at graph -0.015, first y(k, OF[k]) right font ",9.5" tc rgb "#303030"
    }
    do for [d = 0:5] {
        first_of = 0; last_of = 0
        do for [k = 1:int(P_max)] { if (OF[k] == d) { if (first_of == 0) { first_of = k }; last_of = k } }
        set label 200 + d word(NAME, d + 1) at screen 0.035, first y(0.5 * (first_of + last_of), d) center font "DejaVu Sans Bold,11"
        set arrow 200 + d from screen 0.065, first y(first_of, d) + 0.4 to screen 0.065, first y(last_of, d) - 0.4 nohead lc rgb "#767676" lw 1.5
    }
    set arrow 300 from 1, graph 0 to 1, graph 1 nohead lt 6 back
    set label 300 "as large as the truth" at 1.2, graph 0.985 font ",8.5" tc rgb "#505050"
    plot run using (5e-5):(y(column("place"), column("document"))):(column("relative") - 5e-5):(0) with vectors nohead lc rgb "#8fc1de" lw 2, \
         run using (column("relative") < 0.99 ? column("relative") : NaN):(y(column("place"), column("document"))) with points lt 2 pt 7 ps 0.9, \
         run using (column("relative") < 0.99 ? NaN : column("relative")):(y(column("place"), column("document"))) with points lt 3 ps 1.1
    unset label; unset arrow
    unset logscale x; set format x "%g"; set lmargin at screen 0.79; set rmargin at screen 0.985
    set xrange [-0.6:5.6]; set yrange [0:17]; set ytics nomirror 0, 5, 15; set grid y; set grid nox
    set xtics ("S0" 0, "S1" 1, "S2" 2, "S3" 3, "S4" 4, "papers" 5) font ",9"
    set title "How many, by document"; set xlabel ""; set ylabel "errata" offset 1.5, 0
    set bmargin at screen 0.42; set tmargin at screen 0.90
    set boxwidth 0.7; set style fill solid
    set label 1 "grey: words, or an error raised" at graph 0.02, 0.965 font ",9" tc rgb "#606060"
    set label 2 "blue: run, as on the left" at graph 0.02, 0.905 font ",9" tc rgb BLUE
    plot documents using "document":(column("numeric") + column("textual")) with boxes lc rgb "#c8c8c8", \
         documents using "document":"numeric" with boxes lt 2
    unset label
    unset multiplot
    unset output
}
