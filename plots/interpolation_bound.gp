# SPDX-License-Identifier: MIT
# Figure of claim `interpolation_bound`.  usage: gnuplot -c plots/interpolation_bound.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"; dims = ARG1.".dims.tsv"
stats dims using (column("dim") == 128 ? column("worst") : NaN) name "WIDE" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 520)
    set multiplot layout 1, 2 margins 0.075, 0.985, 0.12, 0.755 spacing 0.095 \
        title sprintf("The interpolation bound of Position Interpolation is too small by %.0f %% for d = 128, more for narrower heads; with Σθ² it holds", 100 * (WIDE_max - 1)) font HEADLINE
    eval key_above(3)
    set title "d = 128, h_j = e^{−iθ_j/2}, between positions 0 and 1"
    set xlabel "position s [token]"; set ylabel "distance from the chord, of max |h_j|"
    set xrange [0:1]; set yrange [0:0.55]; set xtics 0, 0.25; set ytics 0, 0.1
    plot curves using "position":"right" with lines lt 4 dt 2 title "with Σθ_j²: s(1 − s)/2 · 3.998", \
         '' using "position":"error" with lines lt 2 title "the score's |a(s) − a_{lin}(s)|", \
         '' using "position":"printed" with lines lt 3 dt 4 title "Theorem 2.1 as printed: s(1 − s) d/(8 ln c)"
    set title "Largest distance from the chord half-way, over its bound"
    set xlabel "width of the rotated head d"; set ylabel "distance over bound"
    set xrange [-0.6:5.6]; set yrange [0.25:16]; set logscale y 2; set ytics 0.25, 2
    set xtics scale 0 ("4" 0, "8" 1, "16" 2, "32" 3, "64" 4, "128" 5); set grid noxtics; set boxwidth 0.26; set style fill solid 0.85
    set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead lt 1 lw 1.4 front
    plot dims using ($0 - 0.28):"worst" with boxes lt 3 lw 0.5 title "worst h, Theorem 2.1", \
         '' using 0:"gaussian" with boxes lt 6 dt 1 fs solid 0.45 title "worst of the Gaussian draws, Theorem 2.1", \
         '' using ($0 + 0.28):"attained" with boxes lt 4 lw 0.5 fs pattern 5 title "worst h, bound with Σθ_j²", \
         '' using ($0 - 0.28):(1.12 * column("worst")):(sprintf("%.2f", column("worst"))) with labels font ",9"
    unset arrow; unset logscale; set grid xtics; set xtics scale 0.7 autofreq; set ytics autofreq
    unset multiplot
    unset output
}
