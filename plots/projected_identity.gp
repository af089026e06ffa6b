# SPDX-License-Identifier: MIT
# Figure of claim `projected_identity`.  usage: gnuplot -c plots/projected_identity.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
draws = ARG1.".tsv"; curves = ARG1.".distance.tsv"
stats draws using "draw" name "N" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1120, 540)
    set multiplot title finding("The score is x_mᵀ W_qᵀ R_{n−m} W_k x_n; without the transpose, or with R_{m−n}, it is another number") font HEADLINE
    set lmargin at screen 0.065; set rmargin at screen 0.485
    set bmargin at screen 0.11; set tmargin at screen 0.76
    eval key_above(3)
    set title "One pair of embeddings at two places, and four formulas"
    set xlabel "n − m [token]"; set ylabel "score"
    set xrange [-60:60]; set xtics -60, 20, 60
    plot curves using "distance":"right" with lines lt 2 lw 2 title "W_qᵀ R_{n−m}: right", \
         '' using "distance":"sign" with lines lt 4 lw 1.5 dt 2 title "W_qᵀ R_{m−n}", \
         '' using "distance":"absolute" every 3 with points lt 1 ps 0.8 title "q_m · k_n at m = 60", \
         '' using "distance":"transpose" with lines lt 5 lw 1.5 dt 4 title "W_q R_{n−m}: RoFormer (16)", \
         '' using "distance":"far" every 3::1 with points lt 1 pt 6 ps 0.9 title "q_m · k_n at m = 6000", \
         '' using "distance":"printed" with lines lt 3 lw 1.2 title "W_q R_{m−n}: S4 (16)"
    set lmargin at screen 0.575; set rmargin at screen 0.975
    set title sprintf("Error of each formula over its rounding bound, %d draws in order", N_max)
    set xlabel "draw, by size of its error"; set ylabel "|error| / bound" offset 1, 0
    set xrange [0:N_max]; set xtics 0, N_max / 4; set logscale y; set format y POWERS; set yrange [1e-6:1e13]; set ytics 1e-4, 1e4
    plot draws using "draw":"right" with lines lt 2 lw 2 title "W_qᵀ R_{n−m}: right", \
         '' using "draw":"sign" with lines lt 4 lw 1.5 dt 2 title "W_qᵀ R_{m−n} (must fail)", \
         1 with lines lt 6 title "bound", \
         '' using "draw":"transpose" with lines lt 5 dt 4 title "W_q R_{n−m} (must fail)", \
         NaN with lines lc rgb "#ffffff" title " ", \
         '' using "draw":"printed" with lines lt 3 lw 1.2 title "W_q R_{m−n} (must fail)"
    unset logscale; set format y "%h"; set ytics auto; set yrange [*:*]
    unset multiplot
    unset output
}
