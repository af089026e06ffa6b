// SPDX-License-Identifier: MIT
// Typesets the equations that claims name as MathML: node docs/formulas.mjs CHECKSUM < equations.tsv > src/claims/formula_data.c
// Needs the npm package temml (`make formulas` says where); the product itself needs neither node nor it.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.cwd() + "/build/npm/");
const temml = require("temml");
const quote = (text) => JSON.stringify(text).replace(/\?\?/g, "?\\?");

const rows = readFileSync(0, "utf8").trim().split("\n").map((line) => line.split("\t"));
console.log("/* SPDX-License-Identifier: MIT */");
console.log("/* Made by `make formulas` from docs/derivations.md; do not edit. */");
console.log('#include "claims/formula.h"\n');
console.log(`/* cksum ${process.argv[2]} */`);
const name = (tag) => tag.replace(".", "_");
for (const [tag, tex] of rows) {
  const mathml = temml.renderToString(tex.replace(/\s*[.,;]\s*$/, ""), { displayMode: true, throwOnError: true, annotate: false })
    .replace(/ style="display:[^"]*"/g, "").replace(/[^\x00-\x7f]/gu, (c) => `&#x${c.codePointAt(0).toString(16)};`);
  console.log(`static const char *const ${name(tag)}[] = {`);
  for (let at = 0; at < mathml.length; at += 110) console.log(`    ${quote(mathml.slice(at, at + 110))},`);
  console.log("    0,\n};\n");
}
console.log("const rwk_formula RWK_FORMULAS[] = {");
for (const [tag] of rows) console.log(`    { "${tag}", ${name(tag)} },`);
console.log("    { 0, 0 },\n};");
