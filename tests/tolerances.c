/* SPDX-License-Identifier: MIT */
/*
 * tolerances [--quick]: honest engines, operation by operation, against the bounds of section 20 of the derivations
 *
 * Random configs of every rule (quick: 20 each, else 2000), positions from every octave below 2^27 and the ladder's; see engines.h.
 * Prints the largest error over bound by engine and rule, and by the dtype of the answer; exits 1 when one that a grade is defined by exceeds
 * 1, or when a bound is never used by more than a tenth.
 */
#include "engines.h"

enum { POSITIONS = 40 };

static void choose(int64_t positions[POSITIONS], rwk_rng *rng)
{
    static const int64_t LADDER[] = { 0, 1, 3, 257, 2049, 4095, 8191, 32767, 65519, 131071, 262143, 1048575, -67 };
    for (int k = 0; k < POSITIONS; k++) {
        const int64_t octave = INT64_C(1) << (k % 27);
        positions[k] = k < 27 ? random_within(rng, octave, 2 * octave - 1) : LADDER[k - 27];
    }
}

static int verdict(double most, bool binding, bool *good)
{
    const bool fits = most <= 1, idle = most < 0.1;
    if (binding && (!fits || idle)) *good = false;
    return printf("  %7.3f%s", most, binding && !fits ? "!" : binding && idle ? "?" : " ");
}

static bool report_angles(const usage *u)
{
    bool good = true;
    printf("%-28s", "angles, error over bound");
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++) printf(" %9.9s", rwk_rope_type_name((rwk_rope_type)type));
    for (int kind = 0; kind < N_ENGINES; kind++)
        for (int single = kind != ENGINE_HF; single < 2; single++) {
            const rwk_grade grade = grade_of_engine((engine)kind, single ? RWK_F32 : RWK_F64);
            printf("\n%s %-25s", rwk_grade_name(grade), single ? ENGINE_NAMES[kind] : "the first, in f64");
            for (int type = 0; type < RWK_N_ROPE_TYPES; type++) verdict(u->angle[kind][single][type], kind != ENGINE_EXP, &good);
        }
    return good;
}

static bool report_values(const usage *u)
{
    bool good = true;
    printf("\n%-28s", "values");
    for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++) printf(" %9s", rwk_dtype_name((rwk_dtype)dtype));
    for (int kind = 0; kind < N_ENGINES; kind++)
        for (int single = kind != ENGINE_HF; single < 2; single++) {
            printf("\n   %-25s", single ? ENGINE_NAMES[kind] : "the first, in f64");
            for (int dtype = RWK_F32; dtype < RWK_N_DTYPES; dtype++)
                verdict(u->value[kind][single][dtype], kind != ENGINE_EXP, &good);
        }
    putchar('\n');
    return good;
}

int main(int argc, char **argv)
{
    static usage u;
    const bool quick = argc == 2 && strcmp(argv[1], "--quick") == 0;
    if (argc > 1 && !quick) {
        fprintf(stderr, "usage: tolerances [--quick]\n");
        return 2;
    }
    rwk_rng rng = { 20 };
    for (int type = 0; type < RWK_N_ROPE_TYPES; type++)
        for (int k = 0; k < (quick ? 20 : 2000); k++) {
            int64_t positions[POSITIONS];
            const rwk_config config = random_config((rwk_rope_type)type, &rng);
            choose(positions, &rng);
            use_config(&u, &config, positions, POSITIONS, &rng);
        }
    const bool angles = report_angles(&u), values = report_values(&u);
    printf("%s  %lld angles\n", angles && values ? "ok" : "not ok", u.n);
    return angles && values ? EXIT_SUCCESS : EXIT_FAILURE;
}
