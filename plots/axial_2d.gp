# SPDX-License-Identifier: MIT
# Figure of claim `axial_2d`.  usage: gnuplot -c plots/axial_2d.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
maps = ARG1.".tsv"
stats maps using (column("dx") == 0 && column("dy") == 13 ? column("axial") : NaN) name "AXIS" nooutput
stats maps using (column("dx") == 9 && column("dy") == 9 ? column("axial") : NaN) name "DIAGONAL" nooutput
# Along an axis and along a diagonal, by distance.
on_axis(s) = column("dy") == 0 && column("dx") >= 0 ? column(s) : NaN
on_diagonal(s) = column("dx") == column("dy") && column("dx") >= 0 ? column(s) : NaN
set datafile missing NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1180, 500)
    set multiplot title finding("Axial RoPE sees a cross, the patch number a set of stripes: there the row's end is next to the following row's start") font HEADLINE
    set xrange [-13.5:13.5]; set yrange [13.5:-13.5]; set xtics -12, 6; set ytics -12, 6; set cbrange [-1:1]
    set xlabel "dx [patch]"; set ylabel "dy [patch]"; unset grid; set tics front; set colorbox horizontal user origin 0.175, 0.085 size 0.335, 0.025
    set cbtics 0.5; set cblabel ""
    set tmargin at screen 0.855; set bmargin at screen 0.245
    set label 3 "score per unit" at screen 0.165, 0.097 right
    set lmargin at screen 0.055; set rmargin at screen 0.315
    set title "Axial: K(dx, dy) = (f(dx) + f(dy))/2"
    set label 1 sprintf("%.3f", AXIS_max) at 0, 13 front point pt 6 ps 1.2 lc rgb "black" offset 0.6, 0.5
    set label 2 sprintf("%.3f", DIAGONAL_max) at 9, 9 front point pt 6 ps 1.2 lc rgb "black" offset -2.5, 0.9
    plot maps using "dx":"dy":"axial" with image
    unset label 1; unset label 2; unset label 3; unset colorbox; set ylabel " "
    set lmargin at screen 0.37; set rmargin at screen 0.63
    set title "Patch number 14y + x through 1-D RoPE"
    set label 1 "right" at 1, 0 front point pt 6 ps 1.2 lc rgb "black" offset 0.6, -0.6
    set label 2 "wrap" at -13, 1 front point pt 6 ps 1.2 lc rgb "black" offset 0.6, -0.9
    plot maps using "dx":"dy":"raster" with image
    unset label 1; unset label 2
    set lmargin at screen 0.71; set rmargin at screen 0.985
    set grid back lt -1 dt 1 lw 0.5 lc rgb "#e4e4e4"; set key at graph 0.03, 0.16 left top vertical  # below the curves
    set title "Axial kernel by distance"
    set xlabel "distance [patch]"; set ylabel "score per unit"; set xrange [0:18.5]; set yrange [0:1]; set xtics 0, 3; set ytics auto
    plot maps using "dx":(on_axis("axial")) with linespoints lt 2 ps 0.5 title "along an axis, (r, 0)", \
         '' using (column("dx") * sqrt(2)):(on_diagonal("axial")) with linespoints lt 3 ps 0.6 title "along a diagonal, (a, a)"
    unset multiplot
    unset output
}
