/* SPDX-License-Identifier: MIT */
/* The wavelength diagram: a logarithmic axis of characters. */
#include <gsl/gsl_math.h>
#include <math.h>
#include <string.h>

#include "cli/explain.h"

enum { WIDTH = 56, ROWS = 17 };

/* Column of a length on the axis, which runs from 1 to 10^decades tokens. */
static int column(double length, double decades)
{
    const double at = log10(length) / decades * (WIDTH - 1);
    return at < 0 ? 0 : at > WIDTH - 1 ? WIDTH - 1 : (int)lround(at);
}

static double axis_decades(const explain_page *p)
{
    double longest = p->span > 0 ? (double)p->span : 10;
    for (size_t i = 0; i < p->n; i++)
        if (p->inv_freq[i] > 0 && 2 * M_PI / p->inv_freq[i] > longest) longest = 2 * M_PI / p->inv_freq[i];
    const double decades = ceil(log10(longest));
    return decades < 2 ? 2 : decades > 300 ? 300 : decades;
}

static void print_axis(double decades)
{
    char ticks[WIDTH + 16], labels[WIDTH + 16];
    memset(ticks, '-', WIDTH), ticks[WIDTH] = '\0';
    memset(labels, ' ', sizeof labels), labels[sizeof labels - 1] = '\0';
    const int every = (int)ceil(decades / 8); /* seven columns for a label */
    for (int k = 0; k <= (int)decades; k += every) {
        char text[8];
        const int at = column(pow(10, k), decades), n = snprintf(text, sizeof text, "1e%d", k);
        ticks[at] = '+';
        memcpy(labels + at, text, (size_t)n);
    }
    for (size_t end = sizeof labels - 1; end > 0 && labels[end - 1] == ' '; end--) labels[end - 1] = '\0';
    printf("%*s %s\n%*s %s tokens\n", 34, "", ticks, 34, "", labels);
}

/* '*' the wavelength, 'o' what it would be without the rule, '|' the context. */
static void print_pair(const explain_page *p, size_t i, double decades)
{
    char line[WIDTH + 1];
    const int64_t context = p->span;
    memset(line, ' ', WIDTH), line[WIDTH] = '\0';
    if (context > 0) line[column((double)context, decades)] = '|';
    if (p->plain[i] > 0) line[column(2 * M_PI / p->plain[i], decades)] = 'o';
    if (p->inv_freq[i] > 0) line[column(2 * M_PI / p->inv_freq[i], decades)] = '*';
    for (int end = WIDTH; end > 0 && line[end - 1] == ' '; end--) line[end - 1] = '\0';
    printf("%4zu  %12.7g", i, p->inv_freq[i]);
    if (p->inv_freq[i] > 0) printf("  %12.6g", 2 * M_PI / p->inv_freq[i]);
    else printf("  %12s", "stands still");
    printf("   %s\n", line);
}

void explain_wavelengths(const explain_page *p)
{
    const double decades = axis_decades(p);
    const size_t step = p->n > ROWS ? (p->n + ROWS - 2) / (ROWS - 1) : 1;
    printf("pair      theta_i     wavelength   * wavelength%s%s, logarithmic\n",
           p->config->rope_type == RWK_ROPE_DEFAULT ? "" : "   o without the rule",
           p->span == 0                                    ? ""
           : p->span == p->config->max_position_embeddings ? "   | context"
                                                           : "   | longest such text");
    printf("       [rad/token]      [token]\n");
    for (size_t i = 0; i < p->n; i = i + step < p->n || i == p->n - 1 ? i + step : p->n - 1) print_pair(p, i, decades);
    print_axis(decades);
    if (step > 1) printf("(every pair: ropewalk freqs %s)\n", p->name);
}
