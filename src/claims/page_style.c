/* SPDX-License-Identifier: MIT */
/* How the report page looks: one column that a phone can read, light and dark, and on paper. */
#include "claims/page.h"

const char *const RWK_PAGE_STYLE[] = {
    ":root{color-scheme:light dark;--ink:#1c1c1c;--soft:#5a5a5a;--paper:#fff;--line:#d9d9d9;--wash:#f5f6f8;--link:#00588a;",
    "--good:#00614a;--goodwash:#e3f4ee;--false:#8f3d00;--falsewash:#fbeadf;--alarm:#fff;--alarmwash:#a4001d}",
    "@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--soft:#b0b0b0;--paper:#16181b;--line:#3a3e44;--wash:#1f2226;",
    "--link:#7cc4f0;--good:#7fdcbc;--goodwash:#12342b;--false:#f5b48a;--falsewash:#3d2413;--alarm:#fff;--alarmwash:#b3122d}}",
    "*{box-sizing:border-box}html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}",
    "@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}",
    "body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,'DejaVu Sans',sans-serif}",
    "header,main,footer{max-width:68rem;margin:0 auto;padding:0 1rem}",
    "a{color:var(--link)}a:focus-visible,.wide:focus-visible,summary:focus-visible{outline:3px solid "
    "var(--link);outline-offset:2px}",
    ".skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem;z-index:1}",
    "h1{font-size:1.7rem;line-height:1.2;margin:1.6rem 0 .4rem}h2{font-size:1.25rem;line-height:1.3;margin:0 0 .5rem}",
    "h3{font-size:1rem;margin:1.3rem 0 .3rem}p{margin:.4rem 0}.soft{color:var(--soft)}",
    "section.claim{border-top:1px solid var(--line);margin-top:2.2rem;padding-top:1.6rem}",
    ".tag{display:inline-block;padding:.05rem .5rem;border-radius:.8rem;font-size:.8rem;font-weight:700;white-space:nowrap}",
    ".holds{color:var(--good);background:var(--goodwash)}.refuted{color:var(--false);background:var(--falsewash)}",
    ".unexpected{color:var(--alarm);background:var(--alarmwash)}",
    ".statement{font-size:1.1rem;font-weight:600}.formula{overflow-x:auto;padding:.5rem 0;font-size:1.1rem}",
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}",
    "caption{text-align:left;color:var(--soft);padding:.3rem 0}",
    "th,td{text-align:left;vertical-align:top;padding:.32rem .6rem .32rem 0;border-bottom:1px solid var(--line)}",
    "thead th{color:var(--soft);font-weight:600}tbody th{font-weight:400;overflow-wrap:anywhere}",
    "#verdicts tbody th,#verdicts td:last-child{white-space:nowrap}",
    "td.number+td:not(.number),th.number+th:not(.number){padding-left:.8rem}",
    "td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}",
    "figure{margin:1rem 0}figure img{display:block;width:100%;height:auto;background:#fff;border-radius:4px}",
    "@media(prefers-color-scheme:dark){figure img{padding:.4rem}}",
    "@media(max-width:46rem){figure{overflow-x:auto}figure img{min-width:52rem}figcaption{position:sticky;left:0}}",
    "figcaption{color:var(--soft);font-size:.9rem;padding-top:.3rem}",
    "summary{cursor:pointer;margin-top:1rem}nav.end{font-size:.9rem;margin-top:.8rem}nav.end a{margin-right:1.1rem}",
    "footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:1rem;padding-bottom:3rem;font-size:.9rem}",
    "mtd.tml-left{text-align:left}mtd.tml-right{text-align:right}mtd{padding:.15rem .4rem}",
    "@media(max-width:46rem){#verdicts thead{position:absolute;left:-99rem}#verdicts tr{display:grid;",
    "grid-template-columns:1fr 1fr;border-bottom:1px solid var(--line);padding:.5rem 0}#verdicts td,#verdicts tbody "
    "th{border:0;padding:.1rem 0}",
    "#verdicts tbody th{grid-column:1/3;font-weight:600}#verdicts td.number{text-align:left}",
    "#verdicts td::before{content:attr(data-label) ' ';color:var(--soft);font-size:.8rem}.statementcell{grid-column:1/3}}",
    "@media "
    "print{:root{--ink:#000;--paper:#fff;--soft:#444;--line:#bbb;--wash:#fff}body{font-size:10pt}.skip,nav.end{display:none}",
    "section.claim{break-inside:avoid-page}figure,table{break-inside:avoid}a{color:inherit;text-decoration:none}details>*{display:"
    "block}}",
    0,
};
