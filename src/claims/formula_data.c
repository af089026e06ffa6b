/* SPDX-License-Identifier: MIT */
/* Made by `make formulas` from docs/derivations.md; do not edit. */
#include "claims/formula.h"

/* cksum 34910150 7879 */
static const char *const D1_17[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mpadded lspace=\"0\"><mi>axis</mi></mpadded><mrow><mo fence=\"tr",
    "ue\" form=\"prefix\" stretchy=\"false\">(</mo><mi>i</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mr",
    "ow><mo>=</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">{</mo><mtable><mtr><mtd class=\"tml-left\" sty",
    "le=\"padding-left:0em;padding-right:0em;\"><mrow><mrow><mi>min</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true",
    "\" form=\"prefix\" stretchy=\"false\">{</mo><mi>a</mi><mo lspace=\"0.2222em\" rspace=\"0.2222em\">:</mo><mi>i</mi><mo>&",
    "lt;</mo><msub><mi>S</mi><mn>0</mn></msub><mo>+</mo><mo>&#x22ef;</mo><mo>+</mo><msub><mi>S</mi><mi>a</mi></msub",
    "><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">}</mo></mrow></mrow></mtd><mtd class=\"tml-left\" style=\"paddi",
    "ng-left:1em;padding-right:0em;\"><mtext>contiguous</mtext></mtd></mtr><mtr><mtd class=\"tml-left\" style=\"padding",
    "-left:0em;padding-right:0em;\"><mrow><mi>i</mi><mo lspace=\"0.2222em\" rspace=\"0.2222em\">mod</mo><mn>3</mn><mtext",
    ">&#xa0;if&#xa0;</mtext><mi>i</mi><mo>&lt;</mo><mn>3</mn><msub><mi>S</mi><mrow><mi>i</mi><mo lspace=\"0\" rspace=",
    "\"0\">mod</mo><mn>3</mn></mrow></msub><mo separator=\"true\">,</mo><mtext>&#xa0;else&#xa0;</mtext><mn>0</mn></mrow",
    "></mtd><mtd class=\"tml-left\" style=\"padding-left:1em;padding-right:0em;\"><mtext>interleaved</mtext></mtd></mtr",
    "></mtable><mo fence=\"true\" form=\"postfix\" stretchy=\"true\"></mo></mrow></mrow></math>",
    0,
};

static const char *const D2_5[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><m",
    "sub><mi>R</mi><mi>m</mi></msub><mi>q</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x",
    "22c5;</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>R</mi><mi>n</mi></msub><mi>k</",
    "mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mpadded lspace=\"0\"><mi>Re</mi></mp",
    "added><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">[</mo><mi>q</mi><msup><mi>e</mi><mrow class=\"tml-sm",
    "l-pad\"><mrow><mi mathvariant=\"normal\">i</mi><mspace></mspace></mrow><mi>m</mi><mi>&#x3b8;</mi></mrow></msup><m",
    "o>&#x22c5;</mo><menclose notation=\"top\" class=\"tml-overline\"><mrow><mi>k</mi><msup><mi>e</mi><mrow class=\"tml-",
    "sml-pad\"><mrow><mi mathvariant=\"normal\">i</mi><mspace></mspace></mrow><mi>n</mi><mi>&#x3b8;</mi></mrow></msup>",
    "</mrow></menclose><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">]</mo></mrow><mo>=</mo><mpadded lspace=\"0\"><",
    "mi>Re</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">[</mo><mi>q</mi><mover><mi>k</mi><mo ",
    "stretchy=\"false\" class=\"wbk-acc\" style=\"math-depth:0;\">&#x203e;</mo></mover><msup><mi>e</mi><mrow class=\"tml-s",
    "ml-pad\"><mrow><mi mathvariant=\"normal\">i</mi><mspace></mspace></mrow><mrow><mo fence=\"true\" form=\"prefix\" stre",
    "tchy=\"false\">(</mo><mi>m</mi><mo>&#x2212;</mo><mi>n</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo",
    "></mrow><mi>&#x3b8;</mi></mrow></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">]</mo></mrow></mrow></ma",
    "th>",
    0,
};

static const char *const D3_2[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>R</mi><mrow><mrow><mi mathvariant=\"normal\">&#x398;</",
    "mi><mspace></mspace></mrow><mo separator=\"true\">,</mo><mi>m</mi></mrow></msub><mi>x</mi><mo>=</mo><mi>x</mi><m",
    "o>&#x2299;</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>c</mi><mn>0</mn></msub><m",
    "o separator=\"true\">,</mo><msub><mi>c</mi><mn>0</mn></msub><mo separator=\"true\">,</mo><msub><mi>c</mi><mn>1</mn",
    "></msub><mo separator=\"true\">,</mo><msub><mi>c</mi><mn>1</mn></msub><mo separator=\"true\">,</mo><mo>&#x2026;</m",
    "o><mspace width=\"0.1667em\"></mspace><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>+</mo><m",
    "row><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mo form=\"prefix\" stretchy=\"false\">&#x2212;</mo><msu",
    "b><mi>x</mi><mn>1</mn></msub><mo separator=\"true\">,</mo><msub><mi>x</mi><mn>0</mn></msub><mo separator=\"true\">",
    ",</mo><mo form=\"prefix\" stretchy=\"false\">&#x2212;</mo><msub><mi>x</mi><mn>3</mn></msub><mo separator=\"true\">,<",
    "/mo><msub><mi>x</mi><mn>2</mn></msub><mo separator=\"true\">,</mo><mo>&#x2026;</mo><mspace width=\"0.1667em\"></ms",
    "pace><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x2299;</mo><mrow><mo fence=\"true\" for",
    "m=\"prefix\" stretchy=\"false\">(</mo><msub><mi>s</mi><mn>0</mn></msub><mo separator=\"true\">,</mo><msub><mi>s</mi>",
    "<mn>0</mn></msub><mo separator=\"true\">,</mo><msub><mi>s</mi><mn>1</mn></msub><mo separator=\"true\">,</mo><msub>",
    "<mi>s</mi><mn>1</mn></msub><mo separator=\"true\">,</mo><mo>&#x2026;</mo><mspace width=\"0.1667em\"></mspace><mo f",
    "ence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspa",
    "ce><msub><mi>c</mi><mi>i</mi></msub><mo>=</mo><mrow><mi>cos</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></ms",
    "pace></mrow><mi>m</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub><mo separator=\"true\">,</mo><mspace width=\"1em\"></",
    "mspace><msub><mi>s</mi><mi>i</mi></msub><mo>=</mo><mrow><mi>sin</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\">",
    "</mspace></mrow><mi>m</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub></mrow></math>",
    0,
};

static const char *const D3_4[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(<",
    "/mo><mi>P</mi><mi>x</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mi>i</mi></msub><mo>=</",
    "mo><msub><mi>x</mi><mrow><mn>2</mn><mi>i</mi></mrow></msub><mo separator=\"true\">,</mo><mspace width=\"1em\"></ms",
    "pace><msub><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>P</mi><mi>x</mi><mo fence=\"true\" fo",
    "rm=\"postfix\" stretchy=\"false\">)</mo></mrow><mrow><mi>i</mi><mo>+</mo><mi>d</mi><mi>/</mi><mn>2</mn></mrow></ms",
    "ub><mo>=</mo><msub><mi>x</mi><mrow><mn>2</mn><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub><mo separator=\"true\">",
    ";</mo><mspace width=\"2em\"></mspace><msub><mi>R</mi><mpadded lspace=\"0\"><mi>half</mi></mpadded></msub><mo>=</mo",
    "><mi>P</mi><msub><mi>R</mi><mpadded lspace=\"0\"><mi>inter</mi></mpadded></msub><msup><mi>P</mi><mi class=\"tml-m",
    "ed-pad\">&#x22a4;</mi></msup></mrow></math>",
    0,
};

static const char *const D3_6[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><m",
    "sub><mi>R</mi><mrow><mrow><mi mathvariant=\"normal\">&#x398;</mi><mspace></mspace></mrow><mo separator=\"true\">,<",
    "/mo><mi>m</mi></mrow></msub><mi>q</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x22c",
    "5;</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>R</mi><mrow><mrow><mi mathvariant",
    "=\"normal\">&#x398;</mi><mspace></mspace></mrow><mo separator=\"true\">,</mo><mi>n</mi></mrow></msub><mi>k</mi><mo",
    " fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mrow><munderover><mo movablelimits=\"fals",
    "e\">&#x2211;</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn></mrow><mrow><mi>d</mi><mi>/</mi><mn>2</mn><mo>&#x2212;</m",
    "o><mn>1</mn></mrow></munderover></mrow><mpadded lspace=\"0\"><mi>Re</mi></mpadded><mrow><mo fence=\"true\" form=\"p",
    "refix\" stretchy=\"true\">[</mo><msub><mi>q</mi><mi>i</mi></msub><msub><mover><mi>k</mi><mo stretchy=\"false\" clas",
    "s=\"wbk-acc\" style=\"math-depth:0;\">&#x203e;</mo></mover><mi>i</mi></msub><msup><mi>e</mi><mrow class=\"tml-sml-p",
    "ad\"><mrow><mi mathvariant=\"normal\">i</mi><mspace></mspace></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy",
    "=\"false\">(</mo><mi>m</mi><mo>&#x2212;</mo><mi>n</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></m",
    "row><msub><mi>&#x3b8;</mi><mi>i</mi></msub></mrow></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">]</mo",
    "></mrow><mo>=</mo><msup><mi>q</mi><mi class=\"tml-med-pad\">&#x22a4;</mi></msup><msub><mi>R</mi><mrow><mrow><mi ",
    "mathvariant=\"normal\">&#x398;</mi><mspace></mspace></mrow><mo separator=\"true\">,</mo><mi>n</mi><mo>&#x2212;</mo",
    "><mi>m</mi></mrow></msub><mi>k</mi></mrow></math>",
    0,
};

static const char *const D4_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msubsup><mi>R</mi><mi>m</mi><mi class=\"tml-med-pad\">&#x22a4;<",
    "/mi></msubsup><msub><mi>R</mi><mi>m</mi></msub><mo>=</mo><mi>I</mi></mrow></math>",
    0,
};

