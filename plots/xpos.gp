# SPDX-License-Identifier: MIT
# Figure of claim `xpos`.  usage: gnuplot -c plots/xpos.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"; scales = ARG1.".scale.tsv"
stats curves using "swings" name "XPOS" nooutput
stats curves using "rope_swings" name "ROPE" nooutput
stats scales using "first_f16" name "F16" nooutput
stats scales using "first_f32" name "F32" nooutput
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 560)
    set multiplot layout 1, 2 margins 0.065, 0.975, 0.11, 0.755 spacing 0.09 \
        title finding(sprintf("xPos: relative, and without RoPE's swings; but 1/ζ^{m/512} leaves float16 at position %d", F16_max)) font HEADLINE
    eval key_above(3)
    set title "Mean cosine of equal vectors, d = 64, b = 10000"
    set xlabel "distance s = m − n [token]"; set ylabel "score per unit"
    set xrange [0:4096]; set xtics 0, 1024; set yrange [-0.3:1]; set xzeroaxis lt -1 lw 0.8
    plot curves using "distance":"rope" with lines lt 6 dt 1 lw 0.8 title sprintf("RoPE: total variation %.1f", ROPE_max), \
         '' using "distance":"envelope" with lines lt 3 dt 2 lw 1.5 title "envelope (1/N) Σ ζ_i^{s/512}", \
         '' using "distance":"xpos" with lines lt 2 lw 1.8 title sprintf("xPos: total variation %.1f", XPOS_max)
    unset xzeroaxis
    set title "Scale 1/ζ_i^{m/512} that multiplies a key at position m"
    set xlabel "position m [token]"; set ylabel "scale"; set format y "10^{%g}"
    set xrange [0:40000]; set xtics 0, 10000; set yrange [0:44]; set ytics 0, 8
    set arrow 1 from graph 0, first log10(65504) to graph 1, first log10(65504) nohead lt 6
    set arrow 2 from graph 0, first 128*log10(2) to graph 1, first 128*log10(2) nohead lt 6
    set label 1 "largest float16, 65504" at graph 0.985, first 6.1 right tc rgb "#505050"
    set label 2 "largest float32, 3.4 · 10^{38}" at graph 0.03, first 39.8 left tc rgb "#505050"
    set label 3 sprintf("%d", F16_max) at F16_max, log10(65504) point lt 3 ps 1.2 offset -0.4, 0.9 right
    set label 4 sprintf("%d", F32_max) at F32_max, 128*log10(2) point lt 3 ps 1.2 offset -0.4, 0.9 right
    plot scales using "position":"fastest" with lines lt 2 title "fastest pair, ζ_0 = 2/7", \
         '' using "position":"middle" with lines lt 4 dt 2 title "middle pair", \
         '' using "position":"slowest" with lines lt 5 dt 4 title "slowest pair"
    unset arrow; unset label 1; unset label 2; unset label 3; unset label 4; set format y "%h"; set ytics auto
    unset multiplot
    unset output
}
