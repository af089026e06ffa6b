/* SPDX-License-Identifier: MIT */
/* What a map of positions shows: whether it is constant along diagonals, tells left from right, falls with distance, levels off. */
#ifndef RWK_CLAIMS_BIAS_MAP_H
#define RWK_CLAIMS_BIAS_MAP_H

#include <stddef.h>

/** All maps: a (n, n), query m and key n of entry (m, n), row-major; n at least 1.  NaN in an entry that counts gives NaN. */

/** The largest difference of two entries of one diagonal: 0 if and only if the map is Toeplitz.               (D15.11) */
double rwk_map_diagonal_spread(const double a[], size_t n);

/** The largest |a(m, n) - a(n, m)|: 0 if and only if the map is symmetric.                                    (D15.11) */
double rwk_map_asymmetry(const double a[], size_t n);

/**
 * How many of the distances 1 .. n - 1 look alike to both sides:  |a(m, m + s) - a(m + s, m)| <= slack for some m   (D15.11)
 *
 * slack  in  what rounding may make of equal entries, at least 0.
 *
 * Returns 0 .. n - 1; a distance with NaN counts, as nothing is seen there.
 */
size_t rwk_map_blind_distances(const double a[], size_t n, double slack);

/** The largest change of a row in one step away from the query: at most 0 if no key scores above a nearer one.      (D15.11) */
double rwk_map_largest_rise(const double a[], size_t n);

/** The largest difference of two entries of one row on one side of the query, both at distances >= from.        (D15.11) */
double rwk_map_far_spread(const double a[], size_t n, size_t from);

/** How many different numbers the first row and the first column have: of a Toeplitz map, all it has. */
size_t rwk_map_values(const double a[], size_t n);

#endif
