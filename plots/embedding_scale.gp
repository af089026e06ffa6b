# SPDX-License-Identifier: MIT
# Figure of claim `embedding_scale`.  usage: gnuplot -c plots/embedding_scale.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
lengths = ARG1.".tsv"; spectrum = ARG1.".spectrum.tsv"; map = ARG1.".map.tsv"
stats spectrum using "rank" name "RANK" nooutput
stats spectrum using "threshold" name "EDGE" nooutput
stats lengths using (column("d") == 1024 ? column("pe") / column("embedding") : NaN) name "RATIO" nooutput
headline = sprintf("The encoding is %.0f times as long as the embedding it is added to, but stays within %d of 1024 dimensions", RATIO_max, RANK_max)
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1200, 480)
    set multiplot title finding(headline) font HEADLINE
    set bmargin at screen 0.14; set tmargin at screen 0.72
    set lmargin at screen 0.055; set rmargin at screen 0.315
    eval key_above(4)
    set title "Lengths at initialisation"
    set logscale xy; set xrange [3.5:1200]; set yrange [0.02:60]; set format y POWERS; set xtics (4, 16, 64, 256, 1024)
    set xlabel "width d"; set ylabel "length" offset 1, 0
    plot lengths using "d":"pe" with linespoints lt 3 title "sinusoidal encoding, √(d/2)", \
         '' using "d":"scaled" with linespoints lt 4 title "embedding × √d (Vaswani et al.)", \
         '' using "d":"embedding" with linespoints lt 2 title "embedding, N(0, 0.02²)", \
         '' using "d":"learned" with points lt 1 pt 6 ps 1.2 title "learned encoding, same deviation"
    unset logscale; set xrange [*:*]; set yrange [*:*]; set lmargin at screen 0.395; set rmargin at screen 0.65
    eval key_above(1)
    set title "Singular values of 196 encodings, d = 1024"
    set logscale y; set xrange [0:196]; set yrange [1e-17:3]; set xtics 0, 49, 196
    set xlabel "index"; set ylabel "value / largest" offset 1, 0
    set arrow 1 from 0, EDGE_max to 196, EDGE_max nohead lt 6
    set arrow 2 from RANK_max, 1e-17 to RANK_max, EDGE_max nohead lt 6
    set label 1 sprintf("%d above 10^{−10}", RANK_max) at RANK_max, EDGE_max offset 1, 0.8 tc rgb "#505050"
    set label 2 "rounding" at 140, 1e-15 center tc rgb "#505050"
    plot spectrum using "index":"value" with points lt 2 pt 7 ps 0.35
    unset arrow; unset label; unset logscale; set format y "%h"; set xrange [*:*]; set yrange [*:*]
    set lmargin at screen 0.725; set rmargin at screen 0.925
    set title "The encodings themselves, d = 512"
    set arrow 1 from 255.5, -0.5 to 255.5, 99.5 nohead front lc rgb "white" lw 1.5
    set xrange [-0.5:511.5]; set yrange [99.5:-0.5]; set cbrange [-1:1]; set xtics ("0" 0, "128" 128, "0" 256, "128" 384, "255" 511); set ytics 0, 20, 99; unset grid
    set xlabel "pair t: sine (left), cosine (right)"; set ylabel "position [token]" offset 0.5, 0
    set colorbox user origin 0.935, 0.14 size 0.010, 0.58; set cbtics 0.5; set cblabel "entry" offset -0.5, 0
    plot map using "column":"row":"value" with image
    unset arrow; set grid back lt -1 dt 1 lw 0.5 lc rgb "#e4e4e4"; set ytics auto; set xrange [*:*]; set yrange [*:*]
    unset multiplot
    unset output
}
