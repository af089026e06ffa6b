# SPDX-License-Identifier: MIT
# Figure of claim `coarse_frequencies`.  usage: gnuplot -c plots/coarse_frequencies.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
scores = ARG1.".tsv"
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 900, 600)
    set multiplot layout 1, 1 margins 0.095, 0.97, 0.10, 0.78 \
        title finding("Coarser frequencies make RoPE more relative: θ of t bits is exact in f32 up to position 2^{24−t}") font HEADLINE
    eval key_above(3)
    set title "Change of a score when both positions move, d = 128, Gaussian q and k"
    set logscale xy; set logscale x 2; set format x "2^{%L}"; set format y POWERS
    set xrange [16:4194304]; set yrange [1e-9:1e-2]; set xtics 16, 4
    set xlabel "positions below [token]"; set ylabel "rms |change| / (|q| |k|)"
    do for [k = 0:3] {
        t = 4 + 4 * k; x = 2.0**(24 - t)
        set arrow k + 1 from x, 1e-9 to x, 1e-2 nohead lt 6 lw 1
        set label k + 1 sprintf("t = %d: exact to here", t) at x / 1.12, (k == 0 ? 1.5e-4 : 6e-3) right rotate by 90 offset character -0.6, 0 font ",9" tc rgb "#505050"
    }
    plot scores using "positions":"t24" with linespoints lt 1 ps 0.7 title "t = 24 (f32)", \
         '' using "positions":"t16" with linespoints lt 2 ps 0.7 title "t = 16", \
         '' using "positions":"t12" with linespoints lt 3 ps 0.7 title "t = 12", \
         '' using "positions":"t8" with linespoints lt 4 ps 0.7 title "t = 8 (bf16)", \
         '' using "positions":"t4" with linespoints lt 5 ps 0.7 title "t = 4", \
         '' using "positions":"law24" with lines lt 1 lw 1.2 dt 2 title "law of rounded angles, t = 24", \
         '' using "positions":"tables" with lines lt 2 lw 1.2 dt 2 title "law of rounded cos and sin"
    unset arrow; unset label; unset logscale
    unset multiplot
    unset output
}