static const char *const D4_7[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>R</mi><mi>m</mi></msub><mo>=</mo><mrow><mi>exp</mi><",
    "mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>m</mi><mi>G</mi><mo fen",
    "ce=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace",
    "><mi>G</mi><mo>=</mo><mpadded lspace=\"0\"><mi>blockdiag</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stre",
    "tchy=\"true\">(</mo><msub><mi>&#x3b8;</mi><mi>i</mi></msub><mi>J</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"t",
    "rue\">)</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"1em\"></mspace><mi>J</mi><mo>=</mo><mrow><mo fence=",
    "\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mtable><mtr><mtd style=\"padding-left:0em;padding-right:5.9776pt;\">",
    "<mn>0</mn></mtd><mtd style=\"padding-left:5.9776pt;padding-right:0em;\"><mrow><mo form=\"prefix\" stretchy=\"false\"",
    ">&#x2212;</mo><mn>1</mn></mrow></mtd></mtr><mtr><mtd style=\"padding-left:0em;padding-right:5.9776pt;\"><mn>1</m",
    "n></mtd><mtd style=\"padding-left:5.9776pt;padding-right:0em;\"><mn>0</mn></mtd></mtr></mtable><mo fence=\"true\" ",
    "form=\"postfix\" stretchy=\"true\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D5_3[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">|</mo><mr",
    "ow><munderover><mo movablelimits=\"false\">&#x2211;</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn></mrow><mrow><mi>N</",
    "mi><mo>&#x2212;</mo><mn>1</mn></mrow></munderover></mrow><msub><mi>h</mi><mi>i</mi></msub><msup><mi>e</mi><mro",
    "w class=\"tml-sml-pad\"><mrow><mi mathvariant=\"normal\">i</mi><mspace></mspace></mrow><mi>s</mi><msub><mi>&#x3b8;",
    "</mi><mi>i</mi></msub></mrow></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">|</mo></mrow><mo>&#x2264;<",
    "/mo><munder><mi>max</mi><mrow><mn>0</mn><mo>&#x2264;</mo><mi>i</mi><mo>&lt;</mo><mi>N</mi></mrow></munder><mo>",
    "&#x2061;</mo><mi>|</mi><msub><mi>h</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>&#x2212;</mo><msu",
    "b><mi>h</mi><mi>i</mi></msub><mi>|</mi><mo>&#x22c5;</mo><mrow><munderover><mo movablelimits=\"false\">&#x2211;</",
    "mo><mrow><mi>j</mi><mo>=</mo><mn>1</mn></mrow><mi>N</mi></munderover></mrow><mi>|</mi><msub><mi>S</mi><mi>j</m",
    "i></msub><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\"",
    " stretchy=\"false\">)</mo></mrow><mi>|</mi></mrow></math>",
    0,
};

static const char *const D5_6[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>f</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x2192;</mo><mi>g</mi><mr",
    "ow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"f",
    "alse\">)</mo></mrow><mo>=</mo><msubsup><mo movablelimits=\"false\">&#x222b;</mo><mn>0</mn><mn>1</mn></msubsup><mr",
    "ow><mi>cos</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><",
    "msup><mi>b</mi><mrow><mo form=\"prefix\" stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">&#x2212;</mo><mi>x</mi></mro",
    "w></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mi>d</mi><mi>x</mi><mo>=</mo><mfrac><m",
    "n>1</mn><mrow><mrow><mi>ln</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>b</mi></mrow></mf",
    "rac><msubsup><mo movablelimits=\"false\">&#x222b;</mo><mrow><mi>s</mi><mi>/</mi><mi>b</mi></mrow><mi>s</mi></msu",
    "bsup><mfrac><mrow><mrow><mi>cos</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>t</mi></mrow",
    "><mi>t</mi></mfrac><mi>d</mi><mi>t</mi><mo>=</mo><mfrac><mrow><mpadded lspace=\"0\"><mi>Ci</mi></mpadded><mrow><",
    "mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false",
    "\">)</mo></mrow><mo>&#x2212;</mo><mpadded lspace=\"0\"><mi>Ci</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" ",
    "stretchy=\"false\">(</mo><mi>s</mi><mi>/</mi><mi>b</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></",
    "mrow></mrow><mrow><mrow><mi>ln</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>b</mi></mrow>",
    "</mfrac></mrow></math>",
    0,
};

static const char *const D5_9[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mpadded lspace=\"0\"><mi>rms</mi></mpadded><mrow><mo fence=\"tru",
    "e\" form=\"prefix\" stretchy=\"false\">(</mo><mi>f</mi><mo>&#x2212;</mo><mi>g</mi><mo fence=\"true\" form=\"postfix\" s",
    "tretchy=\"false\">)</mo></mrow><mo>&#x2248;</mo><mrow><mi>min</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\"",
    " form=\"prefix\" stretchy=\"true\">(</mo><msqrt><mfrac><mrow><mrow><mi>ln</mi><mo>&#x2061;</mo></mrow><mrow><mo fe",
    "nce=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mi>/</mi><msub><mi>s</mi><mn>1</mn></msub><mo fence",
    "=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>+</mo><mi>&#x3b3;</mi></mrow><mrow><mn>2</mn><mi>N</m",
    "i><mrow><mspace width=\"0.1667em\"></mspace><mi>ln</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace></mrow",
    "><mi>b</mi></mrow></mfrac></msqrt><mo separator=\"true\">,</mo><mfrac><mn>1</mn><msqrt><mrow><mn>2</mn><mi>N</mi",
    "></mrow></msqrt></mfrac><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow><mo separator=\"true\">,</m",
    "o><mspace width=\"2em\"></mspace><mi>s</mi><mo>&gt;</mo><msub><mi>s</mi><mn>1</mn></msub></mrow></math>",
    0,
};

static const char *const D6_2[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mi>i</mi></msu",
    "b><mo>&#x22c5;</mo><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mrow><mi>i</mi><mo>+</mo><mi>j</mi></mrow><",
    "/msub><mo>=</mo><mrow><munder><mo movablelimits=\"false\">&#x2211;</mo><mi>t</mi></munder></mrow><mrow><mo fence",
    "=\"true\" form=\"prefix\" stretchy=\"true\">[</mo><mrow><mi>sin</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" f",
    "orm=\"prefix\" stretchy=\"false\">(</mo><mi>i</mi><msub><mi>&#x3b8;</mi><mi>t</mi></msub><mo fence=\"true\" form=\"po",
    "stfix\" stretchy=\"false\">)</mo></mrow><mrow><mi>sin</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"pr",
    "efix\" stretchy=\"false\">(</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>i</mi><mo>+</mo><",
    "mi>j</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><msub><mi>&#x3b8;</mi><mi>t</mi></msub>",
    "<mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>+</mo><mrow><mi>cos</mi><mo>&#x2061;</mo></m",
    "row><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>i</mi><msub><mi>&#x3b8;</mi><mi>t</mi></ms",
    "ub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mrow><mi>cos</mi><mo>&#x2061;</mo></mrow><mr",
    "ow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\"",
    ">(</mo><mi>i</mi><mo>+</mo><mi>j</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><msub><mi>&",
    "#x3b8;</mi><mi>t</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo fence=\"true\" for",
    "m=\"postfix\" stretchy=\"true\">]</mo></mrow><mo>=</mo><mrow><munderover><mo movablelimits=\"false\">&#x2211;</mo><m",
    "row><mi>t</mi><mo>=</mo><mn>0</mn></mrow><mrow><mi>d</mi><mi>/</mi><mn>2</mn><mo>&#x2212;</mo><mn>1</mn></mrow",
    "></munderover></mrow><mrow><mi>cos</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"",
    "false\">(</mo><mi>j</mi><msub><mi>&#x3b8;</mi><mi>t</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\"",
    ">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D6_4[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mrow><mi>m</mi",
    "><mo>+</mo><mi>k</mi></mrow></msub><mo>=</mo><msub><mi>M</mi><mi>k</mi></msub><msub><mpadded lspace=\"0\"><mi>PE",
    "</mi></mpadded><mi>m</mi></msub><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><msub><mi>M</mi><mi>k<",
    "/mi></msub><mo>=</mo><mpadded lspace=\"0\"><mi>blockdiag</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stre",
    "tchy=\"true\">(</mo><mtable><mtr><mtd style=\"padding-left:0em;padding-right:5.9776pt;\"><mrow><mrow><mi>cos</mi><",
    "mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>k</mi><msub><mi>&#x3b8;</mi><mi>t</mi></msub></mr",
    "ow></mtd><mtd style=\"padding-left:5.9776pt;padding-right:0em;\"><mrow><mrow><mi>sin</mi><mo>&#x2061;</mo><mspac",
    "e width=\"0.1667em\"></mspace></mrow><mi>k</mi><msub><mi>&#x3b8;</mi><mi>t</mi></msub></mrow></mtd></mtr><mtr><m",
    "td style=\"padding-left:0em;padding-right:5.9776pt;\"><mrow><mo form=\"prefix\" stretchy=\"false\">&#x2212;</mo><mro",
    "w><mi>sin</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>k</mi><msub><mi>&#x3b8;</mi><mi>t<",
    "/mi></msub></mrow></mtd><mtd style=\"padding-left:5.9776pt;padding-right:0em;\"><mrow><mrow><mi>cos</mi><mo>&#x2",
    "061;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>k</mi><msub><mi>&#x3b8;</mi><mi>t</mi></msub></mrow></mt",
    "d></mtr></mtable><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D6_6[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>|</mi><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mi>m",
    "</mi></msub><msup><mi>|</mi><mn>2</mn></msup><mo>=</mo><mfrac><mi>d</mi><mn>2</mn></mfrac><mo separator=\"true\"",
    ">,</mo><mspace width=\"2em\"></mspace><mi>|</mi><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mi>i</mi></msub>",
    "<mo>&#x2212;</mo><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mrow><mi>i</mi><mo>+</mo><mi>j</mi></mrow></m",
    "sub><msup><mi>|</mi><mn>2</mn></msup><mo>=</mo><mi>d</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">",
    "(</mo><mn>1</mn><mo>&#x2212;</mo><mi>f</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>j</",
    "mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo fence=\"true\" form=\"postfix\" stretchy=\"tru",
    "e\">)</mo></mrow><mo>=</mo><mn>4</mn><mrow><munder><mo movablelimits=\"false\">&#x2211;</mo><mi>t</mi></munder></",
    "mrow><msup><mi>sin</mi><mn>2</mn></msup><mo>&#x2061;</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">",
    "(</mo><mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle><mi>j</mi><msub",
    "><mi>&#x3b8;</mi><mi>t</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D7_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>Q</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></m",
    "sub><mo>=</mo><mi>R</mi><msub><mi>Q</mi><mi>n</mi></msub><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspa",
    "ce><msub><mi>Q</mi><mi>n</mi></msub><mo>=</mo><msup><mi>R</mi><mi class=\"tml-med-pad\">n</mi></msup><msub><mi>Q",
    "</mi><mn>0</mn></msub><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mi>R</mi><mo>=</mo><mi>R</mi><m",
    "row><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>&#x3b8;</mi><mo fence=\"true\" form=\"postfix\" stre",
    "tchy=\"false\">)</mo></mrow><mtext>&#xa0;in&#xa0;each&#xa0;pair.</mtext></mrow></math>",
    0,
};

