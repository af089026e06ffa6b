/* SPDX-License-Identifier: MIT */
/* Tests oracle/evidence: which value stands where, what an answer is taken for, and every refusal with its words. */
#include "oracle/evidence.h"

#include "formats/npy.h"
#include "testing.h"

enum { BATCH = 2, SEQ = 3, HEADS = 4, HEAD_DIM = 6, MOST = 1 << 12 };

/* ---- Files in memory ---- */

/** A safetensors file under construction; tensors must come sorted by name. */
typedef struct {
    char header[1024];
    unsigned char data[MOST * 8], bytes[MOST * 8 + 2048];
    size_t n_data, size;
    rwk_tensor_file file;
} builder;

static size_t count_of(const char *shape)
{
    size_t n = 1;
    for (const char *at = shape; *at; at++)
        if (*at >= '0' && *at <= '9') n *= strtoul(at, (char **)&at, 10), at--;
    return n;
}

/* A tensor whose item j is first + j * step. */
static void put(builder *b, const char *name, const char *element, const char *shape, double first, double step)
{
    rwk_element type;
    rwk_dtype dtype;
    ck_assert(rwk_element_find(&type, element));
    const size_t n = count_of(shape), size = rwk_element_size(type), used = strlen(b->header);
    snprintf(b->header + used, sizeof b->header - used, "%s\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%zu,%zu]}",
             used ? "," : "", name, element, shape, b->n_data, b->n_data + n * size);
    for (size_t j = 0; j < n; j++, b->n_data += size) {
        const double value = first + step * (double)j;
        if (rwk_element_dtype(&dtype, type)) rwk_pack(b->data + b->n_data, &value, 1, dtype);
        else rwk_put_little(b->data + b->n_data, (uint64_t)(int64_t)value, size);
    }
}

static const rwk_tensor_file *done(builder *b)
{
    rwk_diag diag = { 0 };
    const size_t length = strlen(b->header) + 2;
    rwk_put_little(b->bytes, length, 8);
    snprintf((char *)b->bytes + 8, length + 1, "{%s}", b->header);
    memcpy(b->bytes + 8 + length, b->data, b->n_data);
    b->size = 8 + length + b->n_data;
    if (rwk_safetensors_open(&b->file.safetensors, b->bytes, b->size, "file", &diag) != RWK_OK) ck_abort_msg("%s", diag.text);
    return &b->file;
}

/* An .npy in memory: what rwk_tensor_file_read makes of one. */
static rwk_tensor_file npy_of(const unsigned char *data, rwk_element element, size_t n_dims, const size_t shape[])
{
    rwk_tensor_file f = { .is_npy = true };
    ck_assert_status(rwk_tensor_view(&f.array, element, shape, n_dims, data), RWK_OK);
    return f;
}

static void drop(builder *b) { rwk_safetensors_close(&b->file.safetensors); }

static const char *const NAMES[] = { "p.st", "a.st" };

#define X_SHAPE "[2,3,4,6]"

static rwk_config plain(void)
{
    rwk_config c = rwk_config_plain(HEAD_DIM, 10000);
    c.rotary_dim = 4;
    return c;
}

static rwk_config with_axes(void)
{
    rwk_config c = rwk_config_plain(HEAD_DIM, 10000);
    c.n_axes = 3, c.mrope_section[0] = c.mrope_section[1] = c.mrope_section[2] = 1;
    return c;
}

/* ---- Values in their places ---- */

