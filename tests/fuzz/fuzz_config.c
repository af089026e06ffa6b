/* SPDX-License-Identifier: MIT */
// Fuzz target of src/config: any text as a config.json or as an inline config; what is accepted must be valid and have frequencies.
//
//   clang -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -std=c11 -ffp-contract=off -Isrc
//         tests/fuzz/fuzz_config.c src/config/*.c src/angles/*.c src/core/*.c -lcjson -lmpfr -lgmp -lm -o fuzz_config
//   ./fuzz_config tests/fuzz/corpus/config
//
// Byte 0: bit 0 = the rope parameters stand at the top; bits 1, 2 = layer type.  Then JSON, or '@' and key=value,key=value.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "angles/truth.h"
#include "config/config_json.h"
#include "config/config_load.h"
#include "core/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WIDEST = 64, PRECISION = 64, SPEC = 1 << 16 };

static void require(int condition)
{
    if (!condition) abort();
}

static int has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f) return 1;
    return 0;
}

/* Lines that begin with "warning: ", and the last one ends. */
static void check_warnings(char *text)
{
    while (*text) {
        char *end = strchr(text, '\n');
        require(end != NULL && strncmp(text, "warning: ", 9) == 0);
        *end = '\0';
        require(!has_control(text));
        text = end + 1;
    }
}

/* Frequencies are finite and not negative, whatever the rule, at the lowest precision already. */
static void check_frequencies(const rwk_config *config)
{
    double inv_freq[WIDEST / 2];
    rwk_truth *truth = NULL;
    rwk_diag diag = { 0 };
    rwk_status status = rwk_truth_new(&truth, config, PRECISION, &diag);
    if (status != RWK_OK) {
        require(status == RWK_ERANGE || status == RWK_EUNDECIDED);
        return;
    }
    require(rwk_truth_pairs(truth) == config->rotary_dim / 2);
    require(isfinite(rwk_truth_attention_factor(truth)) && rwk_truth_attention_factor(truth) > 0);
    status = rwk_truth_inv_freq(inv_freq, truth, RWK_F64);
    require(status == RWK_OK || status == RWK_ERANGE || status == RWK_EUNDECIDED);
    for (size_t i = 0; i < config->rotary_dim / 2 && status == RWK_OK; i++) require(isfinite(inv_freq[i]) && inv_freq[i] >= 0);
    rwk_truth_free(truth);
}

static void check_accepted(const rwk_config *config)
{
    rwk_diag diag = { 0 };
    require(rwk_config_check(config, "again", &diag) == RWK_OK);
    require(config->rotary_dim >= 2 && config->rotary_dim <= config->head_dim && config->rope_theta > 0);
    require(memchr(config->model_type, '\0', RWK_NAME) && memchr(config->layer_type, '\0', RWK_NAME));
    for (size_t i = 0; i < config->rotary_dim / 2 && i < WIDEST; i++)
        require(rwk_config_axis(config, i) < (config->n_axes ? config->n_axes : 1));
    if (config->rotary_dim <= WIDEST) check_frequencies(config);
}

static rwk_status from_json(rwk_config *config, const char *text, size_t size, bool flat, const char *layer_type, rwk_diag *diag)
{
    rwk_json *root = NULL;
    rwk_status status = rwk_json_parse(&root, text, size, "fuzz", diag);
    if (status != RWK_OK) return status;
    status = rwk_config_from_json(config, root, flat, layer_type, "fuzz", diag);
    rwk_json_free(root);
    return status;
}

/* Only what can name no file: a '=' early on and no '/' at all. */
static rwk_status from_spec(rwk_config *config, const char *text, size_t size, const char *layer_type, rwk_diag *diag)
{
    static char spec[SPEC];
    if (size >= SPEC || !memchr(text, '=', size < 64 ? size : 64) || memchr(text, '/', size)) return RWK_OK;
    memcpy(spec, text, size);
    spec[size] = '\0';
    return strchr(spec, '=') ? rwk_config_load(config, spec, layer_type, diag) : RWK_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const layers[] = { NULL, "full_attention", "sliding_attention", NULL };
    rwk_config config, before;
    rwk_diag diag = { 0 };
    if (size < 2) return 0;
    const char *text = (const char *)data + 1, *layer = layers[data[0] >> 1 & 3];
    memset(&config, 0xa5, sizeof config);
    memcpy(&before, &config, sizeof before);
    const rwk_status status = *text == '@' ? from_spec(&config, text + 1, size - 2, layer, &diag)
                                           : from_json(&config, text, size - 1, data[0] & 1, layer, &diag);
    check_warnings(diag.warnings);
    const int touched = memcmp(&config, &before, sizeof config) != 0;
    if (status == RWK_OK && touched) check_accepted(&config);
    if (status != RWK_OK) require(!touched && diag.text[0] != '\0' && !has_control(diag.text));
    return 0;
}
