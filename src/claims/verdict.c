/* SPDX-License-Identifier: MIT */
/* Puts the files of a run in place: its tables, then ID.verdict.json, which says what they show. */
#include <stdio.h>

#include "claims/claim.h"
#include "core/json_write.h"
#include "core/version.h"

static void put_checks(rwk_json_writer *w, const rwk_run *run, const char *key, rwk_check_kind kind)
{
    rwk_json_open(w, key, '[');
    for (size_t i = 0; i < run->n_checks; i++) {
        const rwk_check *check = &run->checks[i];
        if (check->kind != kind) continue;
        rwk_json_open(w, NULL, '{');
        rwk_json_put_string(w, "name", check->name);
        rwk_json_put_number(w, "measured", check->measured);
        rwk_json_put_number(w, "bound", check->bound);
        if (kind == RWK_CONTROL) rwk_json_put_bool(w, "fails", check->measured > check->bound);
        else rwk_json_put_bool(w, "holds", rwk_check_holds(check));
        rwk_json_close(w, '}');
    }
    rwk_json_close(w, ']');
}

static void put_facts(rwk_json_writer *w, const rwk_run *run)
{
    rwk_json_open(w, "facts", '{');
    for (size_t i = 0; i < run->n_facts; i++) rwk_json_put_number(w, run->facts[i].name, run->facts[i].value);
    rwk_json_close(w, '}');
}

static void put_parameters(rwk_json_writer *w, const rwk_run *run)
{
    const rwk_config *c = &run->config;
    rwk_json_open(w, "parameters", '{');
    if (!run->claim->fixed) {
        rwk_json_put_string(w, "config", run->options.config);
        rwk_json_put_string(w, "rope_type", rwk_rope_type_name(c->rope_type));
        rwk_json_put_string(w, "layout", rwk_layout_name(c->layout));
        rwk_json_put_number(w, "head_dim", (double)c->head_dim);
        rwk_json_put_number(w, "rotary_dim", (double)c->rotary_dim);
        rwk_json_put_number(w, "rope_theta", c->rope_theta);
    }
    rwk_json_put_number(w, "seed", RWK_RUN_SEED);
    rwk_json_put_bool(w, "quick", run->options.quick);
    rwk_json_put_bool(w, "full", run->options.full);
    rwk_json_put_string(w, "version", RWK_VERSION);
    rwk_json_close(w, '}');
}

static void put_verdict(rwk_json_writer *w, const rwk_run *run)
{
    const rwk_claim *claim = run->claim;
    const rwk_check *worst = rwk_run_worst(run);
    rwk_json_open(w, NULL, '{');
    rwk_json_put_string(w, "claim", claim->id);
    rwk_json_put_number(w, "lesson", claim->lesson);
    rwk_json_put_string(w, "statement", claim->statement);
    rwk_json_put_string(w, "source", claim->source);
    rwk_json_put_string(w, "derivation", claim->section);
    rwk_json_put_string(w, "equations", claim->equations ? claim->equations : "");
    rwk_json_put_string(w, "verdict", rwk_verdict_name(rwk_run_verdict(run)));
    rwk_json_put_string(w, "expected", rwk_verdict_name(claim->expected));
    rwk_json_put_bool(w, "as_expected", rwk_run_as_expected(run));
    rwk_json_put_string(w, "quantity", worst ? worst->name : "nothing was measured");
    rwk_json_put_number(w, "measured", worst ? worst->measured : 0);
    rwk_json_put_number(w, "bound", worst ? worst->bound : 0);
    put_checks(w, run, "checks", RWK_STATEMENT);
    put_checks(w, run, "instead", RWK_INSTEAD);
    put_checks(w, run, "controls", RWK_CONTROL);
    put_facts(w, run);
    put_parameters(w, run);
    rwk_json_close(w, '}');
    rwk_json_end(w);
}

rwk_status rwk_run_commit(rwk_run *run)
{
    char path[RWK_PATH];
    rwk_status status = RWK_OK;
    for (size_t i = 0; i < run->n_tables && status == RWK_OK; i++) status = rwk_file_commit(&run->tables[i].file, &run->diag);
    if (status != RWK_OK) return status;
    status = rwk_run_path(path, run, "", "", ".verdict.json");
    if (status == RWK_OK) status = rwk_file_open(&run->verdict, path, &run->diag);
    if (status != RWK_OK) return status;
    rwk_json_writer writer = rwk_json_begin(run->verdict.stream);
    put_verdict(&writer, run);
    return rwk_file_commit(&run->verdict, &run->diag);
}