START_TEST(test_rotated_values_stand_where_the_shape_says)
{
    const char *const dtypes[] = { "F64", "F32", "BF16", "F16" };
    for (int d = 0; d < 4; d++) {
        static builder p, a;
        memset(&p, 0, sizeof p), memset(&a, 0, sizeof a);
        rwk_evidence e = { 0 };
        const rwk_config c = plain();
        double x[HEAD_DIM], y[HEAD_DIM];
        put(&p, "positions", d % 2 ? "I32" : "I64", "[2,3]", 10, 7);
        put(&p, "x", "F32", X_SHAPE, 0, 1);
        put(&a, "y", dtypes[d], X_SHAPE, 0, 1); /* 144 numbers: exact in bf16 */
        ck_assert_status(rwk_evidence_of_probe(&e, &c, done(&p), done(&a), NULL, NAMES, NULL), RWK_OK);
        ck_assert_int_eq(e.kind, RWK_ROTATED);
        ck_assert_int_eq(e.answer, d == 2 ? RWK_BF16 : d == 3 ? RWK_F16 : d);
        ck_assert(e.batch == BATCH && e.seq == SEQ && e.heads == HEADS && e.width == HEAD_DIM && e.n_axes == 1);
        for (size_t b = 0; b < BATCH; b++)
            for (size_t t = 0; t < SEQ; t++)
                for (size_t h = 0; h < HEADS; h++) {
                    const rwk_place place = rwk_evidence_place(&e, b, t, h);
                    ck_assert_int_eq(place.position[0], (int64_t)(10 + 7 * (b * SEQ + t)));
                    ck_assert_int_eq(place.row_zero[0], (int64_t)(10 + 7 * t));
                    rwk_evidence_head(x, y, &e, &place);
                    for (size_t j = 0; j < HEAD_DIM; j++) {
                        const double want = (double)(((b * SEQ + t) * HEADS + h) * HEAD_DIM + j);
                        ck_assert_same_bits(x[j], want);
                        ck_assert_same_bits(y[j], want);
                    }
                }
        rwk_evidence_clear(&e);
        rwk_evidence_clear(&e);
        drop(&p), drop(&a);
    }
}
END_TEST

/* [seq] and [1, seq] stand for every row; [batch, seq] and [1, batch, seq] for every axis. */
START_TEST(test_positions_of_every_shape)
{
    static const struct {
        const char *shape;
        bool axes;
        int64_t axis_step, batch_step;
    } CASES[] = { { "[3]", false, 0, 0 },    { "[1,3]", false, 0, 0 },  { "[2,3]", false, 0, 3 },
                  { "[3]", true, 0, 0 },     { "[2,3]", true, 0, 3 },   { "[1,2,3]", true, 0, 3 },
                  { "[3,2,3]", true, 6, 3 }, { "[3,1,3]", true, 3, 0 }, { "[1,1,3]", false, 0, 0 } };
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
        static builder p, a;
        memset(&p, 0, sizeof p), memset(&a, 0, sizeof a);
        rwk_evidence e = { 0 };
        rwk_diag diag = { 0 };
        const rwk_config c = CASES[k].axes ? with_axes() : plain();
        put(&p, "positions", "I64", CASES[k].shape, -2, 1);
        put(&p, "x", "F32", X_SHAPE, 1, 0);
        put(&a, "y", "F32", X_SHAPE, 1, 0);
        if (rwk_evidence_of_probe(&e, &c, done(&p), done(&a), NULL, NAMES, &diag) != RWK_OK)
            ck_abort_msg("%s: %s", CASES[k].shape, diag.text);
        ck_assert_uint_eq(e.n_axes, CASES[k].axes ? 3 : 1);
        for (size_t b = 0; b < BATCH; b++)
            for (size_t t = 0; t < SEQ; t++)
                for (size_t axis = 0; axis < e.n_axes; axis++) {
                    const int64_t want = -2 + (int64_t)t + (int64_t)b * CASES[k].batch_step + (int64_t)axis * CASES[k].axis_step;
                    ck_assert_int_eq(rwk_evidence_place(&e, b, t, 0).position[axis], want);
                }
        rwk_evidence_clear(&e);
        drop(&p), drop(&a);
    }
}
END_TEST

START_TEST(test_scores_and_their_vectors)
{
    static builder p, a;
    rwk_evidence e = { 0 };
    const rwk_config c = plain();
    double v[HEAD_DIM];
    put(&p, "k", "F32", "[2,3,2,6]", 0, 1);
    put(&p, "positions", "I64", "[2,3]", 0, 1);
    put(&p, "q", "BF16", X_SHAPE, 0, 1);
    put(&a, "scores", "F64", "[2,4,3,3]", 0, 1);
    ck_assert_status(rwk_evidence_of_probe(&e, &c, done(&p), done(&a), NULL, NAMES, NULL), RWK_OK);
    ck_assert_int_eq(e.kind, RWK_SCORES);
    ck_assert(e.heads == HEADS && e.kv_heads == 2 && e.answer == RWK_F64);
    rwk_evidence_query(v, &e, 1, 2, 3);
    ck_assert_same_bits(v[5], ((1 * 3 + 2) * 4 + 3) * 6 + 5);
    rwk_evidence_key(v, &e, 1, 2, 1);
    ck_assert_same_bits(v[5], ((1 * 3 + 2) * 2 + 1) * 6 + 5);
    ck_assert_same_bits(rwk_evidence_score(&e, 1, 3, 2, 1), ((1 * 4 + 3) * 3 + 2) * 3 + 1);
    rwk_evidence_clear(&e);
    drop(&p), drop(&a);
}
END_TEST

