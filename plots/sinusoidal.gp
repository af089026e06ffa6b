# SPDX-License-Identifier: MIT
# Figure of claim `sinusoidal`.  usage: gnuplot -c plots/sinusoidal.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
profile = ARG1.".tsv"; gram = ARG1.".gram.tsv"
stats profile using (column("right_high") - column("right_low")) name "WIDTH" nooutput
set palette defined (0 "#f7fbff", 0.35 "#8fc1de", 0.7 "#0072b2", 1 "#00213a")
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1160, 480)
    set multiplot title finding("PE_i · PE_j depends on the distance only (left); with the loop of S3 as printed it does not (middle)") font HEADLINE
    set size ratio -1; unset grid; unset key
    set xrange [-0.5:195.5]; set yrange [195.5:-0.5]; set cbrange [0:512]; set xtics 0, 49, 195; set ytics 0, 49, 195
    set xlabel "position j [token]"; set ylabel "position i [token]"
    set bmargin at screen 0.16; set tmargin at screen 0.80
    unset colorbox
    set lmargin at screen 0.055; set rmargin at screen 0.300
    set title "right: constant along diagonals"
    plot gram using "column":"row":"right" with image
    set colorbox user origin 0.607, 0.16 size 0.010, 0.64; set cblabel "PE_i · PE_j" offset 0.5, 0
    set lmargin at screen 0.355; set rmargin at screen 0.600
    set title "as printed: changes along diagonals"; set ylabel ""
    plot gram using "column":"row":"printed" with image
    set size noratio; set grid; eval key_above(2)
    set lmargin at screen 0.745; set rmargin at screen 0.985
    set xrange [0:195]; set yrange [0:520]; set ytics auto;
    set title "smallest to largest value at one distance"
    set xlabel "distance |i − j| [token]"; set ylabel "PE_i · PE_j" offset 0.5, 0
    set tmargin at screen 0.72
    plot profile using "distance":"printed_low":"printed_high" with filledcurves fc rgb "#f0b48c" title "loop as printed (must fail)", \
         '' using "distance":"printed_low" with lines lt 3 lw 0.8, '' using "distance":"printed_high" with lines lt 3 lw 0.8, \
         '' using "distance":"right_low":"right_high" with filledcurves lt 2 lw 2, \
         '' using "distance":"right_low" with lines lt 2 title sprintf("right: width at most %.0e", WIDTH_max)
    unset key; set title offset 0, 0.3
    unset multiplot
    unset output
}
