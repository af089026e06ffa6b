# SPDX-License-Identifier: MIT
# Figure of claim `four_terms`.  usage: gnuplot -c plots/four_terms.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
maps = ARG1.".tsv"; spreads = ARG1.".spread.tsv"
stats spreads using "random" name "R" nooutput
stats spreads using "blocks" name "B" nooutput
stats spreads using "rope" name "P" nooutput
set xrange [-0.5:63.5]; set yrange [63.5:-0.5]; set cbrange [-20:20]
set size ratio -1; unset grid; unset key; unset colorbox
set xtics 0, 21, 63; set ytics 0, 21, 63
left(k) = 0.055 + 0.292 * k
array TERM[6] = ["term 1: x_mᵀ M x_n", "term 2: x_mᵀ M p_n", "term 3: p_mᵀ M x_n", "term 4: p_mᵀ M p_n", "term 4", "RoPE"]
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1020, 720)
    set multiplot title finding("Of the four terms of x + p the last is about positions alone; it is relative only if M has diagonal blocks [[a, −b], [b, a]]") font HEADLINE
    set title offset 0, -0.3
    do for [k = 0:5] {
        row = k / 3; col = k % 3
        set lmargin at screen left(col); set rmargin at screen left(col) + 0.255
        set bmargin at screen 0.54 - 0.455 * row; set tmargin at screen 0.90 - 0.455 * row
        set xlabel (row == 1 ? "position n [token]" : ""); set ylabel (col == 0 ? "position m [token]" : "") offset 1, 0
        set title TERM[k + 1].(k < 3 ? "" : k == 3 ? sprintf(", spread %.0f", R_max) : \
            k == 4 ? sprintf(", M of such blocks: spread %.0e", B_max) : sprintf(", random M: spread %.0e", P_max))
        if (k == 5) { set colorbox user origin 0.912, 0.085 size 0.012, 0.815; set cblabel "score; M = W_qᵀ W_k, random but in the fifth map; spread: along a diagonal" offset 0.8, 0 }
        plot maps using "n":"m":word("term1 term2 term3 term4 blocks rope", k + 1) with image
    }
    unset colorbox; unset cblabel
    unset multiplot
    unset output
}
