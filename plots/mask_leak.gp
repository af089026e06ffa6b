# SPDX-License-Identifier: MIT
# Figure of claim `mask_leak`.  usage: gnuplot -c plots/mask_leak.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
rows = ARG1.".tsv"; map = ARG1.".map.tsv"
set palette defined (0 "#ffffff", 0.12 "#c6dbef", 0.4 "#4a9bcb", 0.7 "#0072b2", 1 "#00213a")
diagonal = "map using ($1 == $2 ? $1 + 0.5 : NaN):($2 - 0.5):(0):(1) with vectors nohead lt 3 lw 1.4, \
    map using ($1 == $2 + 1 ? $1 - 0.5 : NaN):($2 + 0.5):(1):(0) with vectors nohead lt 3 lw 1.4"
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1240, 470)
    set multiplot title finding("masked\\_fill(mask == 0, −1e-9) masks nothing: a future key keeps the weight of a score of 0 (left), and early rows leak nearly everything (right)") font HEADLINE
    set size ratio -1; unset grid; unset key
    set xrange [-0.5:23.5]; set yrange [23.5:-0.5]; set cbrange [0:0.5]; set xtics 0, 4, 20; set ytics 0, 4, 20
    set xlabel "key n [token]"; set ylabel "query m [token]"
    set bmargin at screen 0.155; set tmargin at screen 0.80
    unset colorbox
    set lmargin at screen 0.050; set rmargin at screen 0.295
    set title "fill −1e-9, as S4 prints it"
    plot map using "key":"query":"nano" with image, @diagonal
    set colorbox user origin 0.594, 0.155 size 0.010, 0.645; set cblabel "attention weight (black: 0.5 and more)" offset 0.4, 0; set cbtics 0.1
    set lmargin at screen 0.340; set rmargin at screen 0.585
    set title "fill −∞: exactly 0 beyond the diagonal"; set ylabel ""
    plot map using "key":"query":"infinite" with image, @diagonal
    set size noratio; set grid; eval key_above(3)
    set lmargin at screen 0.735; set rmargin at screen 0.985; set tmargin at screen 0.70
    set xrange [0:100]; set yrange [0:100]; set xtics 0, 25, 100; set ytics 0, 25, 100
    set xlabel "keys the query may see [% of 512 tokens]"; set ylabel "weight on masked keys [%]" offset 0.5, 0
    set title "leak of each row, scores N(0, σ²)"
    plot for [k=1:4] rows using (100*$1):(100*column(word("mean_0 mean_05 mean_1 mean_2", k))) every 12::(3*k) \
             with points lt word("1 4 2 3", k)+0 ps 0.55 title "σ = ".word("0 ½ 1 2", k), \
         for [k=1:4] rows using (100*$1):(100*column(word("law_0 law_05 law_1 law_2", k))) with lines lt word("1 4 2 3", k)+0 lw 1.2, \
         rows using (100*$1):(100*column("expected_2")) with lines lt 3 dt 2 lw 1.2 title "σ = 2, exact", \
         NaN with lines lt 1 lw 1.2 title "long sequence"
    unset key; set title offset 0, 0.3
    unset multiplot
    unset output
}
