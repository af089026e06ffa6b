# SPDX-License-Identifier: MIT
# Figure of claim `relative_identity`.  usage: gnuplot -c plots/relative_identity.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
scores = ARG1.".tsv"; shifts = ARG1.".attention.tsv"
set logscale xy; set format POWERS
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 560)
    set multiplot layout 1, 2 margins 0.075, 0.985, 0.11, 0.77 spacing 0.095 \
        title finding("RoPE scores depend on n − m only, up to rounding that grows with position; bf16 positions destroy this") font HEADLINE
    eval key_above(3)
    set title "Score at (m, n) against score at n − m; bf16 positions must fail"
    set xlabel "largest position max(m, n) [token]"; set ylabel "largest |difference| / (|q| |k|)"
    set xrange [16:1048576]; set yrange [1e-16:10]; set format x "2^{%L}"; set logscale x 2; set xtics 16, 16
    plot scores using "farthest":"f64" with linespoints lt 1 ps 0.5 title "f64", \
         '' using "farthest":"f32" with linespoints lt 2 ps 0.5 title "f32", \
         '' using "farthest":"bf16_table" with linespoints lt 4 ps 0.5 title "bf16 table", \
         '' using "farthest":"bf16_positions" with linespoints lt 3 ps 0.5 title "bf16 positions", \
         '' using "farthest":"bound_f64" with lines lt 1 lw 1.2 dt 2 title "bound f64", \
         '' using "farthest":"bound_f32" with lines lt 2 lw 1.2 dt 2 title "bound f32"
    set title "64 × 64 attention matrix under a common shift; x + PE must fail"
    set xlabel "shift of all positions [token]"; set ylabel "largest change"
    set xrange [1:1e6]; set yrange [1e-16:100]; set logscale x 10; set xtics 1, 10; set format x POWERS
    plot shifts using "shift":"dz_f64" with linespoints lt 1 ps 0.5 title "RoPE f64: scores", \
         '' using "shift":"dz_f32" with linespoints lt 2 ps 0.5 title "RoPE f32: scores", \
         '' using "shift":"dz_added" with linespoints lt 3 ps 0.5 title "x + PE: scores", \
         '' using "shift":"da_f64" with linespoints lt 1 dt 3 ps 0.5 title "weights", \
         '' using "shift":"da_f32" with linespoints lt 2 dt 3 ps 0.5 title "weights", \
         '' using "shift":"da_added" with linespoints lt 3 dt 3 ps 0.5 title "weights"
    unset multiplot
    unset output
}
