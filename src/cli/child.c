/* SPDX-License-Identifier: MIT */
/* fork, exec, poll; the signals that matter wake the poll through a pipe to ourselves. */
#define _POSIX_C_SOURCE 200809L
#include "cli/child.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 1 << 16, N_SIGNALS = 5 };

static const double GRACE = 1; /* seconds between SIGTERM and SIGKILL */

/* ---- Signals ---- */

static volatile sig_atomic_t interrupted;
static int wake[2]; /* a pipe to ourselves */

static void on_signal(int number)
{
    const int error = errno;
    if (number != SIGCHLD) interrupted = 1;
    const ssize_t ignored = write(wake[1], "", 1); /* a full pipe wakes as well */
    (void)ignored;
    errno = error;
}

static const int SIGNALS[N_SIGNALS] = { SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGPIPE };

/* An interrupt that is ignored (nohup, the background) stays so. */
static void catch_signals(struct sigaction old[N_SIGNALS])
{
    interrupted = 0;
    for (int k = 0; k < N_SIGNALS; k++) {
        struct sigaction action = { .sa_handler = SIGNALS[k] == SIGPIPE ? SIG_IGN : on_signal };
        sigemptyset(&action.sa_mask);
        sigaction(SIGNALS[k], NULL, &old[k]);
        if (SIGNALS[k] == SIGCHLD || old[k].sa_handler != SIG_IGN) sigaction(SIGNALS[k], &action, NULL);
    }
}

static void restore_signals(const struct sigaction old[N_SIGNALS])
{
    for (int k = 0; k < N_SIGNALS; k++) sigaction(SIGNALS[k], &old[k], NULL);
}

/* ---- Pipes ---- */

