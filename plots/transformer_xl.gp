# SPDX-License-Identifier: MIT
# Figure of claim `transformer_xl`.  usage: gnuplot -c plots/transformer_xl.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
shifts = ARG1.".tsv"; picture = ARG1.".picture.tsv"
# White to blue by distance 0 … 5; a wrong cell is orange, the zero that was put in is grey.
shade(r) = int(255 - 30 * r) * 65536 + int(255 - 14 * r) * 256 + int(255 - 7 * r)
after(row, column, query, r) = query < 0 ? 0xdddddd : column > row ? 0xf0b48c : shade(r)
cell(query, r) = query < 0 ? "0" : sprintf("q_%d R_%d", int(query), int(r))
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1180, 450)
    set multiplot title finding("The relative shift moves every R_{m−n} to its key, but only for keys not in the future; with p_m left in, scores depend on the shift") font HEADLINE
    set size ratio -1; unset grid; unset key; set border 0
    set style fill solid border rgb "#a0a0a0"
    set xrange [-0.5:5.5]; set yrange [5.5:-0.5]; set xtics 0, 1, 5 scale 0; set ytics 0, 1, 5 scale 0
    set bmargin at screen 0.19; set tmargin at screen 0.78
    set lmargin at screen 0.045; set rmargin at screen 0.275
    set title "computed: (q_m + v) · W R_r, columns r = 5 … 0"
    set xlabel "column"; set ylabel "query m"
    plot picture using "column":"row":(0.5):(0.5):(shade(column("distance"))) with boxxyerror fc rgb variable, \
         '' using "column":"row":(cell(column("from_query"), column("distance"))) with labels font ",9"
    set label 1 "→" at screen 0.2975, 0.49 center font ",20" tc rgb "#505050"
    set lmargin at screen 0.355; set rmargin at screen 0.585
    set title "shifted: right on and below the diagonal"
    set xlabel "key n   (orange: of the next query; grey: the zero put in)"; set ylabel "query m" offset 0.5, 0
    plot picture using "column":"row":(0.5):(0.5):(after(column("row"), column("column"), column("to_query"), column("to_distance"))) \
             with boxxyerror fc rgb variable, \
         '' using "column":"row":(cell(column("to_query"), column("to_distance"))) with labels font ",9"
    unset label 1
    set size noratio; set grid; eval key_above(4); set border 3; set key font ",10"
    set lmargin at screen 0.680; set rmargin at screen 0.985; set tmargin at screen 0.68
    set xrange [0:256]; set yrange [-1:*]; set xtics 0, 64, 256 scale 0.7; set ytics auto scale 0.7
    set title "64 × 64 scores under a common shift"
    set xlabel "shift of all positions [token]"; set ylabel "change of the score" offset 0.5, 0
    plot shifts using "shift":"printed" with lines lt 3 title "with p_m, as S4 prints: largest (must fail)", \
         '' using "shift":"printed_rms" with lines lt 3 lw 1.2 dt 2 title "the same, root mean square", \
         '' using "shift":"law_rms" with lines lt 1 lw 1.2 title "√(3/2 d (1 − f)), mean over weights", \
         '' using "shift":"right" with lines lt 2 lw 3 title "u and v: exactly 0"
    unset key; set title offset 0, 0.3
    unset multiplot
    unset output
}
