/* SPDX-License-Identifier: MIT */
// Fuzz target of src/formats: any bytes, as .npy and as safetensors; what parses is read to the end and packed again.
//
//   clang -g -O1 -fsanitize=fuzzer,address,undefined -std=c11 -Isrc tests/fuzz/fuzz_tensor.c
//         src/formats/tensor.c src/formats/npy.c src/formats/safetensors.c src/core/*.c -lcjson -lm -o fuzz_tensor
//   ./fuzz_tensor tests/fuzz/corpus/tensor
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "formats/npy.h"
#include "formats/safetensors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 4096 }; /* values and tensors looked at, so that one input stays cheap */

static void require(int condition)
{
    if (!condition) abort();
}

/* Every value, and for floating point the bytes again from the values, but for the payload of NaN. */
static void read_values(const rwk_tensor *tensor)
{
    const size_t size = rwk_element_size(tensor->element);
    unsigned char bytes[8];
    rwk_dtype dtype;
    for (size_t i = 0; i < tensor->n && i < MOST; i++) {
        const double x = rwk_tensor_value(tensor, i);
        const int64_t integer = rwk_tensor_integer(tensor, i);
        if (isnan(x)) continue;
        if (rwk_element_dtype(&dtype, tensor->element)) {
            rwk_pack(bytes, &x, 1, dtype);
        } else {
            require(x == (double)integer);
            rwk_pack_i64(bytes, &integer, 1);
        }
        require(memcmp(bytes, tensor->data + i * size, size) == 0);
    }
}

static void fuzz_npy(const uint8_t *data, size_t size)
{
    rwk_tensor tensor;
    rwk_diag diag = { 0 };
    if (rwk_npy_parse(&tensor, data, size, "npy", &diag) == RWK_OK) {
        require(rwk_tensor_bytes(&tensor) <= size);
        read_values(&tensor);
    } else {
        require(diag.text[0] != '\0' && !strchr(diag.text, '\n'));
    }
}

static void fuzz_safetensors(const uint8_t *data, size_t size)
{
    rwk_safetensors file = { 0 };
    rwk_diag diag = { 0 };
    if (rwk_safetensors_open(&file, data, size, "safetensors", &diag) != RWK_OK) {
        require(diag.text[0] != '\0' && !strchr(diag.text, '\n'));
        return;
    }
    for (size_t k = 0; k < file.n && k < MOST; k++) {
        rwk_tensor tensor;
        if (rwk_safetensors_find(&tensor, &file, rwk_safetensors_name(&file, k), &diag) == RWK_OK) read_values(&tensor);
    }
    rwk_safetensors_metadata(&file, "format");
    rwk_safetensors_close(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_npy(data, size);
    fuzz_safetensors(data, size);
    return 0;
}