/* ---- Tables ---- */

static rwk_positions three(rwk_range *range)
{
    *range = (rwk_range){ 5, 2, 3 };
    return (rwk_positions){ .n = 3, .n_axes = 1, .ranges = range, .n_ranges = 1 };
}

/* Whatever its columns, a table's head has the unit vectors of x turned: cos in slot a, sin in slot b of the config's layout. */
static void check_table_head(const rwk_evidence *e, rwk_layout layout)
{
    double x[HEAD_DIM], y[HEAD_DIM];
    for (size_t row = 0; row < 3; row++) {
        const rwk_place place = rwk_evidence_place(e, 0, row, 0);
        ck_assert_int_eq(place.position[0], (int64_t)(5 + 2 * row));
        rwk_evidence_head(x, y, e, &place);
        for (size_t i = 0; i < 2; i++) {
            const size_t a = layout == RWK_INTERLEAVED ? 2 * i : i, b = layout == RWK_INTERLEAVED ? 2 * i + 1 : i + 2;
            ck_assert_same_bits(x[a], 1);
            ck_assert_same_bits(x[b], 0);
            ck_assert_same_bits(y[a], (double)(10 * row + i));
            ck_assert_same_bits(y[b], (double)(100 + 10 * row + i));
        }
        for (size_t j = 4; j < HEAD_DIM; j++) ck_assert(x[j] == 0 && y[j] == 0);
    }
}

/* [3, width] of cos then sin: entry of pair i in row r is 10 r + i, sin 100 more; a wide one repeats by `repeat`. */
static void fill_table(double values[], size_t width, rwk_layout repeat)
{
    for (size_t k = 0; k < 2; k++)
        for (size_t row = 0; row < 3; row++)
            for (size_t column = 0; column < width; column++) {
                const size_t i = width == 2 ? column : repeat == RWK_INTERLEAVED ? column / 2 : column % 2;
                values[(k * 3 + row) * width + column] = (double)(100 * k + 10 * row + i);
            }
}

START_TEST(test_table_of_every_form)
{
    rwk_range range;
    const rwk_positions positions = three(&range);
    for (int form = 0; form < 12; form++) {
        const size_t width = form % 3 == 0 ? 2 : 4;
        const rwk_layout repeat = form % 3 == 1 ? RWK_HALF_SPLIT : RWK_INTERLEAVED;
        rwk_config c = plain();
        c.layout = form / 3 % 2 ? RWK_INTERLEAVED : RWK_HALF_SPLIT;
        const bool as_npy = form >= 6;
        static unsigned char bytes[24 * 4];
        static builder a;
        double values[24];
        const size_t shape[] = { 2, 3, width };
        rwk_evidence e = { 0 };
        memset(&a, 0, sizeof a);
        fill_table(values, width, repeat);
        rwk_pack(bytes, values, 6 * width, RWK_F32);
        put(&a, "cos", "F32", width == 2 ? "[3,2]" : "[3,4]", 0, 0);
        put(&a, "sin", "F32", width == 2 ? "[3,2]" : "[3,4]", 0, 0);
        memcpy(a.data, bytes, 6 * width * 4);
        const rwk_tensor_file npy = npy_of(bytes, RWK_ELEMENT_F32, 3, shape);
        ck_assert_status(rwk_evidence_of_table(&e, &c, &positions, as_npy ? &npy : done(&a), NULL, "t", NULL), RWK_OK);
        ck_assert_int_eq(e.kind, RWK_TABLE);
        ck_assert(e.seq == 3 && e.width == width && e.answer == RWK_F32);
        ck_assert_int_eq(e.table_layout, width == 2 ? c.layout : repeat);
        check_table_head(&e, c.layout);
        rwk_evidence_clear(&e);
        if (!as_npy) drop(&a);
    }
}
END_TEST

