# SPDX-License-Identifier: MIT
# Figure of claim `phase_wheel`, and its animation.  usage: gnuplot -c plots/phase_wheel.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
shown = ARG1.".tsv"; frames = ARG1.".frames.tsv"
stats shown using "pair" name "PAIR" nooutput
N = int(PAIR_max) + 1; F = 96
array M[4] = [1, 10, 100, 1000]
# Angles and completed turns of both tables, read once: position number p (from 0), pair i.
array A[4 * N]; array T[4 * N]; array FA[F * N]; array FT[F * N]
stats shown using (k = int(column(0)) + 1, A[k] = column("angle"), T[k] = column("turns")) nooutput
stats frames using (k = int(column(0)) + 1, FA[k] = column("angle"), FT[k] = column("turns")) nooutput
radius(i) = 1 - 0.8 * i / (N > 1 ? N - 1 : 1)  # the fastest hand is the longest
# Hands of the other kind have length 0, under the hub.
r(turns, i, lapped) = (turns > 0) == lapped ? radius(i) : 0
set size ratio -1; set xrange [-1.12:1.12]; set yrange [-1.12:1.12]
unset tics; unset border; unset grid; set xlabel ""; set ylabel ""
rings = "set for [k = 1:5] object k circle at 0, 0 size 0.2 * k fs empty border rgb '#e4e4e4' lw 0.6"
eval rings
hands(a, t, p) = sprintf("plot for [l = 0:1] [i=0:N-1:1] '+' using (0):(0):(r(%s[%d*N+$1+1], $1, l) * cos(%s[%d*N+$1+1])):(r(%s[%d*N+$1+1], $1, l) * sin(%s[%d*N+$1+1])) with vectors nohead lc rgb (l ? '#8fc1de' : '#f0b48c') lw 0.5, ", t, p, a, p, t, p, a, p) \
    .sprintf("for [l = 0:1] [i=0:N-1:1] '+' using (r(%s[%d*N+$1+1], $1, l) * cos(%s[%d*N+$1+1])):(r(%s[%d*N+$1+1], $1, l) * sin(%s[%d*N+$1+1])) with points lt (l ? 2 : 3) ps 0.5, ", t, p, a, p, t, p, a, p) \
    ."[i=0:1:1] '+' using (0):(0) with points pt 7 ps 1.2 lc rgb '#606060'"
lapped(p) = sum [i = 1:N] (T[p * N + i] > 0)
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1120, 400)
    set multiplot title finding(sprintf("Every pair is a hand with its own speed: after 1000 tokens %d of %d have lapped, the others have not completed a turn", lapped(3), N)) font HEADLINE
    unset key; set bmargin at screen 0.12; set tmargin at screen 0.80
    do for [p = 0:3] {
        set lmargin at screen 0.012 + 0.247 * p; set rmargin at screen 0.012 + 0.247 * p + 0.235
        set title sprintf("position %d: %d have completed a turn", M[p+1], lapped(p))
        eval hands("A", "T", p)
    }
    unset object; set title ""; set lmargin at screen 0; set rmargin at screen 1
    set key at screen 0.5, 0.06 center center horizontal maxrows 1 samplen 1
    plot NaN with points lt 2 ps 0.8 title "completed a turn", NaN with points lt 3 ps 0.8 title "not yet (longest hand: fastest pair; start: 3 o'clock)"
    eval rings
    unset multiplot
    unset output
}
# The animation: one frame a token.  (The terminal ends with a line on stderr that counts its frames.)
unset key; unset label 99
set terminal gif animate delay 12 loop 0 size 520, 560 font "DejaVuSans,11" background rgb "white"
set output ARG2.".gif"
set lmargin at screen 0.03; set rmargin at screen 0.97; set bmargin at screen 0.03; set tmargin at screen 0.90
do for [m = 0:F-1] {
    set title sprintf("position %d: blue hands have completed a turn", m)
    eval hands("FA", "FT", m)
}
unset output