static const char *const D7_2[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">|</mo><mi",
    ">|</mi><msub><mover><mi>Q</mi><mo stretchy=\"false\" class=\"chr-med wbk-med-acc\" style=\"math-depth:0;\">&#x2c6;</",
    "mo></mover><mi>n</mi></msub><mi>|</mi><mo>&#x2212;</mo><mn>1</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"tru",
    "e\">|</mo></mrow><mo>&#x2264;</mo><msub><mi>r</mi><mi>n</mi></msub><mo separator=\"true\">,</mo><mspace width=\"2e",
    "m\"></mspace><mi>|</mi><mrow><mspace width=\"0.1667em\"></mspace><mi>arg</mi><mo>&#x2061;</mo></mrow><mrow><mo fe",
    "nce=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mover><mi>Q</mi><mo stretchy=\"false\" class=\"chr-med wbk",
    "-med-acc\" style=\"math-depth:0;\">&#x2c6;</mo></mover><mi>n</mi></msub><msup><mi>e</mi><mrow class=\"tml-sml-pad\"",
    "><mo form=\"prefix\" stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">&#x2212;</mo><mrow><mi mathvariant=\"normal\">i</m",
    "i><mspace></mspace></mrow><mi>n</mi><mi>&#x3b8;</mi></mrow></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"fa",
    "lse\">)</mo></mrow><mi>|</mi><mo>&#x2264;</mo><mrow><mi>arcsin</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></",
    "mspace></mrow><msub><mi>r</mi><mi>n</mi></msub><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><msub><",
    "mi>r</mi><mi>n</mi></msub><mo>=</mo><msup><mi>e</mi><mrow class=\"tml-sml-pad\"><mrow><mo fence=\"true\" form=\"pre",
    "fix\" stretchy=\"false\">(</mo><mn>2</mn><mo>+</mo><msqrt><mn>2</mn></msqrt><mo fence=\"true\" form=\"postfix\" stret",
    "chy=\"false\">)</mo></mrow><mi>n</mi><mi>u</mi></mrow></msup><mo>&#x2212;</mo><mn>1</mn></mrow></math>",
    0,
};

static const char *const D7_4[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>|</mi><msub><mover><mi>&#x3c6;</mi><mo stretchy=\"false\" cl",
    "ass=\"wbk-acc\" style=\"math-depth:0;\">&#x2c6;</mo></mover><mi>n</mi></msub><mo>&#x2212;</mo><mi>n</mi><mi>&#x3b8",
    ";</mi><mi>|</mi><mo>&#x2264;</mo><mi>u</mi><mi>&#x3b8;</mi><mfrac><mrow><mi>n</mi><mrow><mo fence=\"true\" form=",
    "\"prefix\" stretchy=\"false\">(</mo><mi>n</mi><mo>+</mo><mn>1</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"false\"",
    ">)</mo></mrow></mrow><mn>2</mn></mfrac><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mn>1</mn><",
    "mo>+</mo><mi>n</mi><mi>u</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D8_2[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>F</mi><mo>=</mo><mrow><mi>min</mi><mo>&#x2061;</mo></mrow>",
    "<mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mi>N</mi><mo separator=\"true\">,</mo><mrow><mi>max<",
    "/mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mn>0</mn><mo separator",
    "=\"true\">,</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">&#x2308;</mo><mfrac><mi>d</mi><mn>2</mn></m",
    "frac><msub><mi>log</mi><mi>b</mi></msub><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace><mfrac><mi>T</mi><m",
    "row><mn>2</mn><mi>&#x3c0;</mi></mrow></mfrac><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">&#x2309;</mo></mr",
    "ow><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow><mo fence=\"true\" form=\"postfix\" stretchy=\"true",
    "\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D9_2[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>o</mi><mi>i</mi></msub><mo>=</mo><mfrac><mrow><mi>T<",
    "/mi><msubsup><mi>&#x3b8;</mi><mi>i</mi><mo lspace=\"0em\" rspace=\"0em\" class=\"tml-prime\">&#x2032;</mo></msubsup>",
    "</mrow><mrow><mi>L</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub></mrow></mfrac><mo separator=\"true\">,</mo><mspac",
    "e width=\"2em\"></mspace><mrow><mi>min</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy",
    "=\"true\">(</mo><msub><mi>o</mi><mi>i</mi></msub><mo separator=\"true\">,</mo><mfrac><mrow><mn>2</mn><mi>&#x3c0;</",
    "mi></mrow><mrow><mi>L</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub></mrow></mfrac><mo fence=\"true\" form=\"postfix",
    "\" stretchy=\"true\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D9_3[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>o</mi><mi>i</mi></msub><mo>=</mo><mn>1</mn></mrow></",
    "math>",
    0,
};

static const char *const D9_4[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>o</mi><mi>i</mi></msub><mo>=</mo><msup><mi>s</mi><mr",
    "ow class=\"tml-sml-pad\"><mn>1</mn><mo>&#x2212;</mo><mn>2</mn><mi>i</mi><mi>/</mi><mrow><mo fence=\"true\" form=\"p",
    "refix\" stretchy=\"false\">(</mo><mi>d</mi><mo>&#x2212;</mo><mn>2</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"f",
    "alse\">)</mo></mrow></mrow></msup><mo>&gt;</mo><mn>1</mn><mtext>&#xa0;for&#xa0;</mtext><mi>i</mi><mo>&lt;</mo><",
    "mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac><mi>d</mi><mn>2</mn></mfrac></mstyle><mo>&#x2212;</mo><mn>1",
    "</mn><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><msub><mi>o</mi><mrow><mi>d</mi><mi>/</mi><mn>2</",
    "mn><mo>&#x2212;</mo><mn>1</mn></mrow></msub><mo>=</mo><mn>1</mn></mrow></math>",
    0,
};

static const char *const D10_5[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mpadded lspace=\"0\"><mi>repeat</mi></mpadded><msub><mrow><mo f",
    "ence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>x</mi><mo separator=\"true\">,</mo><mi>r</mi><mo fence=\"tru",
    "e\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mrow><mo lspace=\"0em\" rspace=\"0em\">&#x2026;</mo><mo separator",
    "=\"true\">,</mo><mi>j</mi><mo separator=\"true\">,</mo><mo lspace=\"0em\" rspace=\"0em\">&#x2026;</mo></mrow></msub><m",
    "o>=</mo><msub><mi>x</mi><mrow><mo lspace=\"0em\" rspace=\"0em\">&#x2026;</mo><mo separator=\"true\">,</mo><mrow><mo ",
    "fence=\"true\" form=\"prefix\" stretchy=\"false\">&#x230a;</mo><mi>j</mi><mi>/</mi><mi>r</mi><mo fence=\"true\" form=\"",
    "postfix\" stretchy=\"false\">&#x230b;</mo></mrow><mo separator=\"true\">,</mo><mo lspace=\"0em\" rspace=\"0em\">&#x2026",
    ";</mo></mrow></msub></mrow></math>",
    0,
};

static const char *const D10_6[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mpadded lspace=\"0\"><mi>repeat</mi></mpadded><mrow><mo fence=\"",
    "true\" form=\"prefix\" stretchy=\"false\">(</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">[</mo><mrow><",
    "mo fence=\"true\" form=\"prefix\" stretchy=\"false\">[</mo><mn>1</mn><mo separator=\"true\">,</mo><mn>2</mn><mo fence=",
    "\"true\" form=\"postfix\" stretchy=\"false\">]</mo></mrow><mo separator=\"true\">,</mo><mrow><mo fence=\"true\" form=\"pr",
    "efix\" stretchy=\"false\">[</mo><mn>3</mn><mo separator=\"true\">,</mo><mn>4</mn><mo fence=\"true\" form=\"postfix\" st",
    "retchy=\"false\">]</mo></mrow><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">]</mo></mrow><mo separator=\"true\"",
    ">,</mo><mn>3</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mrow><mo fence=\"true",
    "\" form=\"prefix\" stretchy=\"false\">[</mo><mn>1</mn><mo separator=\"true\">,</mo><mn>1</mn><mo separator=\"true\">,</",
    "mo><mn>1</mn><mo separator=\"true\">,</mo><mn>2</mn><mo separator=\"true\">,</mo><mn>2</mn><mo separator=\"true\">,<",
    "/mo><mn>2</mn><mo separator=\"true\">,</mo><mn>3</mn><mo separator=\"true\">,</mo><mn>3</mn><mo separator=\"true\">,",
    "</mo><mn>3</mn><mo separator=\"true\">,</mo><mn>4</mn><mo separator=\"true\">,</mo><mn>4</mn><mo separator=\"true\">",
    ",</mo><mn>4</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">]</mo></mrow></mrow></math>",
    0,
};

static const char *const D11_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>o</mi><mi>m</mi></msub><mo>=</mo><mrow><munder><mo m",
    "ovablelimits=\"false\">&#x2211;</mo><mi>n</mi></munder></mrow><msub><mi>g</mi><mrow><mi>m</mi><mi>n</mi></mrow><",
    "/msub><msub><mi>a</mi><mrow><mi>m</mi><mi>n</mi></mrow></msub><msub><mi>v</mi><mi>n</mi></msub><mo separator=\"",
    "true\">,</mo><mspace width=\"2em\"></mspace><msub><mi>a</mi><mrow><mi>m</mi><mi>n</mi></mrow></msub><mo>=</mo><mf",
    "rac><msup><mi>e</mi><msub class=\"tml-sml-pad\"><mi>z</mi><mrow><mi>m</mi><mi>n</mi></mrow></msub></msup><mrow><",
    "msub><mo movablelimits=\"false\">&#x2211;</mo><msup><mi>n</mi><mo lspace=\"0em\" rspace=\"0em\" class=\"tml-prime\">&#",
    "x2032;</mo></msup></msub><msup><mi>e</mi><msub class=\"tml-sml-pad\"><mi>z</mi><mrow><mi>m</mi><msup><mi>n</mi><",
    "mo lspace=\"0em\" rspace=\"0em\" scriptlevel=\"2\" class=\"tml-prime\">&#x2032;</mo></msup></mrow></msub></msup></mrow",
    "></mfrac><mo separator=\"true\">,</mo><mspace width=\"1em\"></mspace><msub><mi>z</mi><mrow><mi>m</mi><mi>n</mi></m",
    "row></msub><mo>=</mo><mfrac><mrow><msub><mi>q</mi><mi>m</mi></msub><mo>&#x22c5;</mo><msub><mi>k</mi><mi>n</mi>",
    "</msub></mrow><msqrt><mi>d</mi></msqrt></mfrac></mrow></math>",
    0,
};

static const char *const D11_3[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>f</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>P</mi><mi>X</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mi>P</mi>",
    "<mi>f</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>X</mi><mo fence=\"true\" form=\"postfix",
    "\" stretchy=\"false\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D11_7[] = {
    "<math display=\"block\" class=\"tml-display\"><mfrac><mrow><mi>M</mi><mi>f</mi></mrow><mrow><mi>M</mi><mi>f</mi><m",
    "o>+</mo><mi>S</mi></mrow></mfrac></math>",
    0,
};