/* An .npy of frequencies needs no --kind; tensors of another kind beside the one that is asked for do not matter. */
START_TEST(test_kind_is_what_is_looked_for)
{
    static builder all, p;
    rwk_range range;
    rwk_evidence e = { 0 };
    const rwk_config c = plain();
    const rwk_positions positions = three(&range);
    const size_t two = 2;
    const unsigned char bytes[8] = { 0 };
    put(&all, "cos", "F32", "[3,2]", 1, 0);
    put(&all, "inv_freq", "F16", "[2]", 1, -0.5);
    put(&all, "scores", "F32", "[2,4,3,3]", 1, 0);
    put(&all, "sin", "F32", "[3,2]", 0, 0);
    put(&all, "y", "F32", X_SHAPE, 1, 0);
    put(&p, "k", "F32", X_SHAPE, 1, 0);
    put(&p, "positions", "I64", "[3]", 0, 1);
    put(&p, "q", "F32", X_SHAPE, 1, 0);
    put(&p, "x", "F32", X_SHAPE, 1, 0);
    const rwk_tensor_file npy = npy_of(bytes, RWK_ELEMENT_F32, 1, &two), *a = done(&all), *probe = done(&p);
    const rwk_evidence_kind scores = RWK_SCORES;
    ck_assert_status(rwk_evidence_of_table(&e, &c, &positions, a, NULL, "t", NULL), RWK_OK);
    ck_assert_int_eq(e.kind, RWK_TABLE);
    rwk_evidence_clear(&e);
    ck_assert_status(rwk_evidence_of_table(&e, &c, NULL, a, NULL, "t", NULL), RWK_OK);
    ck_assert(e.kind == RWK_INV_FREQ && e.answer == RWK_F16 && rwk_tensor_value(&e.y, 1) == 0.5);
    rwk_evidence_clear(&e);
    ck_assert_status(rwk_evidence_of_table(&e, &c, NULL, &npy, NULL, "t", NULL), RWK_OK);
    ck_assert_int_eq(e.kind, RWK_INV_FREQ);
    rwk_evidence_clear(&e);
    ck_assert_status(rwk_evidence_of_probe(&e, &c, probe, a, NULL, NAMES, NULL), RWK_OK);
    ck_assert_int_eq(e.kind, RWK_ROTATED);
    rwk_evidence_clear(&e);
    ck_assert_status(rwk_evidence_of_probe(&e, &c, probe, a, &scores, NAMES, NULL), RWK_OK);
    ck_assert_int_eq(e.kind, RWK_SCORES);
    rwk_evidence_clear(&e);
    drop(&all), drop(&p);
}
END_TEST

START_TEST(test_kind_names)
{
    rwk_evidence_kind kind = RWK_TABLE;
    for (int k = RWK_ROTATED; k <= RWK_SCORES; k++) {
        ck_assert_status(rwk_evidence_from_name(&kind, rwk_evidence_name((rwk_evidence_kind)k)), RWK_OK);
        ck_assert_int_eq((int)kind, k);
    }
    ck_assert_status(rwk_evidence_from_name(&kind, "x"), RWK_EPARSE);
    ck_assert_int_eq(kind, RWK_SCORES);
}
END_TEST

/* ---- Refusals ---- */

/** One tensor of a case; no name ends the list. */
typedef struct {
    const char *name, *element, *shape;
    double first, step;
} tensor;

static void build(builder *b, const tensor list[4])
{
    memset(b, 0, sizeof *b);
    for (size_t k = 0; k < 4 && list[k].name; k++)
        put(b, list[k].name, list[k].element, list[k].shape, list[k].first, list[k].step);
}

#define POSITIONS                                                                                                                  \
    {                                                                                                                              \
        "positions", "I64", "[2,3]", 0, 1                                                                                          \
    }
#define GOOD_X                                                                                                                     \
    {                                                                                                                              \
        "x", "F32", X_SHAPE, 1, 0                                                                                                  \
    }
#define GOOD_Y                                                                                                                     \
    {                                                                                                                              \
        "y", "F32", X_SHAPE, 1, 0                                                                                                  \
    }
#define GOOD_Q                                                                                                                     \
    {                                                                                                                              \
        "q", "F32", X_SHAPE, 1, 0                                                                                                  \
    }
#define GOOD_K                                                                                                                     \
    {                                                                                                                              \
        "k", "F32", "[2,3,2,6]", 1, 0                                                                                              \
    }
#define NO_SCORES                                                                                                                  \
    {                                                                                                                              \
        "scores", "F32", "[2,4,3,3]", 1, 0                                                                                         \
    }

