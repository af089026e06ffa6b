/* SPDX-License-Identifier: MIT */
/* Elements are read byte by byte: no alignment is assumed, and no byte order of the host. */
#include "formats/tensor.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/size.h"

typedef struct {
    const char *name;
    size_t size;
    bool is_float;
    rwk_dtype dtype; /* of floating-point elements */
} element_kind;

static const element_kind KINDS[RWK_N_ELEMENTS] = {
    [RWK_ELEMENT_F64] = { "F64", 8, true, RWK_F64 },    [RWK_ELEMENT_F32] = { "F32", 4, true, RWK_F32 },
    [RWK_ELEMENT_BF16] = { "BF16", 2, true, RWK_BF16 }, [RWK_ELEMENT_F16] = { "F16", 2, true, RWK_F16 },
    [RWK_ELEMENT_I64] = { "I64", 8, false, RWK_F64 },   [RWK_ELEMENT_I32] = { "I32", 4, false, RWK_F64 },
};

const char *rwk_element_name(rwk_element element) { return KINDS[element].name; }

size_t rwk_element_size(rwk_element element) { return KINDS[element].size; }

bool rwk_element_find(rwk_element *element, const char *name)
{
    for (int k = 0; k < RWK_N_ELEMENTS; k++)
        if (strcmp(KINDS[k].name, name) == 0) {
            *element = (rwk_element)k;
            return true;
        }
    return false;
}

bool rwk_element_dtype(rwk_dtype *dtype, rwk_element element)
{
    if (!KINDS[element].is_float) return false;
    *dtype = KINDS[element].dtype;
    return true;
}

rwk_element rwk_element_of(rwk_dtype dtype)
{
    switch (dtype) {
    case RWK_F32: return RWK_ELEMENT_F32;
    case RWK_BF16: return RWK_ELEMENT_BF16;
    case RWK_F16: return RWK_ELEMENT_F16;
    default: return RWK_ELEMENT_F64;
    }
}

rwk_status rwk_tensor_view(rwk_tensor *tensor, rwk_element element, const size_t shape[], size_t n_dims, const unsigned char *data)
{
    rwk_tensor t = { .element = element, .n_dims = n_dims, .n = 1, .data = data };
    size_t bytes;
    if (n_dims > RWK_TENSOR_DIMS) return RWK_EUNSUPPORTED;
    for (size_t i = 0; i < n_dims; i++) {
        t.shape[i] = shape[i];
        if (!rwk_size_mul(&t.n, t.n, shape[i])) return RWK_EOVERFLOW;
    }
    if (!rwk_size_mul(&bytes, t.n, rwk_element_size(element))) return RWK_EOVERFLOW;
    *tensor = t;
    return RWK_OK;
}

size_t rwk_tensor_bytes(const rwk_tensor *tensor) { return tensor->n * rwk_element_size(tensor->element); }

uint64_t rwk_get_little(const unsigned char bytes[], size_t size)
{
    uint64_t bits = 0;
    for (size_t i = size; i-- > 0;) bits = bits << 8 | bytes[i];
    return bits;
}

void rwk_put_little(unsigned char bytes[], uint64_t bits, size_t size)
{
    for (size_t i = 0; i < size; i++) bytes[i] = (unsigned char)(bits >> (8 * i) & 0xff);
}

static uint64_t bits_at(const rwk_tensor *tensor, size_t index)
{
    const size_t size = rwk_element_size(tensor->element);
    return rwk_get_little(tensor->data + index * size, size);
}

int64_t rwk_tensor_integer(const rwk_tensor *tensor, size_t index)
{
    if (KINDS[tensor->element].is_float) return INT64_MIN;
    uint64_t bits = bits_at(tensor, index);
    /* The sign bit of 32 fills the upper half; memcpy, since the cast of a large unsigned is the compiler's choice. */
    if (tensor->element == RWK_ELEMENT_I32 && bits >> 31) bits |= UINT64_C(0xffffffff00000000);
    int64_t integer;
    memcpy(&integer, &bits, sizeof integer);
    return integer;
}

double rwk_tensor_value(const rwk_tensor *tensor, size_t index)
{
    if (KINDS[tensor->element].is_float) return rwk_from_bits(bits_at(tensor, index), KINDS[tensor->element].dtype);
    const int64_t exact = INT64_C(1) << 53, integer = rwk_tensor_integer(tensor, index);
    return integer > exact || integer < -exact ? (double)NAN : (double)integer;
}

/* Shifts that compilers turn into loads. */
static uint32_t little_16(const unsigned char *b) { return (uint32_t)b[0] | (uint32_t)b[1] << 8; }
static uint32_t little_32(const unsigned char *b) { return little_16(b) | little_16(b + 2) << 16; }

/* The number of f32 with these bits; NaN becomes the one NaN, as in rwk_from_bits. */
static double single(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return isnan(x) ? (double)NAN : (double)x;
}

/* f16 by way of f32, whose exponents count from 127 where these count from 15; 255 where these have 31. */
static double half(uint32_t bits)
{
    const uint32_t sign = (bits & 0x8000) << 16, exponent = bits >> 10 & 31, fraction = bits & 0x3ff;
    if (exponent == 0) return (sign ? -0x1p-24 : 0x1p-24) * (double)fraction;
    return single(sign | (exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13);
}

static double whole_double(const unsigned char *b)
{
    double x;
    const uint64_t bits = (uint64_t)little_32(b) | (uint64_t)little_32(b + 4) << 32;
    memcpy(&x, &bits, sizeof x);
    return isnan(x) ? (double)NAN : x;
}

void rwk_tensor_values(double values[], const rwk_tensor *tensor, size_t first, size_t count)
{
    const unsigned char *b = tensor->data + first * rwk_element_size(tensor->element);
    switch (tensor->element) {
    case RWK_ELEMENT_F32:
        for (size_t j = 0; j < count; j++) values[j] = single(little_32(b + 4 * j));
        break;
    case RWK_ELEMENT_BF16:
        for (size_t j = 0; j < count; j++) values[j] = single(little_16(b + 2 * j) << 16);
        break;
    case RWK_ELEMENT_F16:
        for (size_t j = 0; j < count; j++) values[j] = half(little_16(b + 2 * j));
        break;
    case RWK_ELEMENT_F64:
        for (size_t j = 0; j < count; j++) values[j] = whole_double(b + 8 * j);
        break;
    default:
        for (size_t j = 0; j < count; j++) values[j] = rwk_tensor_value(tensor, first + j);
    }
}

void rwk_pack(unsigned char bytes[], const double values[], size_t n, rwk_dtype dtype)
{
    const size_t size = rwk_element_size(rwk_element_of(dtype));
    for (size_t i = 0; i < n; i++) rwk_put_little(bytes + i * size, rwk_bits(values[i], dtype), size);
}

void rwk_pack_i64(unsigned char bytes[], const int64_t values[], size_t n)
{
    for (size_t i = 0; i < n; i++) rwk_put_little(bytes + 8 * i, (uint64_t)values[i], 8);
}

const char *rwk_shape_text(char text[RWK_SHAPE_TEXT], const size_t shape[], size_t n_dims)
{
    size_t used = (size_t)snprintf(text, RWK_SHAPE_TEXT, "(");
    for (size_t i = 0; i < n_dims; i++)
        used += (size_t)snprintf(text + used, RWK_SHAPE_TEXT - used, "%s%zu", i > 0 ? ", " : "", shape[i]);
    snprintf(text + used, RWK_SHAPE_TEXT - used, n_dims == 1 ? ",)" : ")");
    return text;
}