static const char *const D11_11[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>&#x3d5;</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=",
    "\"false\">(</mo><mi>x</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mpadded lspac",
    "e=\"0\"><mi>elu</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>x</mi><mo fence=\"t",
    "rue\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>+</mo><mn>1</mn><mo>=</mo><mrow><mo fence=\"true\" form=\"p",
    "refix\" stretchy=\"true\">{</mo><mtable><mtr><mtd class=\"tml-left\" style=\"padding-left:0em;padding-right:0em;\"><m",
    "row><mi>x</mi><mo>+</mo><mn>1</mn></mrow></mtd><mtd class=\"tml-left\" style=\"padding-left:1em;padding-right:0em",
    ";\"><mrow><mi>x</mi><mo>&gt;</mo><mn>0</mn></mrow></mtd></mtr><mtr><mtd class=\"tml-left\" style=\"padding-left:0e",
    "m;padding-right:0em;\"><msup><mi>e</mi><mi class=\"tml-sml-pad\">x</mi></msup></mtd><mtd class=\"tml-left\" style=\"",
    "padding-left:1em;padding-right:0em;\"><mrow><mi>x</mi><mo>&#x2264;</mo><mn>0</mn></mrow></mtd></mtr></mtable><m",
    "o fence=\"true\" form=\"postfix\" stretchy=\"true\"></mo></mrow><mo separator=\"true\">,</mo><mspace width=\"2em\"></msp",
    "ace><msub><mover><mi>q</mi><mo stretchy=\"false\" class=\"chr-med wbk-med-acc\" style=\"math-depth:0;\">&#x2c6;</mo>",
    "</mover><mi>m</mi></msub><mo>=</mo><msub><mi>R</mi><mrow><mrow><mi mathvariant=\"normal\">&#x398;</mi><mspace></",
    "mspace></mrow><mo separator=\"true\">,</mo><mi>m</mi></mrow></msub><mi>&#x3d5;</mi><mrow><mo fence=\"true\" form=\"",
    "prefix\" stretchy=\"false\">(</mo><msub><mi>q</mi><mi>m</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"fals",
    "e\">)</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"1em\"></mspace><msub><mover><mi>k</mi><mo stretchy=\"f",
    "alse\" class=\"wbk-acc\" style=\"math-depth:0;\">&#x2c6;</mo></mover><mi>n</mi></msub><mo>=</mo><msub><mi>R</mi><mr",
    "ow><mrow><mi mathvariant=\"normal\">&#x398;</mi><mspace></mspace></mrow><mo separator=\"true\">,</mo><mi>n</mi></m",
    "row></msub><mi>&#x3d5;</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>k</mi><mi>n</",
    "mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D11_15[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>|</mi><msub><mover><mi>q</mi><mo stretchy=\"false\" class=\"c",
    "hr-med wbk-med-acc\" style=\"math-depth:0;\">&#x2c6;</mo></mover><mi>m</mi></msub><mi>|</mi><mo>=</mo><mi>|</mi><",
    "mi>&#x3d5;</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>q</mi><mi>m</mi></msub><m",
    "o fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mi>|</mi><mo separator=\"true\">,</mo><mspace width",
    "=\"2em\"></mspace><msub><mover><mi>q</mi><mo stretchy=\"false\" class=\"chr-med wbk-med-acc\" style=\"math-depth:0;\">",
    "&#x2c6;</mo></mover><mi>m</mi></msub><mo>&#x22c5;</mo><msub><mover><mi>k</mi><mo stretchy=\"false\" class=\"wbk-a",
    "cc\" style=\"math-depth:0;\">&#x2c6;</mo></mover><mi>n</mi></msub><mo>=</mo><mi>&#x3d5;</mi><msup><mrow><mo fence",
    "=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>q</mi><mi>m</mi></msub><mo fence=\"true\" form=\"postfix\" ",
    "stretchy=\"false\">)</mo></mrow><mi>&#x22a4;</mi></msup><msub><mi>R</mi><mrow><mrow><mi mathvariant=\"normal\">&#x",
    "398;</mi><mspace></mspace></mrow><mo separator=\"true\">,</mo><mi>n</mi><mo>&#x2212;</mo><mi>m</mi></mrow></msub",
    "><mi>&#x3d5;</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>k</mi><mi>n</mi></msub>",
    "<mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D12_2[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>D</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>k</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x2264;</mo><mi>k</mi><mi",
    ">D</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mn>1</mn><mo fence=\"true\" form=\"postfix\" s",
    "tretchy=\"false\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D12_4[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mi>i</mi></msu",
    "b><mo>=</mo><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mrow><mi>i</mi><mo>+</mo><mi>k</mi></mrow></msub><",
    "mspace width=\"1em\"></mspace><mo stretchy=\"false\">&#x27fa;</mo><mspace width=\"1em\"></mspace><mfrac><mrow><mi>k<",
    "/mi><msub><mi>&#x3b8;</mi><mi>t</mi></msub></mrow><mrow><mn>2</mn><mi>&#x3c0;</mi></mrow></mfrac><mo>&#x2208;<",
    "/mo><mi>&#x2124;</mi><mtext>&#xa0;for&#xa0;all&#xa0;</mtext><mi>t</mi><mspace width=\"1em\"></mspace><mo stretch",
    "y=\"false\">&#x27fa;</mo><mspace width=\"1em\"></mspace><mi>k</mi><mo>=</mo><mn>0</mn></mrow></math>",
    0,
};

static const char *const D12_5[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>D</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>k</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&lt;</mo><mi>D</mi><mrow><",
    "mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msup><mi>k</mi><mo lspace=\"0em\" rspace=\"0em\" class=\"tml-",
    "prime\">&#x2032;</mo></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mtext>&#xa0;for&#xa0",
    ";all&#xa0;</mtext><mn>0</mn><mo>&lt;</mo><msup><mi>k</mi><mo lspace=\"0em\" rspace=\"0em\" class=\"tml-prime\">&#x20",
    "32;</mo></msup><mo>&lt;</mo><mi>k</mi><mspace width=\"1em\"></mspace><mo stretchy=\"false\">&#x27fa;</mo><mspace w",
    "idth=\"1em\"></mspace><mi>k</mi><mo>&#x2208;</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">{</mo><ms",
    "ub><mi>q</mi><mi>j</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">}</mo></mrow><mo>=</mo><mrow><m",
    "o fence=\"true\" form=\"prefix\" stretchy=\"false\">{</mo><mn>1</mn><mo separator=\"true\">,</mo><mn>6</mn><mo separat",
    "or=\"true\">,</mo><mn>19</mn><mo separator=\"true\">,</mo><mn>25</mn><mo separator=\"true\">,</mo><mn>44</mn><mo sep",
    "arator=\"true\">,</mo><mn>333</mn><mo separator=\"true\">,</mo><mn>710</mn><mo separator=\"true\">,</mo><mn>103993</",
    "mn><mo separator=\"true\">,</mo><mo>&#x2026;</mo><mspace width=\"0.1667em\"></mspace><mo fence=\"true\" form=\"postfi",
    "x\" stretchy=\"false\">}</mo></mrow></mrow></math>",
    0,
};

static const char *const D12_8[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>p</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>e</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mfrac><msup><mi>e</",
    "mi><mrow class=\"tml-sml-pad\"><mi>&#x3ba;</mi><mrow><mspace width=\"0.1667em\"></mspace><mi>cos</mi><mo>&#x2061;<",
    "/mo><mspace width=\"0.1667em\"></mspace></mrow><mi>e</mi></mrow></msup><mrow><mn>2</mn><mi>&#x3c0;</mi><msub><mi",
    ">I</mi><mn>0</mn></msub><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>&#x3ba;</mi><mo fence=",
    "\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></mfrac><mo separator=\"true\">,</mo><mspace width=\"2",
    "em\"></mspace><mi>E</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">[</mo><mrow><mi>cos</mi><mo>&#x20",
    "61;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>e</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">]<",
    "/mo></mrow><mo>=</mo><mfrac><mrow><msub><mi>I</mi><mn>1</mn></msub><mrow><mo fence=\"true\" form=\"prefix\" stretc",
    "hy=\"false\">(</mo><mi>&#x3ba;</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow><mrow><m",
    "sub><mi>I</mi><mn>0</mn></msub><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>&#x3ba;</mi><mo",
    " fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></mfrac><mo>=</mo><msup><mi>e</mi><mrow clas",
    "s=\"tml-sml-pad\"><mo form=\"prefix\" stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">&#x2212;</mo><msup><mi>&#x3c3;</m",
    "i><mn>2</mn></msup><mi>/</mi><mn>2</mn></mrow></msup></mrow></math>",
    0,
};

static const char *const D12_9[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mover><mi>m</mi><mo stretchy=\"false\" class=\"wbk-acc\" style=\"m",
    "ath-depth:0;\">&#x2c6;</mo></mover><mo>=</mo><mrow><mi>arg</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspa",
    "ce></mrow><munder><mi>max</mi><mi>n</mi></munder><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace><mrow><mun",
    "der><mo movablelimits=\"false\">&#x2211;</mo><mi>t</mi></munder></mrow><mrow><mi>cos</mi><mo>&#x2061;</mo></mrow",
    "><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>&#x3c8;</mi><mi>t</mi></msub><mo>&#x221",
    "2;</mo><mi>n</mi><msub><mi>&#x3b8;</mi><mi>t</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo",
    "></mrow></mrow></math>",
    0,
};

static const char *const D12_12[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>|</mi><msub><mpadded lspace=\"0\"><mi>PE</mi></mpadded><mi>m",
    "</mi></msub><mi>|</mi><mo>=</mo><msqrt><mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac><mi>d</mi><mn>2</mn",
    "></mfrac></mstyle></msqrt><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mi>E</mi><mi>|</mi><mi>x</m",
    "i><msup><mi>|</mi><mn>2</mn></msup><mo>=</mo><mi>d</mi><msup><mi>s</mi><mn class=\"tml-sml-pad\">2</mn></msup><m",
    "o separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mfrac><mrow><mi>|</mi><msub><mpadded lspace=\"0\"><mi>PE<",
    "/mi></mpadded><mi>m</mi></msub><mi>|</mi></mrow><msqrt><mrow><mi>E</mi><mi>|</mi><mi>x</mi><msup><mi>|</mi><mn",
    ">2</mn></msup></mrow></msqrt></mfrac><mo>=</mo><mfrac><mn>1</mn><mrow><mi>s</mi><msqrt><mn>2</mn></msqrt></mro",
    "w></mfrac></mrow></math>",
    0,
};

static const char *const D13_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msubsup><mi>q</mi><mi>m</mi><mi class=\"tml-med-pad\">&#x22a4;<",
    "/mi></msubsup><msub><mi>k</mi><mi>n</mi></msub><mo>=</mo><msubsup><mi>x</mi><mi>m</mi><mi class=\"tml-sml-pad\">",
    "&#x22a4;</mi></msubsup><mi>M</mi><msub><mi>x</mi><mi>n</mi></msub><mo>+</mo><msubsup><mi>x</mi><mi>m</mi><mi c",
    "lass=\"tml-sml-pad\">&#x22a4;</mi></msubsup><mi>M</mi><msub><mi>p</mi><mi>n</mi></msub><mo>+</mo><msubsup><mi>p<",
    "/mi><mi>m</mi><mi class=\"tml-med-pad\">&#x22a4;</mi></msubsup><mi>M</mi><msub><mi>x</mi><mi>n</mi></msub><mo>+<",
    "/mo><msubsup><mi>p</mi><mi>m</mi><mi class=\"tml-med-pad\">&#x22a4;</mi></msubsup><mi>M</mi><msub><mi>p</mi><mi>",
    "n</mi></msub><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mi>M</mi><mo>=</mo><msubsup><mi>W</mi><m",
    "i>q</mi><mi>&#x22a4;</mi></msubsup><msub><mi>W</mi><mi>k</mi></msub></mrow></math>",
    0,
};

