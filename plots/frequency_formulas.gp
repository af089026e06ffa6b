# SPDX-License-Identifier: MIT
# Figure of claim `frequency_formulas`.  usage: gnuplot -c plots/frequency_formulas.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
errors = ARG1.".tsv"
# An error of exactly 0 is drawn on the lower edge.
LEAST = 0.01
shown(y) = y < LEAST ? LEAST : y
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 540)
    set multiplot layout 1, 1 margins 0.075, 0.985, 0.115, 0.78 \
        title finding("One frequency, four ways to write it: in f32 the power errs by one rounding, the running product by dozens") font HEADLINE
    eval key_above(2)
    set title "|computed − θ_i| / θ_i for d = 128, b = 10^4; dashed: the derived bounds"
    set xlabel "pair i"; set ylabel "relative error [2^{−24}]" offset 1, 0
    set xrange [0:63]; set xtics 0, 8, 63; set logscale y; set yrange [LEAST:300]; set format y "%g"
    plot errors using "pair":(shown(column("llama_cpp"))) with linespoints lt 3 ps 0.5 lw 1 title "θ_{i−1} · b ** (−2/d): llama.cpp", \
         '' using "pair":(shown(column("s3"))) with points lt 2 ps 1.1 title "exp(2i · −(ln b / d)): S3", \
         '' using "pair":(shown(column("hugging_face"))) with points lt 4 ps 0.9 title "1 / b ** (2i/d): Hugging Face", \
         '' using "pair":(shown(column("s2"))) with points lt 1 ps 0.4 title "b ** (−2i/d): S2, S4", \
         '' using "pair":"bound_s2" with lines lt 1 lw 1.2 dt 2, \
         '' using "pair":"bound_hugging_face" with lines lt 4 lw 1.2 dt 2, \
         '' using "pair":"bound_s3" with lines lt 2 lw 1.2 dt 2, \
         '' using "pair":(shown(column("bound_llama_cpp"))) with lines lt 3 lw 1.2 dt 2
    unset multiplot; unset logscale; set format y "%h"
    unset output
}
