# SPDX-License-Identifier: MIT
# Figure of claim `permutation`.  usage: gnuplot -c plots/permutation.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
cases = ARG1.".tsv"; map = ARG1.".map.tsv"
# Rows of the case table from the top of the right panel down.
array NAME[8] = ["no positions: f(PX) = f(X)?", "no positions: f(PX) = P f(X)?", "no positions: same mean?", "causal mask: f(PX) = P f(X)?", \
                 "RoPE by place: f(PX) = P f(X)?", "RoPE, positions travel with tokens?", "RoPE, all shifted by 10^6: same?", "RoPE, reversed: same?"]
array CASE[8] = [0, 1, 2, 10, 3, 5, 8, 9]
place(c) = sum [k=1:8] (CASE[k] == c ? k : 0)
yes(c) = c == 1 || c == 2 || c == 5 || c == 8
shown(c, x) = place(c) > 0 ? x : NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1240, 480)
    set multiplot title finding("Permuted tokens take the outputs of an attention without positions along (left); with RoPE the outputs change (middle)") font HEADLINE
    unset grid; unset key; unset border; set tics scale 0
    set bmargin at screen 0.13; set tmargin at screen 0.78
    set xrange [-0.6:19.6]; set yrange [7.6:-0.6]; set cbrange [-1.5:1.5]
    set ytics ("1" 0, "2" 1, "3" 2, "4" 3, "5" 4, "6" 5, "7" 6, "8" 7); set ylabel "row of the input, one token each"
    set xtics ("f(X)" 3.5, "f(PX)" 15.5); set xlabel "first 8 components of the outputs"
    unset colorbox
    set lmargin at screen 0.045; set rmargin at screen 0.315
    set title "no positions: same rows, in the new order"
    plot map using "column":"row":"plain" with image, \
         '' using (column("column") + 12):"row":"plain_moved" with image, \
         '' using ($1 == 0 ? 7.7 : NaN):"from":(3.6):($2 - $3) with vectors filled head size 0.5, 20 lt 2 lw 1.6
    set title "RoPE by place: no row comes back the same"; unset ylabel
    set colorbox horizontal user origin 0.375, 0.865 size 0.18, 0.018; set cbtics -1.5, 1.5 offset 0, 2.1; set cblabel ""
    set lmargin at screen 0.345; set rmargin at screen 0.615
    plot map using "column":"row":"rope" with image, \
         '' using (column("column") + 12):"row":"rope_moved" with image, \
         '' using ($1 == 0 ? 7.7 : NaN):"from":(3.6):($2 - $3) with vectors filled head size 0.5, 20 lt 3 dt 2 lw 1.6
    set border 3 lc rgb "#606060"; set tics nomirror out scale 0.7; set grid xtics; eval key_above(1); set key samplen 1 width -1
    set lmargin at screen 0.810; set rmargin at screen 0.985
    set logscale x; set xrange [1e-17:100]; set yrange [8.6:0.4]; set format x POWERS; set xtics 1e-16, 1e4 nomirror; set mxtics 1
    set for [k=1:8] ytics add (NAME[k] k); set ytics nomirror textcolor rgb "#303030"
    set xlabel "largest change of an output"
    set title "64 tokens"
    plot cases using (yes($1) ? shown($1, $2) : NaN):(place($1)) with points lt 2 ps 1.3 title " yes", \
         '' using (yes($1) ? NaN : shown($1, $2)):(place($1)) with points lt 3 ps 1.4 title " no", \
         '' using (shown($1, $3)):(place($1) - 0.3):(0):(0.6) with vectors nohead lt 1 lw 1.4 title " bound"
    unset logscale; set format x "%g"; unset key; set title offset 0, 0.3; unset xtics; unset ytics
    unset multiplot
    unset output
}