static const char *const D13_3[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>M</mi><mrow><mi>t</mi><mi>t</mi></mrow></msub><mo>=<",
    "/mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mtable><mtr><mtd style=\"padding-left:0em;paddi",
    "ng-right:5.9776pt;\"><msub><mi>a</mi><mi>t</mi></msub></mtd><mtd style=\"padding-left:5.9776pt;padding-right:0em",
    ";\"><mrow><mo form=\"prefix\" stretchy=\"false\">&#x2212;</mo><msub><mi>b</mi><mi>t</mi></msub></mrow></mtd></mtr><",
    "mtr><mtd style=\"padding-left:0em;padding-right:5.9776pt;\"><msub><mi>b</mi><mi>t</mi></msub></mtd><mtd style=\"p",
    "adding-left:5.9776pt;padding-right:0em;\"><msub><mi>a</mi><mi>t</mi></msub></mtd></mtr></mtable><mo fence=\"true",
    "\" form=\"postfix\" stretchy=\"true\">)</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><msub><m",
    "i>M</mi><mrow><mi>t</mi><mi>s</mi></mrow></msub><mo>=</mo><mn>0</mn><mtext>&#xa0;for&#xa0;</mtext><mi>t</mi><m",
    "o>&#x2260;</mo><mi>s</mi></mrow></math>",
    0,
};

static const char *const D13_6[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msubsup><mi>q</mi><mi>m</mi><mi class=\"tml-med-pad\">&#x22a4;<",
    "/mi></msubsup><msubsup><mi>R</mi><mrow><mrow><mi mathvariant=\"normal\">&#x398;</mi><mspace></mspace></mrow><mo ",
    "separator=\"true\">,</mo><mi>m</mi></mrow><mi class=\"tml-med-pad\">&#x22a4;</mi></msubsup><msub><mi>R</mi><mrow><",
    "mrow><mi mathvariant=\"normal\">&#x398;</mi><mspace></mspace></mrow><mo separator=\"true\">,</mo><mi>n</mi></mrow>",
    "</msub><msub><mi>k</mi><mi>n</mi></msub><mo>=</mo><msubsup><mi>x</mi><mi>m</mi><mi class=\"tml-sml-pad\">&#x22a4",
    ";</mi></msubsup><msubsup><mi>W</mi><mi>q</mi><mi>&#x22a4;</mi></msubsup><msub><mi>R</mi><mrow><mrow><mi mathva",
    "riant=\"normal\">&#x398;</mi><mspace></mspace></mrow><mo separator=\"true\">,</mo><mi>n</mi><mo>&#x2212;</mo><mi>m",
    "</mi></mrow></msub><msub><mi>W</mi><mi>k</mi></msub><msub><mi>x</mi><mi>n</mi></msub></mrow></math>",
    0,
};

static const char *const D13_9[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mn>0</mn><mo>&#x2264;</mo><mi>m</mi><mo>&lt;</mo><msup><mn>2<",
    "/mn><mi>s</mi></msup><mo separator=\"true\">,</mo><mspace width=\"1em\"></mspace><mi>t</mi><mo>+</mo><mi>s</mi><mo",
    ">&#x2264;</mo><mn>24</mn><mspace width=\"1em\"></mspace><mo stretchy=\"false\">&#x27f9;</mo><mspace width=\"1em\"></",
    "mspace><mpadded lspace=\"0\"><mi>fl</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><m",
    "i>m</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><",
    "mo>=</mo><mi>m</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub></mrow></math>",
    0,
};

static const char *const D14_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>r</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>m</mi><mo separator=\"true\">,</mo><mi>n</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo>",
    "</mrow><mo>=</mo><mpadded lspace=\"0\"><mi>clip</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"fal",
    "se\">(</mo><mi>m</mi><mo>&#x2212;</mo><mi>n</mi><mo separator=\"true\">,</mo><msub><mi>r</mi><mrow><mi>min</mi><m",
    "o>&#x2061;</mo></mrow></msub><mo separator=\"true\">,</mo><msub><mi>r</mi><mrow><mi>max</mi><mo>&#x2061;</mo></m",
    "row></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo separator=\"true\">,</mo><mspace wi",
    "dth=\"2em\"></mspace><mtext>row&#xa0;</mtext><mi>r</mi><mo>&#x2212;</mo><msub><mi>r</mi><mrow><mi>min</mi><mo>&#",
    "x2061;</mo></mrow></msub><mo>&#x2208;</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">{</mo><mn>0</m",
    "n><mo separator=\"true\">,</mo><mo>&#x2026;</mo><mo separator=\"true\">,</mo><msub><mi>r</mi><mrow><mi>max</mi><mo",
    ">&#x2061;</mo></mrow></msub><mo>&#x2212;</mo><msub><mi>r</mi><mrow><mi>min</mi><mo>&#x2061;</mo></mrow></msub>",
    "<mo fence=\"true\" form=\"postfix\" stretchy=\"false\">}</mo></mrow></mrow></math>",
    0,
};

static const char *const D14_2[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>q</mi><mo>&#x22c5;</mo><mrow><mo fence=\"true\" form=\"prefix",
    "\" stretchy=\"false\">(</mo><mi>k</mi><mo>+</mo><msubsup><mi>a</mi><mi>r</mi><mi>K</mi></msubsup><mo fence=\"true\"",
    " form=\"postfix\" stretchy=\"false\">)</mo></mrow><mspace width=\"2em\"></mspace><mtext>and</mtext><mspace width=\"2e",
    "m\"></mspace><mi>q</mi><mo>&#x22c5;</mo><msub><mi>W</mi><mi>k</mi></msub><mrow><mo fence=\"true\" form=\"prefix\" s",
    "tretchy=\"false\">(</mo><msub><mi>x</mi><mi>n</mi></msub><mo>+</mo><msubsup><mover><mi>p</mi><mo stretchy=\"false",
    "\" class=\"chr-med wbk-med\" style=\"math-depth:0;\">~</mo></mover><mi>r</mi><mi>k</mi></msubsup><mo fence=\"true\" f",
    "orm=\"postfix\" stretchy=\"false\">)</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><msubsup><",
    "mi>a</mi><mi>r</mi><mi>K</mi></msubsup><mo>=</mo><msub><mi>W</mi><mi>k</mi></msub><msubsup><mover><mi>p</mi><m",
    "o stretchy=\"false\" class=\"chr-med wbk-med\" style=\"math-depth:0;\">~</mo></mover><mi>r</mi><mi>k</mi></msubsup><",
    "/mrow></math>",
    0,
};

static const char *const D14_5[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>q</mi><mo>&#x22c5;</mo><mi>k</mi><mo>+</mo><mi>q</mi><mo>&",
    "#x22c5;</mo><msub><mi>&#x3c1;</mi><mrow><mi>m</mi><mo>&#x2212;</mo><mi>n</mi></mrow></msub><mo>+</mo><mi>u</mi",
    "><mo>&#x22c5;</mo><mi>k</mi><mo>+</mo><mi>v</mi><mo>&#x22c5;</mo><msub><mi>&#x3c1;</mi><mrow><mi>m</mi><mo>&#x",
    "2212;</mo><mi>n</mi></mrow></msub><mo>=</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>q<",
    "/mi><mo>+</mo><mi>u</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x22c5;</mo><mi>k</",
    "mi><mo>+</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>q</mi><mo>+</mo><mi>v</mi><mo fen",
    "ce=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x22c5;</mo><msub><mi>&#x3c1;</mi><mrow><mi>m</mi>",
    "<mo>&#x2212;</mo><mi>n</mi></mrow></msub></mrow></math>",
    0,
};

static const char *const D14_11[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>q</mi><mo>&#x22c5;</mo><mi>k</mi><mo>+</mo><msub><mi>b</mi",
    "><mrow><mi>m</mi><mo>&#x2212;</mo><mi>n</mi></mrow></msub></mrow></math>",
    0,
};

static const char *const D15_4[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mpadded lspace=\"0\"><mi>softmax</mi></mpadded><mi>j</mi>",
    "</msub><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><msub><mi>s</mi><mrow><mi>i</mi><mi>j</mi></",
    "mrow></msub><mo>&#x2212;</mo><mi>m</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>i</mi><",
    "mo>&#x2212;</mo><mi>j</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo fence=\"true\" form=",
    "\"postfix\" stretchy=\"true\">)</mo></mrow><mo>=</mo><msub><mpadded lspace=\"0\"><mi>softmax</mi></mpadded><mi>j</mi",
    "></msub><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><msub><mi>s</mi><mrow><mi>i</mi><mi>j</mi><",
    "/mrow></msub><mo>+</mo><mi>m</mi><mi>j</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow><mo se",
    "parator=\"true\">,</mo><mspace width=\"2em\"></mspace><mi>a</mi><mi>u</mi><mrow><mo fence=\"true\" form=\"prefix\" str",
    "etchy=\"true\">(</mo><mn>4</mn><mi>r</mi><mo>+</mo><mn>2</mn><mi>n</mi><mo>+</mo><mn>4</mn><mi>S</mi><mo>+</mo><",
    "mn>8</mn><mi>m</mi><mi>X</mi><mo>+</mo><mn>11</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow",
    "><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mi>r</mi><mo>=</mo><mn>2</mn><mi>S</mi><mo>+</mo><mi",
    ">m</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>n</mi><mo>&#x2212;</mo><mn>1</mn><mo fe",
    "nce=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D15_6[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msup><mi>e</mi><mrow class=\"tml-sml-pad\"><mo form=\"prefix\" st",
    "retchy=\"false\" lspace=\"0em\" rspace=\"0em\">&#x2212;</mo><mi>&#x3c1;</mi></mrow></msup><msub><mi>w</mi><mi>D</mi>",
    "</msub><mo>&#x2264;</mo><msub><mi>a</mi><mi>D</mi></msub><mo>&#x2264;</mo><msup><mi>e</mi><mi class=\"tml-sml-p",
    "ad\">&#x3c1;</mi></msup><msub><mi>w</mi><mi>D</mi></msub><mo>&#x2264;</mo><msup><mi>e</mi><mrow class=\"tml-sml-",
    "pad\"><mi>&#x3c1;</mi><mo>&#x2212;</mo><mi>m</mi><mi>D</mi></mrow></msup></mrow></math>",
    0,
};

