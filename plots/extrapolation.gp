# SPDX-License-Identifier: MIT
# Figure of claim `extrapolation`.  usage: gnuplot -c plots/extrapolation.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"
stats curves using (column("steps") == 10000 ? column("summed_f32") : NaN) name "OFF" nooutput
set logscale xy; set format POWERS
eval key_above(3)
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1080, 540)
    set multiplot layout 1, 2 margins 0.075, 0.985, 0.11, 0.76 spacing 0.085 \
        title finding("Repeating a rotation and evaluating its angle lose in proportion to n (slope 1); summing the angle loses like n² (slope 2)") font HEADLINE
    set xlabel "steps n [token]"; set ylabel "largest error over all pairs [rad, or relative]"
    set xrange [10:1e6]
    do for [t in "f32 f64"] {
        set title (t eq "f32" ? sprintf("f32: the summed angle is %.1g rad off after 10⁴ steps", OFF_max) : "f64")
        floor = t eq "f32" ? 2e-8 : 2e-17  # where an error of exactly 0 is marked
        set yrange [t eq "f32" ? 1e-8 : 1e-17 : t eq "f32" ? 1e5 : 1e-3]
        plot curves using "steps":"norm_".t with linespoints lt 1 ps 0.4 title "norm, repeated rotation", \
             '' using "steps":"phase_".t with linespoints lt 2 ps 0.4 title "phase, repeated rotation", \
             '' using "steps":"direct_".t with linespoints lt 4 ps 0.4 title "angle, direct", \
             '' using "steps":(column("direct_".t) == 0 ? floor : NaN) with points lt 4 pt 12 ps 0.8 title "error exactly 0", \
             '' using "steps":"summed_".t with linespoints lt 3 ps 0.4 title "angle, summed", \
             '' using "steps":"rotation_bound_".t with lines lt 1 lw 1.2 dt 2 title "bound, rotation", \
             '' using "steps":"summed_bound_".t with lines lt 3 lw 1.2 dt 2 title "bound, summed"
    }
    unset multiplot
    unset output
}
