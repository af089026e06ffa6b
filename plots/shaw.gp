# SPDX-License-Identifier: MIT
# Figure of claim `shaw`.  usage: gnuplot -c plots/shaw.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
profile = ARG1.".tsv"; map = ARG1.".map.tsv"
stats map using "score" name "S" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1160, 450)
    set multiplot title finding("Shaw's embeddings see m − n, and nothing beyond the clip: identical tokens get 9 scores, one for each row of the table") font HEADLINE
    set bmargin at screen 0.17; set tmargin at screen 0.76
    # The map: one colour a row of the table, its r written into some cells
    set lmargin at screen 0.050; set rmargin at screen 0.280
    set size ratio -1; unset grid; unset key
    set title "clip(m − n, −4, 4) of each pair, coloured by score"
    set xrange [-0.5:23.5]; set yrange [23.5:-0.5]; set xtics 0, 5, 20; set ytics 0, 5, 20
    set xlabel "position of the key n [token]"; set ylabel "position of the query m [token]"
    set cblabel "score" offset 0.3, 0; set colorbox user origin 0.290, 0.17 size 0.009, 0.59
    LIMIT = abs(S_min) > abs(S_max) ? abs(S_min) : abs(S_max); set cbrange [-LIMIT:LIMIT]
    mark(r, m, n) = (abs(r) < 4 && m + n > 20 && m + n < 25) || (abs(r) == 4 && int(m) % 5 == 2 && int(n) % 5 == 2) ? sprintf("%d", r) : ""
    plot map using "key":"query":"score" with image, \
         '' using "key":"query":(mark(column("r"), column("query"), column("key"))) with labels font ",8" tc rgb "#202020"
    # The score as a function of distance
    set size noratio; set grid; eval key_above(2)
    set xrange [-20:20]; set yrange [*:*]; set xtics -20, 4, 20; set ytics auto
    set xlabel "m − n [token]"; set ylabel "score of identical tokens" offset 0.5, 0
    set lmargin at screen 0.400; set rmargin at screen 0.675; set tmargin at screen 0.74
    set title "flat beyond the clip; left and right differ"
    set object 1 rectangle from -20, graph 0 to -4, graph 1 fc rgb "#f2f2f2" fs noborder behind
    set object 2 rectangle from 4, graph 0 to 20, graph 1 fc rgb "#f2f2f2" fs noborder behind
    plot profile using "distance":"unclipped" with linespoints lt 3 lw 1 dt 3 ps 0.7 title "no clip (must fail)", \
         '' using "distance":"clipped" with linespoints lt 2 ps 0.6 title "clipped to −4 … 4"
    unset object
    # Absolute embeddings
    set lmargin at screen 0.735; set rmargin at screen 0.983; set tmargin at screen 0.74
    set title "x + PE: smallest to largest, positions 0 … 63"; set ylabel ""
    plot profile using "distance":"absolute_low":"absolute_high" with filledcurves fc rgb "#f0b48c" title "absolute embedding (must fail)", \
         '' using "distance":"absolute_low" with lines lt 3 lw 0.8, '' using "distance":"absolute_high" with lines lt 3 lw 0.8, \
         '' using "distance":"clipped" with lines lt 2 title "clipped, as in the middle"
    unset key; set title offset 0, 0.3
    unset multiplot
    unset output
}