static const char *const D15_8[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>&#x3b2;</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=",
    "\"false\">(</mo><mi>n</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mi>n</mi><mte",
    "xt>&#xa0;</mtext><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>n</mi><mo>&lt;</mo><mi>e</mi>",
    "<mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"2em\"><",
    "/mspace><mi>&#x3b2;</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>n</mi><mo fence=\"true\"",
    " form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mrow><mi>min</mi><mo>&#x2061;</mo></mrow><mrow><mo fe",
    "nce=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mi>B</mi><mo>&#x2212;</mo><mn>1</mn><mo separator=\"true\">,</mo",
    "><mi>e</mi><mo>+</mo><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">&#x230a;</mo><mi>K</mi><mfrac><mrow>",
    "<mrow><mi>ln</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>n</mi",
    "><mi>/</mi><mi>e</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow><mrow><mrow><mi>ln</",
    "mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>M</mi><mi>/</mi><mi",
    ">e</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></mfrac><mo fence=\"true\" form=\"pos",
    "tfix\" stretchy=\"true\">&#x230b;</mo></mrow><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow><mtext>",
    "&#xa0;</mtext><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>n</mi><mo>&#x2265;</mo><mi>e</mi",
    "><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D15_11[] = {
    "<math display=\"block\" class=\"tml-display\"><mtable displaystyle=\"true\" class=\"tml-jot\"><mtr><mtd class=\"tml-rig",
    "ht\" style=\"padding-left:0em;padding-right:0em;\"><mrow></mrow></mtd><mtd class=\"tml-left\" style=\"padding-left:0",
    "em;padding-right:0em;\"><mrow><mtext>relative:&#xa0;</mtext><msub><mi>a</mi><mrow><mi>m</mi><mi>n</mi></mrow></",
    "msub><mo>=</mo><msub><mi>a</mi><mrow><msup><mi>m</mi><mo lspace=\"0em\" rspace=\"0em\" class=\"tml-prime\">&#x2032;<",
    "/mo></msup><msup><mi>n</mi><mo lspace=\"0em\" rspace=\"0em\" class=\"tml-prime\">&#x2032;</mo></msup></mrow></msub><",
    "mtext>&#xa0;if&#xa0;</mtext><mi>m</mi><mo>&#x2212;</mo><mi>n</mi><mo>=</mo><msup><mi>m</mi><mo lspace=\"0em\" rs",
    "pace=\"0em\" class=\"tml-prime\">&#x2032;</mo></msup><mo>&#x2212;</mo><msup><mi>n</mi><mo lspace=\"0em\" rspace=\"0em",
    "\" class=\"tml-prime\">&#x2032;</mo></msup><mo separator=\"true\">,</mo></mrow></mtd><mtd class=\"tml-right\" style=\"",
    "padding-left:1em;padding-right:0em;\"><mrow></mrow></mtd><mtd class=\"tml-left\" style=\"padding-left:0em;padding-",
    "right:0em;\"><mrow><mtext>symmetric:&#xa0;</mtext><msub><mi>a</mi><mrow><mi>m</mi><mi>n</mi></mrow></msub><mo>=",
    "</mo><msub><mi>a</mi><mrow><mi>n</mi><mi>m</mi></mrow></msub><mo separator=\"true\">,</mo></mrow></mtd></mtr><mt",
    "r><mtd class=\"tml-right\" style=\"padding-left:0em;padding-right:0em;\"><mrow></mrow></mtd><mtd class=\"tml-left\" ",
    "style=\"padding-left:0em;padding-right:0em;\"><mrow><mtext>falling:&#xa0;</mtext><msub><mi>a</mi><mrow><mi>m</mi",
    "><mo separator=\"true\">,</mo><mi>n</mi><mo>&#xb1;</mo><mn>1</mn></mrow></msub><mo>&#x2264;</mo><msub><mi>a</mi>",
    "<mrow><mi>m</mi><mi>n</mi></mrow></msub><mtext>&#xa0;away&#xa0;from&#xa0;</mtext><mi>m</mi><mo separator=\"true",
    "\">,</mo></mrow></mtd><mtd class=\"tml-right\" style=\"padding-left:1em;padding-right:0em;\"><mrow></mrow></mtd><mt",
    "d class=\"tml-left\" style=\"padding-left:0em;padding-right:0em;\"><mrow><mtext>level&#xa0;from&#xa0;</mtext><mi>K",
    "</mi><mo lspace=\"0.2222em\" rspace=\"0.2222em\">:</mo><mtext>&#xa0;</mtext><msub><mi>a</mi><mrow><mi>m</mi><mi>n<",
    "/mi></mrow></msub><mo>=</mo><msub><mi>a</mi><mrow><mi>m</mi><msup><mi>n</mi><mo lspace=\"0em\" rspace=\"0em\" clas",
    "s=\"tml-prime\">&#x2032;</mo></msup></mrow></msub><mtext>&#xa0;if&#xa0;both&#xa0;lie&#xa0;on&#xa0;one&#xa0;side&",
    "#xa0;at&#xa0;distances</mtext><mo>&#x2265;</mo><mi>K</mi><mi>.</mi></mrow></mtd></mtr></mtable></math>",
    0,
};

static const char *const D15_14[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>a</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mrow><munder><mo mo",
    "vablelimits=\"false\">&#x2211;</mo><mi>i</mi></munder></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true",
    "\">[</mo><msub><mi>&#x3b1;</mi><mi>i</mi></msub><mrow><mi>cos</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true",
    "\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub><mo fence=\"true\" form=",
    "\"postfix\" stretchy=\"false\">)</mo></mrow><mo>+</mo><msub><mi>&#x3b2;</mi><mi>i</mi></msub><mrow><mi>sin</mi><mo",
    ">&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><msub><mi>&#x3b8;</",
    "mi><mi>i</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo fence=\"true\" form=\"postf",
    "ix\" stretchy=\"true\">]</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"1em\"></mspace><mi>a</mi><mrow><mo f",
    "ence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mo>+</mo><mn>1</mn><mo fence=\"true\" form=\"postfix\"",
    " stretchy=\"false\">)</mo></mrow><mo>&#x2264;</mo><mi>a</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mtext>&#xa0;for&#xa0;all&#xa0",
    ";</mtext><mi>s</mi><mo>&#x2265;</mo><mn>0</mn><mspace width=\"1em\"></mspace><mo stretchy=\"false\">&#x27f9;</mo><",
    "mspace width=\"1em\"></mspace><mi>a</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><m",
    "o fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mi>a</mi><mrow><mo fence=\"true\" form=\"p",
    "refix\" stretchy=\"false\">(</mo><mn>0</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mtext>&",
    "#xa0;for&#xa0;all&#xa0;</mtext><mi>s</mi><mo>&#x2265;</mo><mn>0</mn></mrow></math>",
    0,
};

static const char *const D16_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>z</mi><mi>i</mi></msub><mrow><mo fence=\"true\" form=\"",
    "prefix\" stretchy=\"false\">(</mo><mi>m</mi><mo>+</mo><mn>1</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">",
    ")</mo></mrow><mo>=</mo><msup><mi>e</mi><mrow class=\"tml-sml-pad\"><mrow><mi mathvariant=\"normal\">i</mi><mspace>",
    "</mspace></mrow><msub><mi>&#x3b8;</mi><mi>i</mi></msub></mrow></msup><msub><mi>z</mi><mi>i</mi></msub><mrow><m",
    "o fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>m</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\"",
    ">)</mo></mrow><mo lspace=\"0.2222em\" rspace=\"0.2222em\">:</mo></mrow></math>",
    0,
};

static const char *const D16_3[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">&#x230a;<",
    "/mo><mfrac><mrow><mi>m</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub></mrow><mrow><mn>2</mn><mi>&#x3c0;</mi></mro",
    "w></mfrac><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">&#x230b;</mo></mrow><mtext>&#xa0;times</mtext><mo se",
    "parator=\"true\">,</mo><mspace width=\"1em\"></mspace><mtext>and&#xa0;</mtext><mi>F</mi><mtext>&#xa0;hands&#xa0;of",
    "&#xa0;(D8.2),&#xa0;with&#xa0;</mtext><mi>T</mi><mo>=</mo><mi>m</mi><mo separator=\"true\">,</mo><mtext>&#xa0;hav",
    "e&#xa0;done&#xa0;so&#xa0;at&#xa0;all.</mtext></mrow></math>",
    0,
};

static const char *const D16_7[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>&#x3bb;</mi><mi>i</mi></msub><mo>=</mo><mfrac><mrow>",
    "<mn>2</mn><mi>&#x3c0;</mi></mrow><msub><mi>&#x3b8;</mi><mi>i</mi></msub></mfrac><mo>=</mo><mn>2</mn><mi>&#x3c0",
    ";</mi><msup><mi>b</mi><mrow><mn>2</mn><mi>i</mi><mi>/</mi><mi>d</mi></mrow></msup><mo separator=\"true\">,</mo><",
    "mspace width=\"2em\"></mspace><mfrac><msub><mi>&#x3bb;</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub><ms",
    "ub><mi>&#x3bb;</mi><mi>i</mi></msub></mfrac><mo>=</mo><msup><mi>b</mi><mrow><mn>2</mn><mi>/</mi><mi>d</mi></mr",
    "ow></msup><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mi>i</mi><mo>=</mo><mn>0</mn><mo separator=",
    "\"true\">,</mo><mo>&#x2026;</mo><mo separator=\"true\">,</mo><mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac><",
    "mi>d</mi><mn>2</mn></mfrac></mstyle><mo>&#x2212;</mo><mn>1</mn></mrow></math>",
    0,
};

static const char *const D16_8[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>&#x3bb;</mi><mrow><mi>d</mi><mi>/</mi><mn>2</mn><mo>",
    "&#x2212;</mo><mn>1</mn></mrow></msub><mo>=</mo><mn>2</mn><mi>&#x3c0;</mi><msup><mi>b</mi><mrow><mn>1</mn><mo>&",
    "#x2212;</mo><mn>2</mn><mi>/</mi><mi>d</mi></mrow></msup><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspac",
    "e><mn>1</mn><mo>&#x2212;</mo><mfrac><msub><mi>&#x3bb;</mi><mrow><mi>d</mi><mi>/</mi><mn>2</mn><mo>&#x2212;</mo",
    "><mn>1</mn></mrow></msub><mrow><mn>2</mn><mi>&#x3c0;</mi><mi>b</mi></mrow></mfrac><mo>=</mo><mn>1</mn><mo>&#x2",
    "212;</mo><msup><mi>b</mi><mrow><mo form=\"prefix\" stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">&#x2212;</mo><mn>2",
    "</mn><mi>/</mi><mi>d</mi></mrow></msup><mo>&#x2264;</mo><mfrac><mrow><mn>2</mn><mrow><mspace width=\"0.1667em\">",
    "</mspace><mi>ln</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>b</mi></mrow><mi>d</mi></mfr",
    "ac></mrow></math>",
    0,
};

static const char *const D16_10[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>A</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mfrac><mrow><mi>q</",
    "mi><mo>&#x22c5;</mo><msub><mi>R</mi><mi>s</mi></msub><mi>k</mi><mo>&#x2212;</mo><mi>q</mi><mo>&#x22c5;</mo><ms",
    "ub><mi>R</mi><mrow><mo form=\"prefix\" stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">&#x2212;</mo><mi>s</mi></mrow>",
    "</msub><mi>k</mi></mrow><mn>2</mn></mfrac><mo>=</mo><mrow><munder><mo movablelimits=\"false\">&#x2211;</mo><mi>i",
    "</mi></munder></mrow><mpadded lspace=\"0\"><mi>Im</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"f",
    "alse\">(</mo><msub><mi>h</mi><mi>i</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mr",
    "ow><mi>sin</mi><mo>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><",
    "msub><mi>&#x3b8;</mi><mi>i</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></m",
    "ath>",
    0,
};

