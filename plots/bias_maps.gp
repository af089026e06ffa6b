# SPDX-License-Identifier: MIT
# Figure of claim `bias_maps`.  usage: gnuplot -c plots/bias_maps.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
maps = ARG1.".tsv"
array MAP[11] = ["sinusoidal", "learned", "rope", "xpos", "shaw", "transformer_xl", "t5", "alibi_1", "alibi_2", "alibi_3", "alibi_4"]
array NAME[11] = ["Sinusoidal, PE_{m} · PE_{n}", "Learned, random rows", "RoPE, q = k = 1", "xPos, q = k = 1", "Shaw, clip ±4", "Transformer-XL, terms 2 + 4", \
                  "T5, 32 buckets", "ALiBi, slope 1/4", "ALiBi, slope 1/16", "ALiBi, slope 1/64", "ALiBi, slope 1/256"]
array PROPERTY[11] = ["relative; left = right", "ABSOLUTE; left = right", "relative; left = right", "relative; left ≠ right, barely", \
                      "relative; left ≠ right; level from 4 on", "relative; left ≠ right", "relative; left ≠ right; level from 46 on", \
                      "relative; left = right; falls", "relative; left = right; falls", "relative; left = right; falls", "relative; left = right; falls"]
# One scale for all: a symmetric logarithm, labelled with the logits themselves.
colour(x) = sgn(x) * log(1 + abs(x)) / log(2)
# Along m - n: the first column from its end up to the diagonal, then the first row.
distance(n, m) = column(n) == 0 ? column(m) : column(m) == 0 ? -column(n) : NaN
left(i) = 0.050 + 0.232 * ((i - 1) % 4)
top(i) = 0.905 - 0.306 * ((i - 1) / 4)
set datafile missing NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1180, 940)
    set multiplot title finding("All but the learned table are constant along diagonals; only ALiBi falls at every step; Shaw and T5 cannot tell far keys apart") font HEADLINE
    unset grid; unset key; unset colorbox; set border 15 lw 0.7 lc rgb "#606060"
    set xrange [-0.5:63.5]; set yrange [63.5:-0.5]; set cbrange [-4.1:4.1]
    set xtics 0, 16, 63; set ytics 0, 16, 63
    do for [i=1:11] {
        place = i < 8 ? i : i + 1
        set lmargin at screen left(place); set rmargin at screen left(place) + 0.180
        set tmargin at screen top(place); set bmargin at screen top(place) - 0.2259
        set xlabel (place > 8 ? "key n [token]" : "") offset 0, 0.4
        set ylabel (place % 4 == 1 ? "query m [token]" : "") offset 0.8, 0
        set title "{/:Bold ".NAME[i]."}\n".PROPERTY[i] font ",10" offset 0, -0.4
        if (i == 11) {
            set colorbox user origin 0.938, 0.0671 size 0.011, 0.8379; set cblabel "logit (symmetric logarithm)" offset 0.2, 0
            set cbtics ("−15" -4, "−7" -3, "−3" -2, "−1" -1, "0" 0, "1" 1, "3" 2, "7" 3, "15" 4)
        }
        plot maps using "key":"query":(colour(column(MAP[i]))) with image
    }
    unset colorbox; set border 3 lw 1; set grid back lt -1 dt 1 lw 0.5 lc rgb "#e4e4e4"
    set lmargin at screen left(8); set rmargin at screen left(8) + 0.180
    set tmargin at screen top(8) - 0.004; set bmargin at screen top(8) - 0.204
    set key at graph 0.5, 1.03 center bottom horizontal maxrows 2 maxcols 3 font ",9" samplen 1.6 width -1
    set xrange [-63:63]; set yrange [-4.2:4.2]; set xtics ("−48" -48, "−24" -24, 0, 24, 48); set ytics ("−15" -4, "−7" -3, "−3" -2, "−1" -1, "0" 0, "1" 1, "3" 2, "7" 3, "15" 4)
    set title ""; set xlabel "m − n [token]" offset 0, 0.4; set ylabel "logit" offset 1.5, 0
    plot maps using (distance("key", "query")):(colour(column("rope"))) smooth unique with lines lt 1 lw 1.5 title "RoPE", \
         '' using (distance("key", "query")):(colour(column("xpos"))) smooth unique with lines lt 3 lw 1.5 dt 2 title "xPos", \
         '' using (distance("key", "query")):(colour(column("alibi_1"))) smooth unique with lines lt 2 lw 1.5 title "ALiBi 1/4", \
         '' using (distance("key", "query")):(colour(column("shaw"))) smooth unique with lines lt 4 lw 1.5 dt 4 title "Shaw", \
         '' using (distance("key", "query")):(colour(column("t5"))) smooth unique with lines lt 5 lw 1.5 title "T5"
    unset multiplot
    unset output
}
