# SPDX-License-Identifier: MIT
# Figure of claim `direction`.  usage: gnuplot -c plots/direction.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curve = ARG1.".tsv"; law = ARG1.".law.tsv"; points = ARG1.".points.tsv"
stats law using (column("distance") == 1 ? column("share") : NaN) name "NEAR" nooutput
stats law using (column("distance") == 1000 ? column("share") : NaN) name "FAR" nooutput
headline = sprintf("RoPE tells left from right: %.0f %% of a score's energy changes sign with the side for neighbours, %.0f %% 1000 tokens apart", 100 * NEAR_max, 100 * FAR_max)
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 500)
    set multiplot layout 1, 2 margins 0.07, 0.985, 0.125, 0.77 spacing 0.10 title finding(headline) font HEADLINE
    eval key_above(2)
    set title "Score of one random query and key"
    set xlabel "place of the key after the query, n − m [token]"; set ylabel "score q · R_{n−m} k"
    set xrange [-64:64]; set xtics -64, 32, 64; set yrange [*:*]; set ytics auto; set xzeroaxis lt -1 lw 0.8
    plot curve using "distance":"mirrored" with lines lt 3 dt 2 lw 1.5 title "the same, sides exchanged", \
         '' using "distance":"score" with lines lt 2 title "score"
    unset xzeroaxis
    set title "Share of the energy that changes sign with the side"
    set xlabel "distance s [token]"; set ylabel "share of E[score^2] in the odd part"
    set logscale x; set xrange [0.8:5120]; set format x POWERS; set xtics auto; set yrange [-0.03:0.62]; set ytics 0, 0.1, 0.6
    plot law using "distance":"share" with lines lt 1 lw 0.7 title "law (1/N) Σ sin²(s θ_i)", \
         points using "distance":"share":"five_sigma" with yerrorbars lt 2 ps 0.8 title "random q and k, ± 5 σ", \
         '' using "distance":"same" with points lt 3 ps 0.9 title "k = q"
    unset logscale; set format x "%h"; set ytics auto; set xtics auto
    unset multiplot
    unset output
}