static const char *const D16_11[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mfrac><mrow><mi>E</mi><mrow><mo fence=\"true\" form=\"prefix\" st",
    "retchy=\"false\">[</mo><msup><mi>A</mi><mn class=\"tml-lrg-pad\">2</mn></msup><mo fence=\"true\" form=\"postfix\" stre",
    "tchy=\"false\">]</mo></mrow></mrow><mrow><mi>E</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">[</mo><",
    "msup><mpadded lspace=\"0\"><mi>score</mi></mpadded><mn>2</mn></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"fa",
    "lse\">]</mo></mrow></mrow></mfrac><mo>=</mo><mfrac><mi>P</mi><mi>N</mi></mfrac><mo>=</mo><mfrac><mrow><mn>1</mn",
    "><mo>&#x2212;</mo><mi>f</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mn>2</mn><mi>s</mi><m",
    "o fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow><mn>2</mn></mfrac><mo separator=\"true\">,</m",
    "o><mspace width=\"2em\"></mspace><mpadded lspace=\"0\"><mi>Var</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" ",
    "stretchy=\"false\">[</mo><msup><mi>A</mi><mn class=\"tml-lrg-pad\">2</mn></msup><mo fence=\"true\" form=\"postfix\" st",
    "retchy=\"false\">]</mo></mrow><mo>=</mo><mn>8</mn><msup><mi>P</mi><mn class=\"tml-med-pad\">2</mn></msup><mo>+</mo",
    "><mn>12</mn><mi>Q</mi></mrow></math>",
    0,
};

static const char *const D17_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mfrac><mrow><mrow><mi>max</mi><mo>&#x2061;</mo></mrow><mi>|</",
    "mi><msub><mi>h</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>&#x2212;</mo><msub><mi>h</mi><mi>i</m",
    "i></msub><mi>|</mi><msub><mo movablelimits=\"false\">&#x2211;</mo><mi>j</mi></msub><mi>|</mi><msub><mi>S</mi><mi",
    ">j</mi></msub><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"pos",
    "tfix\" stretchy=\"false\">)</mo></mrow><mi>|</mi></mrow><mrow><msub><mo movablelimits=\"false\">&#x2211;</mo><mi>i<",
    "/mi></msub><mi>|</mi><msub><mi>h</mi><mi>i</mi></msub><mi>|</mi></mrow></mfrac><mo>=</mo><mfrac><mrow><msub><m",
    "i>max</mi><mi>i</mi></msub><mo>&#x2061;</mo><mi>|</mi><msub><mi>h</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mr",
    "ow></msub><mo>&#x2212;</mo><msub><mi>h</mi><mi>i</mi></msub><mi>|</mi></mrow><mrow><mfrac><mn>1</mn><mi>N</mi>",
    "</mfrac><msub><mo movablelimits=\"false\">&#x2211;</mo><mi>i</mi></msub><mi>|</mi><msub><mi>h</mi><mi>i</mi></ms",
    "ub><mi>|</mi></mrow></mfrac><mi>B</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><m",
    "o fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x2265;</mo><mfrac><mrow><mi>B</mi><mrow><mo ",
    "fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)",
    "</mo></mrow></mrow><mrow><mi>B</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mn>0</mn><mo f",
    "ence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow></mfrac></mrow></math>",
    0,
};

static const char *const D17_3[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>E</mi><mi>|</mi><mrow><mi mathvariant=\"normal\">&#x3a3;</mi",
    "><mspace></mspace></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true",
    "\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><msup><mi>|</mi><mn>2</mn></msup><mo>=</mo><mn>4</mn><mi>N</mi>",
    "<mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mfrac><mrow><mpadded lspace=\"0\"><mi>Var</mi></mpadded",
    "><mi>|</mi><mrow><mi mathvariant=\"normal\">&#x3a3;</mi><mspace></mspace></mrow><mrow><mo fence=\"true\" form=\"pre",
    "fix\" stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><msup><mi>",
    "|</mi><mn>2</mn></msup></mrow><msup><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>E</mi><mi>",
    "|</mi><mrow><mi mathvariant=\"normal\">&#x3a3;</mi><mspace></mspace></mrow><mrow><mo fence=\"true\" form=\"prefix\" ",
    "stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><msup><mi>|</mi",
    "><mn>2</mn></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mn>2</mn></msup></mfrac><mo>=",
    "</mo><mn>1</mn><mo>+</mo><mfrac><mn>2</mn><mi>N</mi></mfrac></mrow></math>",
    0,
};

static const char *const D17_7[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>&#x3b7;</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=",
    "\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mi>f</mi><mro",
    "w><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"fa",
    "lse\">)</mo></mrow><mo>&#x2212;</mo><mi>g</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s",
    "</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x2212;</mo><mfrac><mrow><mrow><mi>cos",
    "</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace></mrow><mi>s</mi><mo>&#x2212;</mo><mrow><mi>cos</mi><m",
    "o>&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><mi>/</mi><mi>b</m",
    "i><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow></mrow><mrow><mn>2</mn><mi>N</mi></mrow></mfra",
    "c><mo>&#x2248;</mo><mrow><munder><mo movablelimits=\"false\">&#x2211;</mo><mrow><mi>k</mi><mo>&#x2264;</mo><mi>K",
    "</mi></mrow></munder></mrow><mfrac><mrow><mrow><mi>cos</mi><mo>&#x2061;</mo><mspace width=\"0.1667em\"></mspace>",
    "</mrow><msub><mrow><mi mathvariant=\"normal\">&#x3a6;</mi><mspace></mspace></mrow><mi>k</mi></msub></mrow><msqrt",
    "><mrow><mi>k</mi><mi>N</mi><mi>L</mi></mrow></msqrt></mfrac><mo separator=\"true\">,</mo><mspace width=\"2em\"></m",
    "space><msub><mrow><mi mathvariant=\"normal\">&#x3a6;</mi><mspace></mspace></mrow><mi>k</mi></msub><mo>=</mo><mfr",
    "ac><mrow><mn>2</mn><mi>&#x3c0;</mi><mi>k</mi></mrow><mi>&#x3b5;</mi></mfrac><mrow><mi>ln</mi><mo>&#x2061;</mo>",
    "<mspace width=\"0.1667em\"></mspace></mrow><mi>s</mi><mo>+</mo><msub><mi>c</mi><mi>k</mi></msub><mo separator=\"t",
    "rue\">,</mo><mspace width=\"1em\"></mspace><mi>&#x3b5;</mi><mo>=</mo><mfrac><mi>L</mi><mi>N</mi></mfrac><mo separ",
    "ator=\"true\">,</mo><mspace width=\"1em\"></mspace><mi>K</mi><mo>=</mo><mfrac><mi>s</mi><msub><mi>s</mi><mn>1</mn>",
    "</msub></mfrac></mrow></math>",
    0,
};

static const char *const D17_12[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>E</mi><msup><mi>q</mi><mi class=\"tml-med-pad\">&#x22a4;</mi",
    "></msup><msub><mi>R</mi><mi>r</mi></msub><mi>k</mi><mo>=</mo><mn>0</mn><mo separator=\"true\">,</mo><mspace widt",
    "h=\"2em\"></mspace><mi>E</mi><msup><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msup><mi>q</mi><",
    "mi class=\"tml-med-pad\">&#x22a4;</mi></msup><msub><mi>R</mi><mi>r</mi></msub><mi>k</mi><mo fence=\"true\" form=\"p",
    "ostfix\" stretchy=\"false\">)</mo></mrow><mn>2</mn></msup><mo>=</mo><mi>d</mi><mo separator=\"true\">,</mo><mspace ",
    "width=\"2em\"></mspace><mi>E</mi><mi>|</mi><msup><mi>q</mi><mi class=\"tml-med-pad\">&#x22a4;</mi></msup><msub><mi",
    ">R</mi><mi>r</mi></msub><mi>k</mi><mi>|</mi><mo>=</mo><mfrac><mn>2</mn><msqrt><mi>&#x3c0;</mi></msqrt></mfrac>",
    "<mo>&#x22c5;</mo><mfrac><mrow><mrow><mi mathvariant=\"normal\">&#x393;</mi><mspace></mspace></mrow><mrow><mo fen",
    "ce=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mfrac><mrow><mi>d</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></mf",
    "rac><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow></mrow><mrow><mrow><mi mathvariant=\"normal\">&",
    "#x393;</mi><mspace></mspace></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mfrac><mi>d</mi",
    "><mn>2</mn></mfrac><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow></mrow></mfrac></mrow></math>",
    0,
};

