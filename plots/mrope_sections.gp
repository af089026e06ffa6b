# SPDX-License-Identifier: MIT
# Figure of claim `mrope_sections`.  usage: gnuplot -c plots/mrope_sections.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
pairs = ARG1.".tsv"; losses = ARG1.".loss.tsv"
array AXIS = ["time", "height", "width"]
stats losses using (column("distance") == 100 ? column("contiguous_2") : NaN) name "WIDTH" nooutput
set datafile missing NaN
is(column_name, a) = column(column_name) == a ? 1 : NaN
# Some marks a decade, for the curves of all distances.
marked(s) = s == 1 || floor(7 * log10(s)) != floor(7 * log10(s - 1)) ? 1 : NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 560)
    set multiplot layout 1, 2 title finding("Contiguous sections give width only waves far longer than an image; interleaved ones give every axis all wavelengths") font HEADLINE
    set tmargin at screen 0.765; set bmargin at screen 0.11; set lmargin at screen 0.155; set rmargin at screen 0.54
    eval key_above(3); unset ylabel
    set title "Which axis turns which pair: one mark a pair"
    set xlabel "wavelength 2π/θ_i [token]"; set logscale x; set format x POWERS; set xrange [4:5e7]; set xtics 10, 10
    set yrange [6.7:0.3]; set grid noytics; set border 1
    set ytics ("time" 1, "height" 2, "width" 3, "time" 4, "height" 5, "width" 6) scale 0
    set label 1 "contiguous" at screen 0.022, first 2 rotate by 90 center tc rgb "#303030"
    set label 2 "(Qwen2-VL)" at screen 0.042, first 2 rotate by 90 center tc rgb "#505050"
    set label 3 "interleaved" at screen 0.022, first 5 rotate by 90 center tc rgb "#303030"
    set label 4 "(Qwen3-VL)" at screen 0.042, first 5 rotate by 90 center tc rgb "#505050"
    set arrow 1 from graph 0, first 3.5 to graph 1, first 3.5 nohead lt -1 lc rgb "#b0b0b0"
    set arrow 2 from 100, graph 0 to 100, graph 1 nohead lt 6
    set label 5 " a side of 100 patches" at 100, 0.55 tc rgb "#505050"
    plot for [a = 0:2] pairs using "wavelength_contiguous":(is("contiguous", a) * (a + 1)) with points lt a + 2 ps 0.9 title AXIS[a + 1], \
         for [a = 0:2] pairs using "wavelength_interleaved":(is("interleaved", a) * (a + 4)) with points lt a + 2 ps 0.9
    do for [k = 1:5] { unset label k }; unset arrow; set border 3; set grid ytics
    set lmargin at screen 0.635; set rmargin at screen 0.975
    eval key_above(3)
    set title "What a distance along one axis takes from a score"
    set xlabel "distance along the axis [patch or frame]"; set ylabel "share lost, 1 − mean cos(s θ_i)"
    set xrange [1:1000]; set logscale y; set yrange [1e-9:3]; set format y POWERS; set ytics auto scale 0.7; set ytics 1e-9, 100
    set label 1 sprintf("%.4f %%", 100 * WIDTH_max) at 100, WIDTH_max point pt 6 ps 1.2 lc rgb "black" offset 0.8, -0.6
    plot for [a = 0:2] losses using "distance":sprintf("contiguous_%d", a) with lines lt a + 2 lw 1 dt 2, \
         for [a = 0:2] losses using "distance":sprintf("interleaved_%d", a) with lines lt a + 2 lw 1, \
         for [a = 0:2] losses using "distance":(marked(column("distance")) * column(sprintf("contiguous_%d", a))) with points lt a + 2 pt 4 + 4 * a ps 0.8 \
            title "contiguous, ".AXIS[a + 1], \
         for [a = 0:2] losses using "distance":(marked(column("distance")) * column(sprintf("interleaved_%d", a))) with points lt a + 2 ps 0.7 \
            title "interleaved, ".AXIS[a + 1]
    unset label 1; unset logscale y; set format y "%h"
    unset multiplot
    unset output
}
