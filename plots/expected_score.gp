# SPDX-License-Identifier: MIT
# Figure of claim `expected_score`.  usage: gnuplot -c plots/expected_score.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
means = ARG1.".tsv"; peaks = ARG1.".peaks.tsv"
array R[3] = [5, 100, 3000]
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1120, 560)
    set multiplot title finding("A score decays with distance for similar vectors only; independent ones average 0 at every distance, and a key can peak at any") font HEADLINE
    set logscale x; set format x POWERS; set xrange [1:1e4]; set yrange [-0.25:1.05]; set ytics -0.25, 0.25, 1
    set lmargin at screen 0.065; set rmargin at screen 0.485; set bmargin at screen 0.11; set tmargin at screen 0.74
    set key on; eval key_above(4); set xzeroaxis lt -1 lw 0.8
    set title "Mean score over draws of q and k"
    set xlabel "distance r [token]"; set ylabel "q · R_r k, per component"
    plot means using "distance":(column("independent") - column("deviation")):(column("independent") + column("deviation")) with filledcurves fc rgb "#f5d3bd" title "independent Gaussian q, k: ± one deviation of a score", \
         '' using "distance":"independent" with lines lt 3 title "their mean", \
         '' using "distance":"ones" with lines lt 1 lw 1.4 title "all components 1: f(r)", \
         '' using "distance":"similar" with points lt 2 ps 0.8 title "similar q, k: q · R_r (q + e), mean"
    unset key; unset xzeroaxis; set title offset 0, 0.2
    set xrange [1:4096]; set yrange [-0.6:1.15]; set ytics -0.5, 0.5, 1
    set lmargin at screen 0.56; set rmargin at screen 0.985
    do for [p = 1:3] {
        top = 0.84 - 0.255 * (p - 1)
        set tmargin at screen top; set bmargin at screen top - 0.22
        set title (p == 1 ? "One random query, k = R_r q: the largest score is at distance r" : "")
        set xlabel (p == 3 ? "distance s [token]" : ""); set ylabel (p == 2 ? "score / its value at r" : "")
        set format x (p == 3 ? POWERS : "")
        set label 1 sprintf("r = %d", R[p]) at R[p], 1 left offset 1, 0 tc rgb "#d55e00" point lt 3 pt 7 ps 0.9
        if (p == 3) { set label 1 right offset -1, 0 }
        plot peaks using "distance":sprintf("r%d", R[p]) with lines lt 2 lw 0.9
        unset label 1
    }
    set format x "%h"; unset logscale x
    unset multiplot
    unset output
}
