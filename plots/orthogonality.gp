# SPDX-License-Identifier: MIT
# Figure of claim `orthogonality`.  usage: gnuplot -c plots/orthogonality.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
spectrum = ARG1.".tsv"; drift = ARG1.".drift.tsv"
set samples 400; set parametric; set trange [0:2*pi]
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1000, 680)
    set multiplot title finding("R_m is a rotation: its eigenvalues lie on the unit circle, and lengths drift by a few units of rounding only") font HEADLINE
    unset key; set size ratio -1; set xtics -1, 1, 1; set ytics -1, 1, 1
    set xlabel "Re λ"; set ylabel "Im λ" offset 1, 0
    set xrange [-1.15:1.15]; set yrange [-1.15:1.15]
    do for [k = 1:3] {
        m = 10**(k - 1)
        set lmargin at screen 0.06 + (k - 1) * 0.325; set rmargin at screen 0.29 + (k - 1) * 0.325
        set bmargin at screen 0.56; set tmargin at screen 0.86
        set title sprintf("eigenvalues of R_m, m = %d", m)
        plot cos(t), sin(t) with lines lc rgb GREY lw 1, \
             spectrum using (column("position") == m ? column("re") : NaN):"im" with points lt 2 ps 0.55
    }
    set size noratio; eval key_above(1)
    set xlabel "deviation [units of u: 2^{−53} in f64, 2^{−24} in f32]"; set ylabel "share of pairs" offset 0, 0
    set xrange [-4:4]; set yrange [0:*]; set xtics -4, 1, 4; set ytics auto
    set bmargin at screen 0.10; set tmargin at screen 0.38
    set lmargin at screen 0.07; set rmargin at screen 0.49
    set title "c² + s² − 1 of the table, bound √2 u"
    set arrow 1 from -sqrt(2), graph 0 to -sqrt(2), graph 1 nohead lt 3 lw 1.2 dt 2
    set arrow 2 from sqrt(2), graph 0 to sqrt(2), graph 1 nohead lt 3 lw 1.2 dt 2
    plot drift using "units_of_u":"circle_f64" with histeps lt 1 title "f64", '' using "units_of_u":"circle_f32" with histeps lt 2 title "f32", \
         NaN, NaN with lines lt 3 lw 1.2 dt 2 title "bound"
    set lmargin at screen 0.56; set rmargin at screen 0.98
    set title "|Rx| / |x| − 1 of a pair, bound (2 + √2) u"
    set arrow 1 from -2-sqrt(2), graph 0 to -2-sqrt(2), graph 1 nohead lt 3 lw 1.2 dt 2
    set arrow 2 from 2+sqrt(2), graph 0 to 2+sqrt(2), graph 1 nohead lt 3 lw 1.2 dt 2
    plot drift using "units_of_u":"norm_f64" with histeps lt 1 title "f64", '' using "units_of_u":"norm_f32" with histeps lt 2 title "f32", \
         NaN, NaN with lines lt 3 lw 1.2 dt 2 title "bound"
    unset arrow
    unset multiplot
    unset output
}
