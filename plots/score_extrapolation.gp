# SPDX-License-Identifier: MIT
# Figure of claim `score_extrapolation`.  usage: gnuplot -c plots/score_extrapolation.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"; modes = ARG1.".modes.tsv"; heights = ARG1.".heights.tsv"
stats modes using "rayleigh" name "RAYLEIGH" nooutput
stats modes using "turns" name "TURNS" nooutput
set datafile missing NaN
array ROW[9] = ["f64, every mode", "f64, numpy's cutoff", "normal equations, f64", "… f32, sums in f64", "… f32", "ridge 10^{−6}", "ridge 10^{−3}", "ridge 1", "ridge 100"]
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1240, 540)
    set multiplot title finding("A score fitted to noise on 2048 positions blows up beyond them, as neighbouring pairs lie closer than 2π/2048; how high, the solver decides") font HEADLINE
    set tmargin at screen 0.765; set bmargin at screen 0.115
    set lmargin at screen 0.79; set rmargin at screen 0.985
    eval key_above(3)
    set title "Largest |a| beyond, one mark a draw"
    set xlabel "|a|"; unset ylabel; set logscale x; set format x POWERS; set xrange [1e-1:1e16]; set xtics 1e-1, 1e4, 1e15
    set yrange [9.6:0.4]; set ytics 1, 1 scale 0; set grid noytics
    set for [k=1:9] ytics add (ROW[k] k)
    set arrow 1 from 8000, graph 0 to 8000, graph 1 nohead lt 1 dt 2 lw 1.2
    plot heights using "height":(column("row") + 1) with points lt 3 pt 6 ps 0.7 title "all 64 pairs", \
         NaN with lines lt 1 dt 2 lw 1.2 title "published: 8000"
    unset arrow; unset logscale; set ytics scale 0.7; set format x "%h"
    set lmargin at screen 0.058; set rmargin at screen 0.345; set grid ytics
    set key at graph 0.02, 0.94 left top vertical maxrows 5 maxcols 1; set title offset 0, 4.05
    set title "Largest |a(s)| in blocks of 8 positions, one draw"
    set xlabel "position s [token]"; set ylabel "|a(s)|" offset 0.8, 0
    set logscale y; set format y POWERS; set xrange [0:4096]; set xtics 0, 1024; set yrange [1e-2:1e13]; set ytics 1e-2, 1e3, 1e13
    set arrow 1 from 2048, graph 0 to 2048, graph 1 nohead lt 6
    set label 1 "fitted" at 1980, 3e12 right tc rgb "#505050"
    set label 2 "beyond" at 2116, 3e12 left tc rgb "#505050"
    set arrow 2 from 2048, 8000 to 4096, 8000 nohead lt 1 dt 2 lw 1.2
    set label 3 "published: 8000" at 2000, 8000 right tc rgb "black"
    plot curves using "position":"all" with lines lt 3 title "all 64 pairs", \
         '' using "position":"turns" with lines lt 5 dt 4 title sprintf("%d pairs (a full turn)", TURNS_max), \
         '' using "position":"pairs_36" with lines lt 4 dt 2 title "36 pairs", \
         '' using "position":"pairs_30" with lines lt 2 title "30 pairs", \
         '' using "position":"normal_f32" with lines lt 1 dt 3 lw 1.6 title "all, f32"
    unset arrow; unset label 1; unset label 2; unset label 3
    eval key_above(3)
    set lmargin at screen 0.415; set rmargin at screen 0.665
    set title "Singular values, by the number of pairs fitted"
    set xlabel "fastest pairs J"; set ylabel "singular value"
    set xrange [0:64]; set xtics 0, 16; set yrange [1e-15:1e3]; set ytics 1e-15, 1e3, 1e3
    set arrow 1 from RAYLEIGH_max, graph 0 to RAYLEIGH_max, graph 1 nohead lt 1 dt 2 lw 1.2
    set arrow 2 from TURNS_max, graph 0 to TURNS_max, graph 1 nohead lt 6
    set label 1 sprintf("Rayleigh\nlimit %d", RAYLEIGH_max) at RAYLEIGH_max - 1, 1e-10 right tc rgb "black"
    set label 2 sprintf("full turn\n%d", TURNS_max) at TURNS_max + 1, 1e-7 left tc rgb "#505050"
    plot modes using "pairs":"singular" with points lt 6 pt 7 lc rgb GREY ps 0.35 title "all of 64 pairs, 2 a pair", \
         '' using "pairs":"least" with linespoints lt 2 ps 0.4 title "least of the J fastest pairs", \
         '' using "pairs":"bound" with lines lt 3 dt 2 title "its bound under the Rayleigh limit"
    unset arrow; unset label 1; unset label 2
    unset logscale; set format y "%h"
    unset multiplot
    unset output
}
