# SPDX-License-Identifier: MIT
# Figure of claim `long_range_decay`.  usage: gnuplot -c plots/long_range_decay.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"
# The right panel needs no more than some 300 points a decade.
set datafile missing NaN
kept(s) = s < 200 || s > 4096 || floor(300 * log10(s)) != floor(300 * log10(s - 1))
stats curves using "alias_onset" name "ONSET" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 520)
    set multiplot layout 1, 2 margins 0.065, 0.985, 0.12, 0.78 spacing 0.09 \
        title finding("The mean cosine falls with distance like a logarithm, then turns to noise; the bound of RoFormer falls unevenly") font HEADLINE
    eval key_above(2)
    set title "The curve of RoFormer's figure 2, every distance"
    set xlabel "distance s [token]"; set ylabel "mean |S_j|"
    set xrange [0:256]; set yrange [0:*]; set xtics 0, 64, 256
    plot curves using "distance":"mean_partial_sum" with lines lt 2 title "(1/N) Σ |S_j(s)|", \
         '' using "distance":"octave_mean" with steps lt 3 lw 2 title "mean over each octave of distances"
    set title "Mean cosine and its continuum limit"
    set logscale x; set xrange [1:2e5]; set yrange [*<-0.4:1]; set format x POWERS; set xtics auto; set ylabel "mean cosine"
    set xzeroaxis lt -1 lw 0.8
    set arrow 1 from ONSET_max, graph 0 to ONSET_max, graph 1 nohead lt 6
    set label 1 sprintf(" aliasing begins at s_1 = %.1f", ONSET_max) at ONSET_max, 0.92 tc rgb "#505050"
    plot curves using "distance":(kept(column("distance")) ? column("limit") - 2 * column("alias_rms") : NaN):(column("limit") + 2 * column("alias_rms")) \
              with filledcurves fc rgb "#dddddd" title "limit ± 2 rms of the aliasing law", \
         '' using "distance":(kept(column("distance")) ? column("mean_cosine") : NaN) with lines lt 2 lw 1 title "f(s) = (1/N) Σ cos(s θ_i)", \
         '' using "distance":(kept(column("distance")) ? column("limit") : NaN) with lines lt 3 dt 2 title "limit [Ci(s) − Ci(s/b)] / ln b"
    unset arrow; unset label; unset logscale; unset xzeroaxis; set format x "%h"
    unset multiplot
    unset output
}
