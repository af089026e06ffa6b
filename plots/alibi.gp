# SPDX-License-Identifier: MIT
# Figure of claim `alibi`.  usage: gnuplot -c plots/alibi.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
weights = ARG1.".tsv"; slopes = ARG1.".slopes.tsv"; decay = ARG1.".decay.tsv"
set datafile missing NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1240, 540)
    set multiplot layout 1, 3 margins 0.055, 0.99, 0.115, 0.72 spacing 0.065 \
        title finding("ALiBi's weights fall exponentially with distance, each head at its own rate, under scores of any bounded range; RoPE's do not") font HEADLINE
    set format y POWERS; set logscale y
    eval key_above(4); unset key
    set title "Equal scores: straight lines of slope −m"
    set xlabel "distance [token]"; set ylabel "attention weight"
    set xrange [0:72]; set yrange [1e-15:2]; set xtics 0, 16, 64
    set label 1 "m = 1/2" at 64.5, 2.2e-14 font ",9"; set label 2 "1/4" at 64.5, 3.5e-8 font ",9"; set label 3 "1/8" at 64.5, 5e-5 font ",9"
    set label 4 "1/16" at 64.5, 1.1e-3 font ",9"; set label 5 "1/32 … 1/256" at 46, 5e-2 font ",9"
    plot for [h = 1:5] weights using "distance":sprintf("head_%d", h) with lines lt h, \
         for [h = 6:8] '' using "distance":sprintf("head_%d", h) with lines lt h - 5 dt 2
    unset label 1; unset label 2; unset label 3; unset label 4; unset label 5
    eval key_above(4)
    set title "Slopes of 8, 12, 16 heads"
    set xlabel "head"; set ylabel "slope m [logit/token]" offset 0.3, 0; set logscale y 2; set format y "2^{%L}"
    set xrange [0.3:16.7]; set yrange [0.0026:1.32]; set xtics 1, 3, 16
    plot slopes using "head":"sixteen" with linespoints lt 4 ps 0.8 title "16 heads", \
         '' using "head":"naive" with linespoints lt 3 dt 2 ps 0.8 title "12 heads, 2^{−8h/n} (must fail)", \
         '' using "head":"twelve" with points lt 2 ps 1.2 title "12 heads", \
         '' using "head":"eight" with linespoints lt 1 ps 0.6 title "8 heads"
    set title "Gaussian scores, m = 1/2, and the certificate"
    set xlabel "distance [token]"; set ylabel "attention weight" offset 0, 0; set logscale y 10; set format y POWERS
    set xrange [0:64]; set yrange [1e-17:1e3]; set xtics 0, 16, 64
    plot decay using "distance":"flipped" with lines lt 5 dt 4 title "sign flipped (must fail)", \
         '' using "distance":"rope" with lines lt 3 title "RoPE (must fail)", \
         '' using "distance":"certificate" with lines lt 6 lw 2 dt 1 title "certificate e^{range} w_D", \
         '' using "distance":"alibi" with linespoints lt 2 ps 0.35 title "ALiBi"
    unset logscale; set format y "%h"; set ytics auto; unset key
    unset multiplot
    unset output
}
