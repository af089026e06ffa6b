# SPDX-License-Identifier: MIT
# Figure of claim `full_turns`.  usage: gnuplot -c plots/full_turns.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"
set datafile missing NaN
MODELS = "llama1 llama2 llama3 codellama"
NAMES = "'LLaMA-1, T = 2048' 'Llama-2, T = 4096' 'Llama-3, T = 8192' 'CodeLlama, T = 16384'"
array ARC[4]  # how many of the 64 pairs show an arc only
do for [k = 1:4] { stats curves using (column("turns_".word(MODELS, k)) < 1 ? 1 : NaN) name "ARC" nooutput; ARC[k] = ARC_records }
stats curves using "model_context" name "CONTEXT" nooutput
stats curves using "pair" name "PAIR" nooutput
headline = sprintf("Of 64 pairs, the slowest %d to %d never complete a turn: the model has seen only an arc of their circle", ARC[2], ARC[3])
set logscale y; set format y POWERS; eval key_above(3)
set xlabel "pair number i"
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 560)
    set multiplot layout 1, 2 margins 0.07, 0.985, 0.10, 0.765 spacing 0.085 title finding(headline) font HEADLINE
    set title "Turns within the context; below one turn: an arc only"
    set ylabel "turns T θ_i / 2π"; set yrange [1e-3:1e4<*]
    set xrange [-1:PAIR_max+1]; set xtics 0, 8 * ceil((PAIR_max + 1) / 64.0)
    set object 1 rectangle from graph 0, first 1e-3 to graph 1, first 1 fc rgb "#eeeeee" fs solid noborder behind
    set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead lt 1 lw 1.2
    set label 1 "full turn: every angle seen" at graph 0.985, first 4.5 right tc rgb "#303030"
    set label 2 "arc only" at graph 0.03, first 2e-3 tc rgb "#303030"
    plot for [k = 1:4] curves using "pair":"turns_".word(MODELS, k) with linespoints lt k + 1 pi 3 ps 0.6 title word(NAMES, k), \
         '' using "pair":(CONTEXT_max > 0 ? column("turns_model") : 1) with lines lt 1 lw 1.2 dt 2 \
            title CONTEXT_max > 0 ? sprintf("this model, T = %d", CONTEXT_max) : ""  # no context stated: hidden in the line
    unset object 1; unset arrow 1; unset label 1; unset label 2
    set title "Largest gap between the angles visited"
    set ylabel "largest gap around the circle [rad]"; set yrange [1e-4:10]; set xrange [-1:64]; set xtics 0, 8
    set arrow 1 from graph 0, first 2*pi to graph 1, first 2*pi nohead lt 1 lw 1.2
    set label 1 "whole circle, 2π" at graph 0.03, first 4.6 tc rgb "#303030"
    plot for [k = 1:4] curves using "pair":"gap_".word(MODELS, k) with linespoints lt k + 1 pi 3 ps 0.6 title word(NAMES, k)
    unset arrow 1; unset label 1
    unset multiplot
    unset output
}
