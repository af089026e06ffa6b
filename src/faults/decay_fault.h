/* SPDX-License-Identifier: MIT */
/* Long-range decay got wrong: aliasing that sets in at the wrong distance, or grows without end. */
#ifndef RWK_FAULTS_DECAY_FAULT_H
#define RWK_FAULTS_DECAY_FAULT_H

#include <stddef.h>

/** Where aliasing begins, with a radian for a turn: n / ln b, the 2 pi left out.                             (D5.8) */
double rwk_fault_alias_onset(double base, size_t n);

/** Mean square of the aliasing noise for an onset s1, without its limit 1/(2n): (ln(s/s1) + gamma) / (2 n ln b)   (D5.9) */
double rwk_fault_alias_growing(double s, double onset, double base, size_t n);

#endif