static const struct {
    tensor probe[4], answer[4];
    int kind; /* -1: not given */
    rwk_status status;
    const char *text;
} REFUSED[] = {
    { { GOOD_X }, { GOOD_Y }, -1, RWK_EPARSE, "file: tensor positions is absent; the file has 1: x" },
    { { POSITIONS }, { GOOD_Y }, -1, RWK_EPARSE, "file: tensor x is absent; the file has 1: positions" },
    { { POSITIONS, GOOD_X },
      { { "z", "F32", X_SHAPE, 1, 0 } },
      -1,
      RWK_EPARSE,
      "a.st: expected a tensor y, or cos and sin, or inv_freq, or scores" },
    { { POSITIONS, GOOD_X }, { GOOD_Y }, RWK_SCORES, RWK_EPARSE, "file: tensor q is absent; the file has 2: positions, x" },
    { { POSITIONS, GOOD_X },
      { { "cos", "F32", "[3,2]", 1, 0 } },
      -1,
      RWK_EPARSE,
      "a.st: table: expected y or scores beside a PROBE; a table is checked with -p POSITIONS" },
    { { POSITIONS, { "x", "F32", "[6,4,6]", 1, 0 } },
      { GOOD_Y },
      -1,
      RWK_ESHAPE,
      "p.st: x: shape (6, 4, 6): expected [batch, seq, heads, head_dim = 6], none of them 0" },
    { { POSITIONS, { "x", "F32", "[2,3,4,8]", 1, 0 } },
      { GOOD_Y },
      -1,
      RWK_ESHAPE,
      "p.st: x: shape (2, 3, 4, 8): expected [batch, seq, heads, head_dim = 6], none of them 0" },
    { { POSITIONS, { "x", "F32", "[2,0,4,6]", 1, 0 } },
      { GOOD_Y },
      -1,
      RWK_ESHAPE,
      "p.st: x: shape (2, 0, 4, 6): expected [batch, seq, heads, head_dim = 6], none of them 0" },
    { { POSITIONS, GOOD_X },
      { { "y", "F32", "[2,4,3,6]", 1, 0 } },
      -1,
      RWK_ESHAPE,
      "a.st: y: shape (2, 4, 3, 6): expected the shape of x" },
    { { POSITIONS, { "x", "I64", X_SHAPE, 1, 0 } },
      { GOOD_Y },
      -1,
      RWK_EUNSUPPORTED,
      "p.st: x: I64: expected floating-point numbers" },
    { { POSITIONS, GOOD_X },
      { { "y", "I32", X_SHAPE, 1, 0 } },
      -1,
      RWK_EUNSUPPORTED,
      "a.st: y: I32: expected floating-point numbers" },
    { { { "positions", "F32", "[2,3]", 0, 1 }, GOOD_X },
      { GOOD_Y },
      -1,
      RWK_EUNSUPPORTED,
      "p.st: positions: F32: expected I64 or I32" },
    { { { "positions", "I64", "[2,4]", 0, 1 }, GOOD_X },
      { GOOD_Y },
      -1,
      RWK_ESHAPE,
      "p.st: positions: shape (2, 4): expected [batch, seq] of x, or [axes, batch, seq]" },
    { { { "positions", "I64", "[3,3]", 0, 1 }, GOOD_X },
      { GOOD_Y },
      -1,
      RWK_ESHAPE,
      "p.st: positions: shape (3, 3): expected [batch, seq] of x, or [axes, batch, seq]" },
    { { { "positions", "I64", "[]", 0, 1 }, GOOD_X },
      { GOOD_Y },
      -1,
      RWK_ESHAPE,
      "p.st: positions: shape (): expected [batch, seq] of x, or [axes, batch, seq]" },
    { { { "positions", "I64", "[3,2,3]", 0, 1 }, GOOD_X },
      { GOOD_Y },
      -1,
      RWK_ESHAPE,
      "p.st: positions: shape (3, 2, 3): expected a first axis of 1, as the config has it" },
    { { { "positions", "I64", "[2,3]", 0x1p31 - 5, 1 }, GOOD_X },
      { GOOD_Y },
      -1,
      RWK_ERANGE,
      "p.st: positions: item 5: 2147483648: expected -(2^31 - 1) .. 2^31 - 1" },
    { { { "positions", "I64", "[2,3]", -0x1p31, 1 }, GOOD_X },
      { GOOD_Y },
      -1,
      RWK_ERANGE,
      "p.st: positions: item 0: -2147483648: expected -(2^31 - 1) .. 2^31 - 1" },
    { { POSITIONS, { "x", "F32", X_SHAPE, NAN, 1 } }, { GOOD_Y }, -1, RWK_ENAN, "p.st: x: item 0: nan: expected a finite number" },
    { { POSITIONS, { "x", "BF16", X_SHAPE, 0x1.fcp127, 0x1.fp120 } },
      { GOOD_Y },
      -1,
      RWK_ENAN,
      "p.st: x: item 2: inf: expected a finite number" },
    { { GOOD_K, POSITIONS, { "q", "F32", "[2,3,3,6]", 1, 0 } },
      { NO_SCORES },
      -1,
      RWK_ESHAPE,
      "p.st: k: shape (2, 3, 2, 6): expected batch and seq of q, and heads that divide its heads" },
    { { { "k", "F32", "[2,2,4,6]", 1, 0 }, POSITIONS, GOOD_Q },
      { NO_SCORES },
      -1,
      RWK_ESHAPE,
      "p.st: k: shape (2, 2, 4, 6): expected batch and seq of q, and heads that divide its heads" },
    { { GOOD_K, POSITIONS, GOOD_Q },
      { { "scores", "F32", "[2,3,4,3]", 1, 0 } },
      -1,
      RWK_ESHAPE,
      "a.st: scores: shape (2, 3, 4, 3): expected [batch, heads, seq, seq] of q" },
    { { { "k", "F32", "[2,3,2,6]", INFINITY, 0 }, POSITIONS, GOOD_Q },
      { NO_SCORES },
      -1,
      RWK_ENAN,
      "p.st: k: item 0: inf: expected a finite number" },
};

