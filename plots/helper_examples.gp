# SPDX-License-Identifier: MIT
# Figure of claim `helper_examples`.  usage: gnuplot -c plots/helper_examples.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
examples = ARG1.".tsv"; slots = ARG1.".slots.tsv"
stats examples using (column("flat") != column("printed")) name "WRONG" nooutput
headline = sprintf("S0 prints %d of 12 entries of a flat repeat\\_interleave wrong; only this order, not tile, makes the columns of eq. (17)", WRONG_sum)

# Cells: pale colours of the palette under black text, one for each source; a wrong entry is orange.
array TINT[4] = [0x9ecbe8, 0xf7d58a, 0xa9dfcb, 0xe9c3d8]
right = 0xe4eef5; wrong = 0xf0a070
letter(i) = word("a b c d", int(i) + 1)
cells = "with boxxyerror fs solid 1 border lc rgb '#ffffff' lw 1.5 fc rgb variable"
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 470)
    set multiplot title finding(headline) font HEADLINE
    unset grid; unset key; set border 0; set tics scale 0; unset xtics; set xlabel ""; set ylabel ""; set title offset 0, 0.3
    set xrange [-0.5:11.5]; set yrange [-0.5:1.5]
    set lmargin at screen 0.115; set rmargin at screen 0.505
    set bmargin at screen 0.60; set tmargin at screen 0.84
    set title "repeat\\_interleave([[1, 2], [3, 4]], 3): entries of the flat answer"
    set ytics scale 0 ("returned" 1, "printed" 0)
    plot examples using "entry":(1):(0.5):(0.42):(right) @cells, \
         '' using "entry":(0):(0.5):(0.42):(column("printed") == column("flat") ? right : wrong) @cells, \
         '' using "entry":(1):(sprintf("%d", column("flat"))) with labels font ",12", \
         '' using "entry":(0):(sprintf("%d", column("printed"))) with labels font ",12"
    set bmargin at screen 0.16; set tmargin at screen 0.40
    set title "[a, b, c, d], 3 times: whose value each entry has"
    set ytics scale 0 ("interleave" 1, "tile" 0)
    set xtics 0, 1, 11 nomirror scale 0; set xlabel "entry"
    plot examples using "entry":(1):(0.5):(0.42):(TINT[int(column("letters")) + 1]) @cells, \
         '' using "entry":(0):(0.5):(0.42):(TINT[int(column("tiled")) + 1]) @cells, \
         '' using "entry":(1):(letter(column("letters"))) with labels font ",12", \
         '' using "entry":(0):(letter(column("tiled"))) with labels font ",12"
    set border 3; set grid; set tics scale 0.7; eval key_above(2)
    set lmargin at screen 0.615; set rmargin at screen 0.985
    set bmargin at screen 0.16; set tmargin at screen 0.74
    set title "Eq. (17), d = 16: which frequency turns each slot"
    set xlabel "slot of the vector"; set ylabel "index i of θ_i"
    set xrange [-0.6:15.6]; set yrange [-0.6:7.6]; set xtics 0, 2, 14 nomirror scale 0.7; set ytics 0, 1, 7 nomirror scale 0.7
    plot slots using "slot":"right" with steps lt 2 lw 1 notitle, \
         slots using "slot":"right" with points lt 2 ps 1.1 title "interleave: a pair shares θ_i", \
         slots using "slot":"tiled" with points lt 3 ps 1.1 title "tile: it does not (must fail)"
    unset multiplot
    unset output
}
