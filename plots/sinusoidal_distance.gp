# SPDX-License-Identifier: MIT
# Figure of claim `sinusoidal_distance`.  usage: gnuplot -c plots/sinusoidal_distance.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"
set datafile missing NaN
stats curves using "onset" name "ONSET" nooutput
stats curves using (column("k") == 195 ? column("ratio") : NaN) name "LAST" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 520)
    set multiplot layout 1, 2 margins 0.065, 0.985, 0.13, 0.76 spacing 0.10 \
        title finding("The distance of two encodings grows like a logarithm, not in proportion to that of their positions: S3 is refuted") font HEADLINE
    set logscale x; set xrange [1:3000]
    set xlabel "distance k of the positions [token]"
    eval key_above(3); set key width -3
    set title "Squared distance of the encodings, d = 1024"
    set ylabel "|PE_i − PE_{i+k}|² / d"; set yrange [0:1.04]
    set arrow 1 from ONSET_max, graph 0 to ONSET_max, graph 1 nohead lt 6
    set label 1 sprintf("aliasing begins at s_1 = %.0f ", ONSET_max) at ONSET_max, 0.06 right tc rgb "#505050"
    plot curves using "k":(column("law") - 2 * column("alias_rms")):(column("law") + 2 * column("alias_rms")) \
              with filledcurves fc rgb "#dddddd" title "law ± 2 rms of aliasing", \
         '' using "k":(column("law") - column("bound")):(column("law") + column("bound")) \
              with filledcurves fc rgb "#f0c9b0" title "law ± bound, to s_1/2", \
         '' using "k":(column("k") < ONSET_max ? column("share") : NaN) with lines lt 2 title "measured", \
         '' using "k":(column("k") < ONSET_max ? NaN : column("share")) with lines lt 2 lw 0.25, \
         '' using "k":"law" with lines lt 3 dt 2 title "(ln k + γ)/ln b, the law", \
         '' using "k":(column("proportional") < 1.2 ? column("proportional") : NaN) with lines lt 1 dt 3 title "proportional"
    unset arrow; unset label
    eval key_above(1); set key width 0
    set title "How much of the proportional distance is left"
    set ylabel "|PE_i − PE_{i+k}| / (k |PE_i − PE_{i+1}|)"; set logscale y; set yrange [0.001:1.5]; set format y POWERS
    set label 1 sprintf("%.1f %% at k = 195,\nthe last patch of ViT-Large", 100 * LAST_max) at 180, LAST_max right offset -1, -1 tc rgb "#505050"
    set arrow 1 from 150, LAST_max * 0.80 to 190, LAST_max * 0.96 size graph 0.015, 20 lt 6 dt 1
    plot curves using "k":"ratio" with lines lt 2 title "measured", \
         '' using "k":"ratio_law" with lines lt 3 dt 2 title "by the law", \
         '' using "k":(1) with lines lt 1 dt 3 title "proportional"
    unset arrow; unset label; unset logscale; set format y "%h"
    unset multiplot
    unset output
}
