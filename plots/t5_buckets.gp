# SPDX-License-Identifier: MIT
# Figure of claim `t5_buckets`.  usage: gnuplot -c plots/t5_buckets.gp DATA_STEM FIGURE_STEM [VERDICT MODEL]
load "plots/house.gp"
curves = ARG1.".tsv"; starts = ARG1.".starts.tsv"; published = ARG1.".published.tsv"
set datafile missing NaN
do for [kind in "svg png"] {
    eval canvas(kind, ARG2, 1120, 540)
    set multiplot layout 1, 2 margins 0.055, 0.985, 0.115, 0.78 spacing 0.085 \
        title finding("T5: near distances have a bucket each, far ones share theirs by logarithm, and from 128 on all are one") font HEADLINE
    eval key_above(2)
    set logscale x; set xrange [1:512]; set xtics (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
    set yrange [-0.5:33]; set ytics 0, 4, 32
    set xlabel "distance i − j [token]"; set ylabel "bucket"
    set arrow 1 from 128, graph 0 to 128, graph 0.9 nohead lt 6
    set title "Decoder: 16 exact, 16 logarithmic buckets (starts marked); later keys in bucket 0"
    set label 1 "max\\_distance" at 134, 1 tc rgb "#505050"
    plot curves using "distance":"log2" with steps lt 6 title "log2 over ln (must fail)", \
         '' using "distance":"causal" with steps lt 2 title "earlier keys", \
         '' using "distance":"causal_law" with lines lt 3 dt 2 title "law (D15.8)", \
         starts using "causal_start":"causal_bucket" with points lt 1 ps 0.6 title "start of a bucket", \
         '' using "causal_start":"causal_bucket":(sprintf("%d", column("causal_start"))) with labels left offset 0.6, -0.35 font ",8" tc rgb "#303030"
    set title "Encoder: 8 exact and 8 logarithmic buckets each way"
    set xlabel "distance |i − j| [token]"
    set label 2 "bucket 16 (a later key at distance 0) is never used" at 1.05, 15.6 tc rgb "#505050" font ",9"
    plot curves using "distance":"behind" with steps lt 4 title "later keys: 16 more", \
         '' using "distance":"before" with steps lt 2 title "earlier keys", \
         '' using "distance":"before_law" with lines lt 3 dt 2 title "law (D15.8)", \
         published using "distance":"bucket" with points lt 5 pt 6 ps 0.75 title "published table (Su)", \
         starts using "both_start":"both_bucket":(sprintf("%d", column("both_start"))) with labels left offset 0.6, -0.55 font ",8" tc rgb "#303030"
    unset arrow; unset label 1; unset label 2; unset logscale; set xtics auto; set ytics auto
    unset multiplot
    unset output
}
