# SPDX-License-Identifier: MIT
# Figure of claim `attention_precision`.  usage: gnuplot -c plots/attention_precision.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
shifts = ARG1.".tsv"; lengths = ARG1.".lengths.tsv"
set datafile missing NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 540)
    set multiplot layout 1, 2 margins 0.075, 0.985, 0.115, 0.78 spacing 0.1 \
        title finding("With f32 angles the rest of RoPE may be bf16: attention errs alike at every shift and for any number of keys") font HEADLINE
    eval key_above(3)
    set title "4096 keys, all positions shifted"
    set xlabel "shift [token]"; set ylabel "rms change of a logit"
    set logscale x 2; set logscale y 10; set format x "2^{%L}"; set format y POWERS
    set xrange [8:262144]; set xtics 16, 16; set yrange [1e-3:10]
    plot shifts using "shift":"table" with linespoints lt 2 title "f32 angles, the rest bf16", \
         '' using "shift":"positions" with linespoints lt 3 title "bf16 positions", \
         '' using "shift":"all" with linespoints lt 5 title "all bf16"
    set title "Last row of attention, f32 angles, the rest bf16"
    set xlabel "keys L"; set ylabel "Σ |A shifted − A| of a row"
    set xrange [180:5800]; set xtics 256, 2; set format x "%g"; set yrange [1e-3:0.1]
    plot lengths using "keys":"largest_dz" with linespoints lt 6 dt 2 ps 0.6 title "largest |Δz|: the bound (D22.10)", \
         '' using "keys":"strong" with linespoints lt 3 title "first key of weight 1/2, twice as long", \
         '' using "keys":"random" with linespoints lt 2 title "random keys"
    unset logscale; set format xy "%h"; set xtics auto
    unset multiplot
    unset output
}
