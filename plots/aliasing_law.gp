# SPDX-License-Identifier: MIT
# Figure of claim `aliasing_law`.  usage: gnuplot -c plots/aliasing_law.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
octaves = ARG1.".octaves.tsv"; negative = ARG1.".negative.tsv"; models = ARG1.".models.tsv"; curves = ARG1.".tsv"
of(k, name) = column("curve") == k ? column(name) : NaN
array NAME[6] = ["d = 64", "d = 128", "d = 512", "d = 2048", "d = 128, b = 100", "d = 128, b = 5·10^5"]
set datafile missing NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1240, 560)
    set multiplot layout 1, 3 margins 0.055, 0.985, 0.11, 0.74 spacing 0.062 \
        title finding("Beyond s_1 the mean cosine is its smooth limit plus noise that grows like √(ln s / d): it turns negative long before the limit does") font HEADLINE
    set logscale xy; set format x POWERS
    eval key_above(3); set key width -2
    set title "Noise per octave, b = 10000: points measured, lines law"
    set xlabel "distance s [token]"; set ylabel "rms of f − g − end point"
    set xrange [20:1e7]; set yrange [0.004:0.2]; set ytics (0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
    plot for [k = 0:5] octaves using "distance":(of(k, "law")) with lines lt k+1 lw 1.4 notitle, \
         for [k = 0:5] octaves using "distance":(of(k, "measured")) with points lt k+1 lw 1.4 ps 0.6 title NAME[k+1]
    set title "First distance with f(s) < 0, d = 128"
    set xlabel "base b"; set ylabel "distance [token]" offset 1, 0
    set xrange [100:2e6]; set yrange [30:1.5e6]; set ytics auto; set format y POWERS
    set label 1 "LLaMA-1" at 1.35e4, 1150 tc rgb "#303030"
    set label 2 "Llama-2" at 1.2e4, 5700 tc rgb "#303030"
    set label 3 "Llama-3" at 5e5, 4900 center tc rgb "#303030"
    set label 4 "CodeLlama" at 8e5, 6.6e4 center tc rgb "#303030"; set arrow 4 from 9.6e5, 4.8e4 to 1e6, 2e4 nohead lt 6 dt 1 lw 0.8
    plot negative using "base":"smooth" with lines lt 3 dt 2 title "of the smooth limit, x_0 b", \
         '' using "base":"first" with linespoints lt 2 ps 0.35 title "of f", \
         models using "base":"context" with points lt 1 pt 7 ps 0.9 title "context length of a model"
    unset label 1; unset label 2; unset label 3; unset label 4; unset arrow 4; unset logscale y; set format y "%h"
    set title "With half of the slots rotated f is never negative"
    set xlabel "distance s [token]"; set ylabel "mean cosine" offset 1, 0
    set xrange [1:2e5]; set yrange [-0.4:1]; set xzeroaxis lt -1 lw 0.8
    plot curves using "distance":"whole" with lines lt 2 lw 0.9 title "f, all of the head rotated, d = 128", \
         '' using "distance":"half" with lines lt 3 lw 0.9 title "half of it, d = 64 of 128"
    unset xzeroaxis; unset logscale x; set format x "%h"
    unset multiplot
    unset output
}
