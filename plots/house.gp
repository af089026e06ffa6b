# SPDX-License-Identifier: MIT
# The one place for fonts, colours, sizes and margins.  A figure begins with: load "plots/house.gp"
# and draws itself twice:  do for [kind in "svg png"] { eval canvas(kind, STEM, WIDTH, HEIGHT) … }
# Arguments: data stem, figure stem, verdict where it is not the expected one (else empty), model; the last two may be missing.
set encoding utf8
set datafile separator tab
set datafile columnheaders

# Colours of Wong 2011 with at least 3:1 contrast on white, strongest first; shape and dash repeat what the colour says.
BLACK = 0x000000; BLUE = 0x0072b2; RED = 0xd55e00; GREEN = 0x009e73; PINK = 0xcc79a7; GREY = 0x767676
set linetype 1 lc rgb BLACK lw 2 dt 1 pt 7
set linetype 2 lc rgb BLUE  lw 2 dt 1 pt 5
set linetype 3 lc rgb RED   lw 2 dt 1 pt 9
set linetype 4 lc rgb GREEN lw 2 dt 1 pt 13
set linetype 5 lc rgb PINK  lw 2 dt 1 pt 11
set linetype 6 lc rgb GREY  lw 1.5 dt 3 pt 4
set linetype cycle 6

# Axes left and below, grid behind the data, key outside the frame so that it never covers a point.
set border 3 lc rgb "#606060"
set tics nomirror out scale 0.7 textcolor rgb "#303030"
set grid back lt -1 dt 1 lw 0.5 lc rgb "#e4e4e4"
set key noautotitle bmargin center horizontal Left reverse samplen 2.5
set title offset 0, 0.3

# In a multiplot: key between panel title and frame, so many rows high.
key_above(rows) = sprintf("set key at graph 0.5, 1.02 center bottom horizontal maxrows %d; set title offset 0, %g", rows, 0.6 + 1.15 * rows)

# Blue, white, red: signed values around zero.
set palette defined (-1 "#0072b2", -0.5 "#8fc1de", 0 "#ffffff", 0.5 "#f0b48c", 1 "#d55e00")

FONT = "DejaVu Sans,11"
# The model in the corner: an expression, so that no character of its name can end the command.
model = "; set label 99 (exists('ARG4') ? ARG4[1:80] : '') at screen 0.995, 0.016 right noenhanced font ',8' tc rgb '#767676'"

# Sizes are in points of the svg; the png has twice as many pixels.
canvas(kind, stem, w, h) = (kind eq "svg" \
    ? sprintf("set terminal svg size %d,%d dynamic font '%s' background rgb 'white'; set output '%s.svg'", w, h, FONT, stem) \
    : sprintf("set terminal pngcairo size %d,%d font '%s' fontscale 1.6 linewidth 1.8 pointscale 1.8; set output '%s.png'", 2*w, 2*h, FONT, stem)).model

# The finding, above all panels; a run whose verdict is not the expected one says so.
HEADLINE = "DejaVu Sans Bold,12"
finding(text) = (exists("ARG3") && strlen(ARG3) > 0 ? ARG3." here: " : "").text

# 1e-5 as 10^{-5}
POWERS = "10^{%T}"