static const char *const D17_13[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msup><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(<",
    "/mo><msub><mi>R</mi><mi>s</mi></msub><mi>q</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><",
    "mi>&#x22a4;</mi></msup><mi>k</mi><mo>=</mo><mrow><munder><mo movablelimits=\"false\">&#x2211;</mo><mi>i</mi></mu",
    "nder></mrow><mi>|</mi><msub><mi>q</mi><mi>i</mi></msub><msup><mi>|</mi><mn>2</mn></msup><mrow><mi>cos</mi><mo>",
    "&#x2061;</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mrow><mo fence=\"true\" form=\"p",
    "refix\" stretchy=\"false\">(</mo><mi>s</mi><mo>&#x2212;</mo><mi>r</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"f",
    "alse\">)</mo></mrow><msub><mi>&#x3b8;</mi><mi>i</mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</",
    "mo></mrow><mo>&lt;</mo><mi>|</mi><mi>q</mi><msup><mi>|</mi><mn>2</mn></msup><mspace width=\"1em\"></mspace><mtex",
    "t>for&#xa0;integers&#xa0;</mtext><mi>s</mi><mo>&#x2260;</mo><mi>r</mi></mrow></math>",
    0,
};

static const char *const D18_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>S</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mi>b</mi><mo separator=\"true\">,</mo><mi>m</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo>",
    "</mrow><mo>=</mo><mrow><munderover><mo movablelimits=\"false\">&#x2211;</mo><mrow><mi>j</mi><mo>=</mo><mn>0</mn>",
    "</mrow><mrow><mi>N</mi><mo>&#x2212;</mo><mn>1</mn></mrow></munderover></mrow><mrow><mi>cos</mi><mo>&#x2061;</m",
    "o></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mi>m</mi><msup><mi>b</mi><mrow><mo form=\"",
    "prefix\" stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">&#x2212;</mo><mi>j</mi><mi>/</mi><mi>N</mi></mrow></msup><m",
    "o fence=\"true\" form=\"postfix\" stretchy=\"true\">)</mo></mrow><mo separator=\"true\">,</mo><mspace width=\"2em\"></ms",
    "pace><msup><mi>b</mi><mo>&#x2217;</mo></msup><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>L",
    "</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mrow><mi>inf</mi><mo>&#x2061;</m",
    "o></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">{</mo><mi>b</mi><mo>&#x2265;</mo><mn>1</mn><mo ",
    "lspace=\"0.2222em\" rspace=\"0.2222em\">:</mo><mi>S</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</m",
    "o><mi>b</mi><mo separator=\"true\">,</mo><mi>m</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow",
    "><mo>&#x2265;</mo><mn>0</mn><mtext>&#xa0;for&#xa0;</mtext><mi>m</mi><mo>=</mo><mn>0</mn><mo separator=\"true\">,",
    "</mo><mo>&#x2026;</mo><mo separator=\"true\">,</mo><mi>L</mi><mo>&#x2212;</mo><mn>1</mn><mo fence=\"true\" form=\"p",
    "ostfix\" stretchy=\"false\">}</mo></mrow></mrow></math>",
    0,
};

static const char *const D18_2[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>b</mi><mo>&#x2273;</mo><mfrac><mi>L</mi><msub><mi>x</mi><m",
    "n>0</mn></msub></mfrac><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mpadded lspace=\"0\"><mi>Ci</mi>",
    "</mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><msub><mi>x</mi><mn>0</mn></msub><mo fen",
    "ce=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mn>0</mn><mo separator=\"true\">,</mo><mspace ",
    "width=\"1em\"></mspace><msub><mi>x</mi><mn>0</mn></msub><mo>=</mo><mn>0.61650548</mn><mo>&#x2026;</mo><mo separa",
    "tor=\"true\">,</mo><mspace width=\"1em\"></mspace><mn>1</mn><mi>/</mi><msub><mi>x</mi><mn>0</mn></msub><mo>=</mo><",
    "mn>1.622</mn></mrow></math>",
    0,
};

static const char *const D19_1[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><msub><mi>&#x3b6;</mi><mi>i</mi></msub><mo>=</mo><mfrac><mrow>",
    "<mn>2</mn><mi>i</mi><mo>+</mo><mi>&#x3b3;</mi><mi>d</mi></mrow><mrow><mrow><mo fence=\"true\" form=\"prefix\" stre",
    "tchy=\"false\">(</mo><mn>1</mn><mo>+</mo><mi>&#x3b3;</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo>",
    "</mrow><mi>d</mi></mrow></mfrac><mo>=</mo><mfrac><mrow><mn>10</mn><mi>i</mi><mo>+</mo><mn>2</mn><mi>d</mi></mr",
    "ow><mrow><mn>7</mn><mi>d</mi></mrow></mfrac><mspace width=\"1em\"></mspace><mtext>for&#xa0;</mtext><mi>&#x3b3;</",
    "mi><mo>=</mo><mn>0.4</mn><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mstyle displaystyle=\"false\" ",
    "scriptlevel=\"0\"><mfrac><mn>2</mn><mn>7</mn></mfrac></mstyle><mo>=</mo><msub><mi>&#x3b6;</mi><mn>0</mn></msub><",
    "mo>&lt;</mo><msub><mi>&#x3b6;</mi><mn>1</mn></msub><mo>&lt;</mo><mo>&#x22ef;</mo><mo>&lt;</mo><msub><mi>&#x3b6",
    ";</mi><mrow><mi>N</mi><mo>&#x2212;</mo><mn>1</mn></mrow></msub><mo>&lt;</mo><mn>1</mn></mrow></math>",
    0,
};

static const char *const D19_3[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mrow><munder><mo movablelimits=\"false\">&#x2211;</mo><mi>i</mi",
    "></munder></mrow><mpadded lspace=\"0\"><mi>Re</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\"",
    ">[</mo><msubsup><mi>&#x3b6;</mi><mi>i</mi><mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><m",
    "i>m</mi><mo>&#x2212;</mo><mi>n</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mi>/</mi><mi",
    ">B</mi></mrow></msubsup><msub><mi>q</mi><mi>i</mi></msub><msub><mover><mi>k</mi><mo stretchy=\"false\" class=\"wb",
    "k-acc\" style=\"math-depth:0;\">&#x203e;</mo></mover><mi>i</mi></msub><msup><mi>e</mi><mrow class=\"tml-sml-pad\"><",
    "mrow><mi mathvariant=\"normal\">i</mi><mspace></mspace></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"fal",
    "se\">(</mo><mi>m</mi><mo>&#x2212;</mo><mi>n</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><",
    "msub><mi>&#x3b8;</mi><mi>i</mi></msub></mrow></msup><mo fence=\"true\" form=\"postfix\" stretchy=\"true\">]</mo></mr",
    "ow></mrow></math>",
    0,
};

static const char *const D19_7[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>x</mi><msub><mi>&#x3b8;</mi><mi>i</mi></msub><mtext>&#xa0;",
    "for&#xa0;</mtext><mi>i</mi><mo>&lt;</mo><mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac><mi>N</mi><mn>2</m",
    "n></mfrac></mstyle><mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mi>y</mi><msub><mi>&#x3b8;</mi><mr",
    "ow><mi>i</mi><mo>&#x2212;</mo><mi>N</mi><mi>/</mi><mn>2</mn></mrow></msub><mtext>&#xa0;for&#xa0;</mtext><mi>i<",
    "/mi><mo>&#x2265;</mo><mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac><mi>N</mi><mn>2</mn></mfrac></mstyle>",
    "<mo separator=\"true\">,</mo><mspace width=\"2em\"></mspace><msub><mi>&#x3b8;</mi><mi>j</mi></msub><mo>=</mo><msup",
    "><mi>b</mi><mrow><mo form=\"prefix\" stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">&#x2212;</mo><mn>4</mn><mi>j</mi",
    "><mi>/</mi><mi>d</mi></mrow></msup></mrow></math>",
    0,
};

static const char *const D19_10[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mi>S</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mrow><mi mathvariant=\"normal\">&#x394;</mi><mspace></mspace></mrow><mi>x</mi><mo separator=\"true\">,</m",
    "o><mrow><mi mathvariant=\"normal\">&#x394;</mi><mspace></mspace></mrow><mi>y</mi><mo fence=\"true\" form=\"postfix\"",
    " stretchy=\"false\">)</mo></mrow><mo>&#x2212;</mo><mi>S</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false",
    "\">(</mo><mrow><mi mathvariant=\"normal\">&#x394;</mi><mspace></mspace></mrow><mi>x</mi><mo separator=\"true\">,</m",
    "o><mn>0</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x2212;</mo><mi>S</mi><mrow><mo",
    " fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mn>0</mn><mo separator=\"true\">,</mo><mrow><mi mathvariant=",
    "\"normal\">&#x394;</mi><mspace></mspace></mrow><mi>y</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo>",
    "</mrow><mo>+</mo><mi>S</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mn>0</mn><mo separator",
    "=\"true\">,</mo><mn>0</mn><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mn>0</mn><mo ",
    "separator=\"true\">,</mo><mspace width=\"2em\"></mspace><mi>K</mi><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"f",
    "alse\">(</mo><mrow><mi mathvariant=\"normal\">&#x394;</mi><mspace></mspace></mrow><mi>x</mi><mo separator=\"true\">",
    ",</mo><mrow><mi mathvariant=\"normal\">&#x394;</mi><mspace></mspace></mrow><mi>y</mi><mo fence=\"true\" form=\"post",
    "fix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac><mn>1</mn><mn",
    ">2</mn></mfrac></mstyle><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"true\">(</mo><mi>f</mi><mrow><mo fence=\"",
    "true\" form=\"prefix\" stretchy=\"false\">(</mo><mrow><mi mathvariant=\"normal\">&#x394;</mi><mspace></mspace></mrow>",
    "<mi>x</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>+</mo><mi>f</mi><mrow><mo fence=\"t",
    "rue\" form=\"prefix\" stretchy=\"false\">(</mo><mrow><mi mathvariant=\"normal\">&#x394;</mi><mspace></mspace></mrow><",
    "mi>y</mi><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo fence=\"true\" form=\"postfix\" stretch",
    "y=\"true\">)</mo></mrow></mrow></math>",
    0,
};

static const char *const D19_12[] = {
    "<math display=\"block\" class=\"tml-display\"><mrow><mn>1</mn><mo>&#x2212;</mo><mfrac><mn>1</mn><msub><mi>S</mi><m",
    "i>a</mi></msub></mfrac><mrow><munder><mo movablelimits=\"false\">&#x2211;</mo><mrow><mpadded lspace=\"0\"><mi>axis",
    "</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>i</mi><mo fence=\"true\" form=\"po",
    "stfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mi>a</mi></mrow></munder></mrow><mrow><mi>cos</mi><mo>&#x2061;",
    "</mo></mrow><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>s</mi><msub><mi>&#x3b8;</mi><mi>i<",
    "/mi></msub><mo fence=\"true\" form=\"postfix\" stretchy=\"false\">)</mo></mrow><mo>&#x2264;</mo><mfrac><msup><mi>s</",
    "mi><mn class=\"tml-sml-pad\">2</mn></msup><mn>2</mn></mfrac><mo>&#x22c5;</mo><mfrac><mn>1</mn><msub><mi>S</mi><m",
    "i>a</mi></msub></mfrac><mrow><munder><mo movablelimits=\"false\">&#x2211;</mo><mrow><mpadded lspace=\"0\"><mi>axis",
    "</mi></mpadded><mrow><mo fence=\"true\" form=\"prefix\" stretchy=\"false\">(</mo><mi>i</mi><mo fence=\"true\" form=\"po",
    "stfix\" stretchy=\"false\">)</mo></mrow><mo>=</mo><mi>a</mi></mrow></munder></mrow><msubsup><mi>&#x3b8;</mi><mi>i",
    "</mi><mn>2</mn></msubsup></mrow></math>",
    0,
};

const rwk_formula RWK_FORMULAS[] = {
    { "D1.17", D1_17 },
    { "D2.5", D2_5 },
    { "D3.2", D3_2 },
    { "D3.4", D3_4 },
    { "D3.6", D3_6 },
    { "D4.1", D4_1 },
    { "D4.7", D4_7 },
    { "D5.3", D5_3 },
    { "D5.6", D5_6 },
    { "D5.9", D5_9 },
    { "D6.2", D6_2 },
    { "D6.4", D6_4 },
    { "D6.6", D6_6 },
    { "D7.1", D7_1 },
    { "D7.2", D7_2 },
    { "D7.4", D7_4 },
    { "D8.2", D8_2 },
    { "D9.2", D9_2 },
    { "D9.3", D9_3 },
    { "D9.4", D9_4 },
    { "D10.5", D10_5 },
    { "D10.6", D10_6 },
    { "D11.1", D11_1 },
    { "D11.3", D11_3 },
    { "D11.7", D11_7 },
    { "D11.11", D11_11 },
    { "D11.15", D11_15 },
    { "D12.2", D12_2 },
    { "D12.4", D12_4 },
    { "D12.5", D12_5 },
    { "D12.8", D12_8 },
    { "D12.9", D12_9 },
    { "D12.12", D12_12 },
    { "D13.1", D13_1 },
    { "D13.3", D13_3 },
    { "D13.6", D13_6 },
    { "D13.9", D13_9 },
    { "D14.1", D14_1 },
    { "D14.2", D14_2 },
    { "D14.5", D14_5 },
    { "D14.11", D14_11 },
    { "D15.4", D15_4 },
    { "D15.6", D15_6 },
    { "D15.8", D15_8 },
    { "D15.11", D15_11 },
    { "D15.14", D15_14 },
    { "D16.1", D16_1 },
    { "D16.3", D16_3 },
    { "D16.7", D16_7 },
    { "D16.8", D16_8 },
    { "D16.10", D16_10 },
    { "D16.11", D16_11 },
    { "D17.1", D17_1 },
    { "D17.3", D17_3 },
    { "D17.7", D17_7 },
    { "D17.12", D17_12 },
    { "D17.13", D17_13 },
    { "D18.1", D18_1 },
    { "D18.2", D18_2 },
    { "D19.1", D19_1 },
    { "D19.3", D19_3 },
    { "D19.7", D19_7 },
    { "D19.10", D19_10 },
    { "D19.12", D19_12 },
    { 0, 0 },
};
