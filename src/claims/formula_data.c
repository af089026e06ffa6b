/* SPDX-License-Identifier: MIT */
/* Made by `make formulas` from docs/derivations.md; do not edit. */
#include "claims/formula.h"

/* cksum 1750401380 350 */
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

const rwk_formula RWK_FORMULAS[] = {
    { "D6.2", D6_2 },
    { "D6.4", D6_4 },
    { 0, 0 },
};
