# SPDX-License-Identifier: MIT
# Figure of claim `identity_precision`.  usage: gnuplot -c plots/identity_precision.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
changes = ARG1.".tsv"
set datafile missing NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1120, 560)
    set multiplot layout 1, 2 margins 0.075, 0.985, 0.115, 0.78 spacing 0.095 \
        title finding("bf16 destroys RoPE's relative identity in the position, costs a constant in the table, and helps in the frequency") font HEADLINE
    eval key_above(3)
    set xlabel "shift D of both positions [token]"; set ylabel "rms |score(m + D, n + D) − score(m, n)| / (|q| |k|)"
    set logscale x 2; set logscale y 10; set xrange [16:140000]; set xtics 16, 16; set format x "2^{%L}"; set format y POWERS
    set title "The angle, f64 arithmetic; dashed: bounds (D22.9)"
    set yrange [1e-17:10]
    plot changes using "shift":"f64" with linespoints lt 1 ps 0.6 title "f64", \
         '' using "shift":"f32" with linespoints lt 2 ps 0.6 title "f32", \
         '' using "shift":"positions" with linespoints lt 3 ps 0.8 title "bf16 positions", \
         '' using "shift":"inv_freq" with linespoints lt 5 ps 0.8 title "bf16 inv\\_freq", \
         '' using "shift":"bound_f64" with lines lt 1 lw 1.2 dt 2, \
         '' using "shift":"bound_f32" with lines lt 2 lw 1.2 dt 2, \
         '' using "shift":"bound_positions" with lines lt 3 lw 1.2 dt 2, \
         '' using "shift":"bound_inv_freq" with lines lt 5 lw 1.2 dt 2
    set title "Table, arithmetic, output, or all of it; 0.088: a typical score"
    set yrange [1e-4:10]; set ylabel ""
    set arrow 1 from 16, 1/sqrt(128) to 140000, 1/sqrt(128) nohead lt 6
    plot changes using "shift":"table" with linespoints lt 4 ps 0.6 title "f32 angle, bf16 table, arithmetic", \
         '' using "shift":"output" with linespoints lt 2 ps 0.6 title "f32 table, bf16 output", \
         '' using "shift":"bf16" with linespoints lt 3 ps 0.8 title "all bf16", \
         '' using "shift":"f16" with linespoints lt 5 ps 0.8 title "all f16 (NaN from 65520)", \
         '' using "shift":"bound_table" with lines lt 4 lw 1.2 dt 2, \
         '' using "shift":"bound_output" with lines lt 2 lw 1.2 dt 2, \
         '' using "shift":"bound_bf16" with lines lt 3 lw 1.2 dt 2, \
         '' using "shift":"bound_f16" with lines lt 5 lw 1.2 dt 2
    unset arrow; unset logscale; set format xy "%h"
    unset multiplot
    unset output
}