static void close_end(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

/* Above the standard streams, closed by exec, and never waited for. */
static bool set_up(int *fd, bool waits)
{
    const int moved = fcntl(*fd, F_DUPFD_CLOEXEC, 3);
    close(*fd);
    *fd = moved;
    return moved >= 0 && (waits || fcntl(moved, F_SETFL, O_NONBLOCK) == 0);
}

/* An end that the child will have waits, as programs expect. */
static bool make_pipe(int ends[2], bool reader_waits, bool writer_waits)
{
    ends[0] = ends[1] = -1;
    if (pipe(ends) != 0) return false;
    const bool reader = set_up(&ends[0], reader_waits), writer = set_up(&ends[1], writer_waits);
    return reader && writer;
}

/* ---- The child ---- */

/** A run under way. */
typedef struct {
    pid_t pid;
    int to[2], from[2]; /* pipes to its standard input and from its output; -1: closed */
    const char *input;
    size_t left; /* of the input */
    child_result *result;
    size_t room, limit;
    double deadline;
} child;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* In the child: never returns. */
static void become(const child *c, const char *command, const struct sigaction old[N_SIGNALS])
{
    setpgid(0, 0);
    restore_signals(old);
    if (dup2(c->to[0], STDIN_FILENO) >= 0 && dup2(c->from[1], STDOUT_FILENO) >= 0)
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static rwk_status start(child *c, const char *command, const struct sigaction old[N_SIGNALS], rwk_diag *diag)
{
    const bool to = make_pipe(c->to, true, false), from = make_pipe(c->from, false, true);
    if (!to || !from) return rwk_fail(diag, RWK_EOPEN, "a pipe: %s", strerror(errno));
    c->pid = fork();
    if (c->pid < 0) return rwk_fail(diag, RWK_ENOMEM, "a process: %s", strerror(errno));
    if (c->pid == 0) become(c, command, old);
    setpgid(c->pid, c->pid); /* whichever of us comes first */
    close_end(&c->to[0]);
    close_end(&c->from[1]);
    return RWK_OK;
}

/* Left as it is, so that its number stays its own until the group is gone. */
static bool has_ended(const child *c)
{
    siginfo_t info = { .si_pid = 0 };
    return waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == c->pid;
}

/* ---- Talking ---- */

static void send_some(child *c)
{
    const ssize_t n = write(c->to[1], c->input, c->left);
    if (n > 0) c->input += n, c->left -= (size_t)n;
    if (c->left == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) close_end(&c->to[1]); /* it need not read all */
}

static rwk_status make_room(child *c)
{
    if (c->room - c->result->size >= CHUNK) return RWK_OK;
    const size_t room = 2 * c->room + CHUNK;
    char *more = realloc(c->result->output, room);
    if (!more) return RWK_ENOMEM;
    c->result->output = more, c->room = room;
    return RWK_OK;
}

/* *open = false when there is no more to come, for now or for ever. */
static rwk_status receive_some(child *c, bool *open)
{
    const rwk_status status = make_room(c);
    *open = false;
    if (status != RWK_OK) return status;
    const ssize_t n = read(c->from[0], c->result->output + c->result->size, CHUNK);
    if (n > 0) c->result->size += (size_t)n, *open = true;
    else if (n == 0 || (errno != EAGAIN && errno != EINTR)) close_end(&c->from[0]);
    return RWK_OK;
}

static void wait_for_events(child *c, double until)
{
    char byte[64];
    const double seconds = until - now();
    struct pollfd fds[3] = { { wake[0], POLLIN, 0 }, { c->from[0], POLLIN, 0 }, { c->to[1], POLLOUT, 0 } };
    if (seconds <= 0 || poll(fds, 3, (int)ceil(fmin(1000 * seconds, 1e9))) <= 0) return;
    if (fds[0].revents)
        while (read(wake[0], byte, sizeof byte) > 0) continue;
}

static rwk_status drain(child *c)
{
    bool open = c->from[0] >= 0;
    rwk_status status = RWK_OK;
    while (open && status == RWK_OK && c->result->size <= c->limit) status = receive_some(c, &open);
    return status;
}

static rwk_status talk(child *c)
{
    rwk_status status = RWK_OK;
    if (c->left == 0) close_end(&c->to[1]);
    for (;;) {
        c->result->end = interrupted                  ? CHILD_INTERRUPTED
                         : c->result->size > c->limit ? CHILD_TOO_LONG
                         : now() >= c->deadline       ? CHILD_TIMED_OUT
                                                      : CHILD_EXITED;
        if (status != RWK_OK || c->result->end != CHILD_EXITED || has_ended(c)) return status;
        wait_for_events(c, c->deadline);
        if (c->to[1] >= 0) send_some(c);
        status = drain(c);
    }
}

/* ---- The end ---- */

/* To the whole group; and to the shell itself, should it have none. */
static void signal_all(const child *c, int number)
{
    kill(-c->pid, number);
    kill(c->pid, number);
}

/* Closing its input and output wakes a child that waits for them. */
static void end_politely(child *c)
{
    const double until = now() + GRACE;
    const int once = interrupted;
    close_end(&c->to[1]);
    close_end(&c->from[0]);
    signal_all(c, SIGTERM);
    signal_all(c, SIGCONT);
    interrupted = 0; /* a second one cuts the grace short */
    while (!has_ended(c) && !interrupted && now() < until) wait_for_events(c, until);
    interrupted = once;
}

static rwk_status finish(child *c, rwk_status status)
{
    int state = 0;
    child_result *r = c->result;
    const bool own_end = status == RWK_OK && r->end == CHILD_EXITED;
    if (!own_end) end_politely(c);
    signal_all(c, SIGKILL);
    if (own_end) status = drain(c);
    while (waitpid(c->pid, &state, 0) < 0 && errno == EINTR) continue;
    if (!own_end) return status;
    if (r->size > c->limit) r->end = CHILD_TOO_LONG;
    else if (WIFSIGNALED(state)) r->end = CHILD_KILLED;
    r->code = WIFSIGNALED(state) ? WTERMSIG(state) : WEXITSTATUS(state);
    return status;
}

rwk_status child_run(child_result *result, const char *command, const char *input, size_t size, size_t limit, double seconds,
                     rwk_diag *diag)
{
    struct sigaction old[N_SIGNALS];
    child c = { .to = { -1, -1 }, .from = { -1, -1 }, .input = input, .left = size, .result = result, .limit = limit };
    *result = (child_result){ 0 };
    c.deadline = now() + seconds;
    if (!make_pipe(wake, false, false)) return rwk_fail(diag, RWK_EOPEN, "a pipe: %s", strerror(errno));
    catch_signals(old);
    rwk_status status = start(&c, command, old, diag);
    if (status == RWK_OK) status = finish(&c, talk(&c));
    restore_signals(old);
    int *const ends[] = { &c.to[0], &c.to[1], &c.from[0], &c.from[1], &wake[0], &wake[1] };
    for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++) close_end(ends[k]);
    if (status == RWK_OK) return status;
    free(result->output);
    *result = (child_result){ 0 };
    return status;
}
