# SPDX-License-Identifier: MIT
# Figure of claim `wavelengths`.  usage: gnuplot -c plots/wavelengths.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
WIDTHS = "16 128 512"
file(k) = ARG1.".d".word(WIDTHS, k).".tsv"
array LAST[3]
do for [k = 1:3] { stats file(k) using "wavelength" name "W" nooutput; LAST[k] = W_max }
END = 2 * pi * 10000
short(k) = sprintf("d = %s: ends at %.0f, %.1f %% short", word(WIDTHS, k), LAST[k], 100 * (1 - LAST[k] / END))
headline = sprintf("A geometric progression from 2π it is, but it ends one step before 2π · 10000: %.1f %% short at d = 128", 100 * (1 - LAST[2] / END))
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 500)
    set multiplot layout 1, 2 margins 0.075, 0.985, 0.125, 0.75 spacing 0.10 title finding(headline) font HEADLINE
    eval key_above(3)
    set title "Wavelengths, from the fastest pair to the slowest"
    set xlabel "place of the pair in the head, 2i/d"; set ylabel "wavelength λ_i [token]"
    set logscale y; set format y POWERS; set xrange [-0.015:1.02]; set yrange [4:2e5]; set xtics 0, 0.25, 1
    set arrow 1 from -0.015, 2048 to 1.02, 2048 nohead lt 6
    set arrow 2 from -0.015, 131072 to 1.02, 131072 nohead lt 6
    set label 1 "T = 2048 tokens" at 0.02, 2800 tc rgb "#505050"
    set label 2 "T = 131072 tokens" at 0.02, 93000 tc rgb "#505050"
    plot file(3) using "share":"wavelength" with points lt 4 pt 7 ps 0.35 title short(3), \
         file(2) using "share":"wavelength" with points lt 2 ps 0.55 title short(2), \
         file(1) using "share":"wavelength" with points lt 3 ps 1.3 title short(1)
    unset arrow; unset label
    set title "The slow end: one step, a factor b^{2/d}, is missing"
    unset logscale y; set format y "%g %%"; set xrange [0.85:1.005]; set xtics 0.85, 0.05, 1; set yrange [0:105]; set ytics 0, 25, 100
    set ylabel "wavelength in % of 2π · 10000"
    set arrow 1 from 0.85, 100 to 1.005, 100 nohead lt 1 lw 1.2
    set label 1 "2π · 10000, where the sentence ends" at 0.853, 95.5 tc rgb "#303030"
    plot file(3) using "share":(100 * column("over_longest")) with points lt 4 pt 7 ps 0.5 title "d = 512", \
         file(2) using "share":(100 * column("over_longest")) with points lt 2 ps 0.8 title "d = 128", \
         file(1) using "share":(100 * column("over_longest")) with points lt 3 ps 1.4 title "d = 16"
    unset arrow; unset label; set ytics auto
    unset multiplot
    unset output
}