START_TEST(test_probe_refusals)
{
    for (size_t k = 0; k < sizeof REFUSED / sizeof REFUSED[0]; k++) {
        static builder p, a;
        rwk_evidence e = { .seq = 137 };
        rwk_diag diag = { 0 };
        const rwk_config c = plain();
        const rwk_evidence_kind kind = (rwk_evidence_kind)(REFUSED[k].kind < 0 ? 0 : REFUSED[k].kind);
        build(&p, REFUSED[k].probe), build(&a, REFUSED[k].answer);
        const rwk_status got = rwk_evidence_of_probe(&e, &c, done(&p), done(&a), REFUSED[k].kind < 0 ? NULL : &kind, NAMES, &diag);
        if (strcmp(diag.text, REFUSED[k].text) != 0) ck_abort_msg("%zu: got\n%s\nwant\n%s", k, diag.text, REFUSED[k].text);
        ck_assert_int_eq(got, REFUSED[k].status);
        ck_assert(e.seq == 137 && e.positions == NULL);
        drop(&p), drop(&a);
    }
}
END_TEST

static const struct {
    tensor answer[4];
    bool positions;
    rwk_status status;
    const char *text;
} BAD_TABLES[] = {
    { { { "cos", "F32", "[3,2]", 1, 0 } }, true, RWK_EPARSE, "file: tensor sin is absent; the file has 1: cos" },
    { { { "cos", "F32", "[4,2]", 1, 0 }, { "sin", "F32", "[4,2]", 1, 0 } },
      true,
      RWK_ESHAPE,
      "t: cos: shape (4, 2): expected [positions = 3, rotary_dim/2 = 2 or rotary_dim = 4]" },
    { { { "cos", "F32", "[3,6]", 1, 0 }, { "sin", "F32", "[3,6]", 1, 0 } },
      true,
      RWK_ESHAPE,
      "t: cos: shape (3, 6): expected [positions = 3, rotary_dim/2 = 2 or rotary_dim = 4]" },
    { { { "cos", "F32", "[3,2]", 1, 0 }, { "sin", "F32", "[3,4]", 1, 0 } },
      true,
      RWK_ESHAPE,
      "t: sin: shape (3, 4): expected the shape and dtype of cos" },
    { { { "cos", "F32", "[3,2]", 1, 0 }, { "sin", "F16", "[3,2]", 1, 0 } },
      true,
      RWK_ESHAPE,
      "t: sin: shape (3, 2): expected the shape and dtype of cos" },
    { { { "cos", "I64", "[3,2]", 1, 0 }, { "sin", "I64", "[3,2]", 1, 0 } },
      true,
      RWK_EUNSUPPORTED,
      "t: cos: I64: expected floating-point numbers" },
    { { { "cos", "F32", "[3,2]", 1, 0 }, { "sin", "F32", "[3,2]", 1, 0 } },
      false,
      RWK_EPARSE,
      "t: a table: expected its rows' positions, -p POSITIONS" },
    { { { "inv_freq", "F32", "[2]", 1, 0 } }, true, RWK_EPARSE, "t: inv_freq has no positions: expected no -p" },
    { { { "inv_freq", "F32", "[3]", 1, 0 } }, false, RWK_ESHAPE, "t: inv_freq: shape (3,): expected [rotary_dim/2 = 2]" },
    { { { "y", "F32", X_SHAPE, 1, 0 } }, false, RWK_EPARSE, "t: y: expected the PROBE that it answers" },
    { { { "scores", "F32", "[2,4,3,3]", 1, 0 } }, true, RWK_EPARSE, "t: scores: expected the PROBE that it answers" },
};

