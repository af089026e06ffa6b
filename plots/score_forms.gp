# SPDX-License-Identifier: MIT
# Figure of claim `score_forms`.  usage: gnuplot -c plots/score_forms.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
shifts = ARG1.".tsv"; maps = ARG1.".maps.tsv"
array FORM[6] = ["shaw", "transformer_xl", "t5", "deberta", "added", "tupe"]
array NAME[6] = ["(5) Shaw", "(7) Transformer-XL", "(8) T5", "(10) DeBERTa", "(6) x + PE", "(9) TUPE"]
# Each map in its own scale: largest |score| 1.
do for [i=1:6] { stats maps using (abs(column(FORM[i]))) name sprintf("M%d", i) nooutput }
largest(i) = value(sprintf("M%d_max", i))
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1180, 560)
    set multiplot title finding("Four forms see m − n alone, to the bit; (6) and (9) see where the text begins; RoPE is relative up to rounding") font HEADLINE
    set size ratio -1; unset grid; unset key
    set xrange [-0.5:31.5]; set yrange [31.5:-0.5]; set xtics 0, 15, 30; set ytics 0, 15, 30; set cbrange [-1:1]
    unset colorbox
    do for [i=1:6] {
        column_ = (i - 1) % 3; row_ = (i - 1) / 3
        set lmargin at screen 0.050 + 0.190 * column_; set rmargin at screen 0.205 + 0.190 * column_
        set tmargin at screen 0.845 - 0.43 * row_; set bmargin at screen 0.845 - 0.327 - 0.43 * row_
        set xlabel (row_ == 1 ? "key n [token]" : "") offset 0, 0.3; set ylabel (column_ == 0 ? "query m [token]" : "") offset 0.5, 0
        if (i == 6) { set colorbox user origin 0.592, 0.088 size 0.008, 0.757; set cblabel "score − q · k, of its largest" offset 0.3, 0 }
        set title (i < 5 ? NAME[i].": relative" : NAME[i].": absolute") offset 0, -0.4
        plot maps using "key":"query":(column(FORM[i]) / largest(i)) with image
    }
    unset colorbox
    set size noratio; set grid; eval key_above(7); set key font ",10"
    set lmargin at screen 0.725; set rmargin at screen 0.985; set tmargin at screen 0.64; set bmargin at screen 0.115
    set xrange [1:1e6]; set yrange [1e-16:1e3]; set logscale xy; set format POWERS; set xtics 1, 100; set ytics 1e-15, 1e3; unset mxtics; unset mytics
    set xlabel "shift of all positions [token]" offset 0, 0; set ylabel "change of a score" offset 0.5, 0
    set title "64 wide, 32 tokens, Gaussian weights"
    zero(x) = x == 0 ? 2e-16 : x
    plot shifts using "shift":"added" with linespoints lt 3 ps 0.6 title "(6) x + PE, root mean square", \
         '' using "shift":"added_law" with lines lt 3 lw 1.2 dt 2 title "its law √(2d(1 − f) + d/2 (1 − f²))", \
         '' using "shift":"tupe" with linespoints lt 5 ps 0.6 title "(9) TUPE, root mean square", \
         '' using "shift":"tupe_law" with lines lt 5 lw 1.2 dt 2 title "its law √(d/2 (1 − f²))", \
         '' using "shift":"rope" with linespoints lt 1 ps 0.5 title "(16) RoPE f64, largest", \
         '' using "shift":"rope_bound" with lines lt 1 lw 1.2 dt 2 title "its bound", \
         '' using "shift":(zero(column("indexed"))) with linespoints lt 2 ps 0.6 title "(5), (7), (8), (10): exactly 0"
    unset logscale; set format "%h"; unset key; set title offset 0, 0.3; set autoscale
    unset multiplot
    unset output
}
