# SPDX-License-Identifier: MIT
# Figure of claim `table_precision`.  usage: gnuplot -c plots/table_precision.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
errors = ARG1.".tsv"; atlas = ARG1.".atlas.tsv"; losses = ARG1.".losses.tsv"
set datafile missing NaN
# -1 … 0 … 1 for 10^-7, 0.1 rad, half a turn
LEAST = -7.0; LIMIT = -1.0; MOST = log10(pi)
shade(x) = (y = log10(x), y < LIMIT ? (y < LEAST ? -1 : (y - LIMIT) / (LIMIT - LEAST)) : (y - LIMIT) / (MOST - LIMIT))
drawn(x) = x > 0 ? x : NaN
tokens(x) = x > 1e6 ? sprintf("%.1f·10^6", x / 1e6) : sprintf("%d", x)
range(a, b) = a == b ? tokens(a) : tokens(a)." … ".tokens(b)
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1180, 600)
    set multiplot title finding("One bf16 step, and the angle is lost within 257 tokens; in f32 it lasts a million, whatever base and dimension") font HEADLINE
    set lmargin at screen 0.062; set rmargin at screen 0.415; set tmargin at screen 0.765; set bmargin at screen 0.11
    eval key_above(4)
    set title "Error of the table, d = 128, b = 10^4"
    set xlabel "position p [token]"; set ylabel "largest |cos − truth|" offset 0.5, 0
    set logscale xy; set format xy POWERS; set xrange [1:131072]; set yrange [1e-8:4]
    plot errors using "position":(drawn(column("f32"))) with lines lt 1 title "f32", \
         '' using "position":"f32_bf16" with lines lt 4 title "f32 angle, bf16 table", \
         '' using "position":"f64_bf16" with lines lt 4 lw 1.2 dt 3 title "f64 angle, bf16 table", \
         '' using "position":(drawn(column("bf16_positions"))) with lines lt 3 title "bf16 positions", \
         '' using "position":"bf16_inv_freq" with lines lt 2 title "bf16 inv\\_freq", \
         '' using "position":"all_f16" with lines lt 6 dt 1 title "all f16", \
         '' using "position":"all_bf16" with lines lt 5 title "all bf16", \
         '' using "position":(drawn(column("bound_f32"))) with lines lt 1 lw 1.2 dt 2 title "bounds (D22.7)", \
         '' using "position":"bound_bf16_inv_freq" with lines lt 2 lw 1.2 dt 2
    unset logscale; set format xy "%h"
    set lmargin at screen 0.545; set rmargin at screen 0.85
    unset key; set title offset 0, 0.3
    set title "Largest angle error below p" offset 0, 1.6
    set label 2 "rows of a band: b = 10^4, 5·10^5, 10^6, each with d = 64, 128, 256" at screen 0.6975, 0.793 center font ",9" tc rgb "#505050"
    set label 1 "first off by 0.1 rad [token]" at screen 0.858, 0.763 font ",9"
    set ylabel ""; set xrange [3.5:20.5]; set yrange [-69:1]; set xtics 4, 4, 20; set format x "2^{%g}"; unset grid
    set ytics ("f32" -4, "f16 inv\\_freq" -14, "bf16 inv\\_freq" -24, "f16 positions" -34, "bf16 positions" -44, "all f16" -54, "all bf16" -64) scale 0
    set cbrange [-1:1]; set colorbox user origin screen 0.87, 0.03 size screen 0.11, 0.022 horizontal
    set cbtics ("10^{−7}" -1, "0.1 rad" 0, "π" 1) font ",9" offset 0, 0.4 scale 0
    plot atlas using "octave":"row":($1 - 0.5):($1 + 0.5):($2 - 0.5):($2 + 0.5):(shade(column("angle_error"))) with boxxyerror fs solid 1 noborder fc palette, \
         losses using (20.5):"row":(range(column("first"), column("last"))) with labels left offset 1, 0 font ",9"
    unset label; unset colorbox; set ytics auto scale 0.7; set xtics auto; set format x "%h"; set grid; unset lmargin; unset rmargin; unset tmargin; unset bmargin
    unset multiplot
    unset output
}