START_TEST(test_table_refusals)
{
    rwk_range range;
    const rwk_positions positions = three(&range);
    for (size_t k = 0; k < sizeof BAD_TABLES / sizeof BAD_TABLES[0]; k++) {
        static builder a;
        rwk_evidence e = { .seq = 137 };
        rwk_diag diag = { 0 };
        const rwk_config c = plain();
        build(&a, BAD_TABLES[k].answer);
        const rwk_status got =
            rwk_evidence_of_table(&e, &c, BAD_TABLES[k].positions ? &positions : NULL, done(&a), NULL, "t", &diag);
        if (strcmp(diag.text, BAD_TABLES[k].text) != 0) ck_abort_msg("%zu: got\n%s\nwant\n%s", k, diag.text, BAD_TABLES[k].text);
        ck_assert_int_eq(got, BAD_TABLES[k].status);
        ck_assert(e.seq == 137 && e.positions == NULL);
        drop(&a);
    }
}
END_TEST

START_TEST(test_npy_refusals)
{
    static builder p;
    const unsigned char bytes[256] = { 0 };
    const size_t shape[] = { 3, 3, 2 };
    rwk_range range;
    rwk_evidence e = { 0 };
    rwk_diag diag = { 0 };
    const rwk_config c = plain();
    const rwk_positions positions = three(&range);
    const rwk_tensor_file npy = npy_of(bytes, RWK_ELEMENT_F32, 3, shape);
    put(&p, "positions", "I64", "[2,3]", 0, 1), put(&p, "x", "F32", X_SHAPE, 1, 0);
    ck_assert_status(rwk_evidence_of_probe(&e, &c, done(&p), &npy, NULL, NAMES, &diag), RWK_EPARSE);
    ck_assert_str_eq(diag.text, "a.st: an .npy file does not say what it holds: expected --kind y, table, inv_freq or scores");
    ck_assert_status(rwk_evidence_of_table(&e, &c, &positions, &npy, NULL, "t", &diag), RWK_ESHAPE);
    ck_assert_str_eq(diag.text, "t: table: shape (3, 3, 2): expected [2, positions, rotary_dim/2 or rotary_dim]");
    drop(&p);
}
END_TEST

/* A NaN or an infinity in the answer is the answer's fault: evidence like any other. */
START_TEST(test_answers_need_not_be_finite)
{
    static builder p, a;
    rwk_evidence e = { 0 };
    const rwk_config c = plain();
    put(&p, "positions", "I64", "[2,3]", 0, 1), put(&p, "x", "F32", X_SHAPE, 1, 0);
    put(&a, "y", "F32", X_SHAPE, NAN, 0);
    ck_assert_status(rwk_evidence_of_probe(&e, &c, done(&p), done(&a), NULL, NAMES, NULL), RWK_OK);
    rwk_evidence_clear(&e);
    drop(&p), drop(&a);
}
END_TEST

TEST_MAIN("evidence", test_rotated_values_stand_where_the_shape_says, test_positions_of_every_shape, test_scores_and_their_vectors,
          test_table_of_every_form, test_kind_is_what_is_looked_for, test_kind_names, test_probe_refusals, test_table_refusals,
          test_npy_refusals, test_answers_need_not_be_finite)
