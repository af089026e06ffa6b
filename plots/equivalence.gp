# SPDX-License-Identifier: MIT
# Figure of claim `equivalence`.  usage: gnuplot -c plots/equivalence.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
counts = ARG1.".tsv"; matrix = ARG1.".matrix.tsv"
stats counts using "elements" name "N" nooutput
stats counts using (column("complex") + column("half_split") + column("matrix")) name "D" nooutput
headline = sprintf("Complex, dense, interleaved and half-split after P: %d of 3 × %d compared elements differ", D_sum, N_sum)

set xrange [-0.5:7.5]; set yrange [7.5:-0.5]; set cbrange [-1:1]
set size square; unset colorbox; unset grid; set tics scale 0
set xtics 0,1,7; set ytics 0,1,7
set xlabel "input slot"; set ylabel "output slot"
shown(v) = v == 0 ? "" : sprintf("%.2f", v)
do for [i = 0:8] {
    set arrow from i - 0.5, -0.5 to i - 0.5, 7.5 nohead front lw 0.5 lc rgb "#d8d8d8"
    set arrow from -0.5, i - 0.5 to 7.5, i - 0.5 nohead front lw 0.5 lc rgb "#d8d8d8"
}
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 900, 490)
    set multiplot layout 1, 2 margins 0.06, 0.99, 0.12, 0.86 spacing 0.09 title finding(headline) font HEADLINE
    set title "R for interleaved pairs (2i, 2i+1), d = 8, m = 137"
    plot matrix using "column":"row":"interleaved" with image pixels, '' using "column":"row":(shown(column("interleaved"))) with labels font ",8"
    set title "P R Pᵀ for half-split pairs (i, i+4): same blocks, moved"
    plot matrix using "column":"row":"half_split" with image pixels, '' using "column":"row":(shown(column("half_split"))) with labels font ",8"
    unset multiplot
    unset output
}
