# SPDX-License-Identifier: MIT
# Figure of claim `scaling_rules`.  usage: gnuplot -c plots/scaling_rules.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
waves = ARG1.".tsv"; clocks = ARG1.".clocks.tsv"; rules = ARG1.".rules.tsv"
array UNSEEN[7]
do for [k = 1:7] { stats rules using (column("rule") == k - 1 ? column("pairs_unseen") : NaN) name "UNSEEN" nooutput; UNSEEN[k] = UNSEEN_max }
headline = sprintf("At 4 L, linear, YaRN and dynamic stay within the angles seen in training; NTK-aware leaves them in %d pairs, no rule in %d", UNSEEN[3], UNSEEN[1])
set angles degrees
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1180, 640)
    set multiplot title finding(headline) font HEADLINE
    set key on; eval key_above(2)
    set size noratio; set grid; set border 3; set tics scale 0.7; set ytics auto
    set lmargin at screen 0.062; set rmargin at screen 0.455; set bmargin at screen 0.09; set tmargin at screen 0.80
    set yrange [1:1e6]; set logscale y; set format y POWERS; set xrange [0:63]; set xtics 0, 8, 63
    set xlabel "pair number i"; set ylabel "wavelength 2π / θ_i [token]"
    set title "Wavelengths, d = 128, b = 10000, L = 2048, s = 4"
    set arrow 1 from 0, 2048 to 63, 2048 nohead lt 6
    set arrow 2 from 0, 8192 to 63, 8192 nohead lt 6
    set label 1 "L = 2048" at 1, 2048 offset 0, 0.6 tc rgb "#505050"
    set label 2 "s L = 8192" at 1, 8192 offset 0, 0.6 tc rgb "#505050"
    plot waves using "pair":"none" with lines lt 1 lw 4 title "none", '' using "pair":"linear" with linespoints lt 2 lw 4 pi 8 ps 0.9 title "linear (PI)", \
         '' using "pair":"ntk" with linespoints lt 3 pi 8 ps 0.7 title "NTK-aware", '' using "pair":"dynamic" with linespoints lt 4 pi 8 ps 0.7 title "dynamic at s L", \
         '' using "pair":"yarn" with linespoints lt 5 pi 8 ps 0.7 title "YaRN"
    unset arrow 1; unset arrow 2; unset label 1; unset label 2
    unset logscale; set format "%h"; unset grid; set border 0; set tics scale 0
    set lmargin at screen 0.560; set rmargin at screen 0.995; set tmargin at screen 0.86
    set size ratio -1; set xrange [-0.5:5.5]; set yrange [6.5:-0.5]; set ylabel ""
    set xtics ("32" 0, "41" 1, "44" 2, "48" 3, "56" 4, "63" 5)
    set ytics ("none" 0, "linear (PI)" 1, "NTK-aware" 2, "dynamic" 3, "YaRN" 4, "Llama 3 at 8 L" 5, "Llama 3 at 16 L" 6)
    unset key; set title "Angles at 4 L, from 0 counter-clockwise: grey seen in training, red never seen" offset 0, 0.3
    plot clocks using "column":"row":(0.34):(0):"seen" with circles fc rgb "#b0b0b0" fs solid noborder, \
         '' using "column":"row":(0.44):(column("reached") > column("seen") ? column("seen") : NaN):"reached" with circles fc rgb RED fs solid noborder, \
         '' using "column":"row":(0.44) with circles fc rgb "#606060" fs empty border lw 0.8
    unset multiplot
    unset output
}
