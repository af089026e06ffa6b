# SPDX-License-Identifier: MIT
# ropewalk: GNU make.  `make help` lists the targets; settings go on the command line or in config.mk, not here.
CC      = cc
CFLAGS  = -O2 -g
GNUPLOT = gnuplot
FUZZ_SECONDS = 600
CONFIG  = preset:llama-2-7b
B       = build
-include config.mk
# The same digits, sorting and characters everywhere; gnuplot complains of a degree sign in a locale without UTF-8.
export LC_ALL = C.UTF-8
export CONFIG       # recipes use it as "$$CONFIG": it may hold blanks and quotes
RUN_MODE = $(if $(filter-out 0 no,$(QUICK)),--quick,$(if $(filter-out 0 no,$(FULL)),--full))
ifdef SAN           # SAN=1: address and undefined-behaviour sanitizers, in a tree of their own
B      := build/san
CFLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(WERROR),-Werror)
FP      = -std=c11 -fno-fast-math -ffp-contract=off   # policy, so last on the line: results are the product, no hidden FMA
PKG     = $(shell pkg-config $(1) gsl mpfr libcjson 2>/dev/null)
FLAGS   = $(WARN) -Isrc -Iexperiments -MMD -MP $(call PKG,--cflags) $(CFLAGS) $(FP)
LIBS    = $(call PKG,--libs) -lgmp -lm
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)

# The installed library is free of GSL (GPL); claims, the dense matrix and the programs are not in it.
GSL_SRC := src/encodings/rope_matrix.c $(wildcard src/claims/*.c)
CLI_SRC := $(wildcard src/cli/*.c)
LIB_SRC := $(filter-out $(GSL_SRC) $(CLI_SRC),$(wildcard src/*/*.c))
EXPS    := $(patsubst experiments/%.c,%,$(wildcard experiments/*.c))
TESTS   := $(patsubst tests/%.c,%,$(wildcard tests/test_*.c))
SCRIPTS := $(patsubst tests/%.sh,%,$(wildcard tests/check_*.sh))
FUZZ    := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
# Functions whose results tests/inject_nan.c spoils, to see that NaN refutes
WRAP    := $(shell sed -n 's/^WRAPPED.[^,]*, \([A-Za-z0-9_]*\),.*/\1/p' tests/inject_nan.c 2>/dev/null)
objs     = $(patsubst %.c,$B/%.o,$(1))

.PHONY: all $B/programs check peers docs-peers certify zoo-matrix same-bytes fuzz experiments experiments-full figures formulas docs-figures docs-errata format clean help need-build need-check need-fuzz need-gnuplot FORCE
.DELETE_ON_ERROR:
.SECONDARY:
all: $B/libropewalk.a $B/ropewalk  ## build the library and the command line tool
experiments: $(EXPS:%=$B/figures/%.svg) $B/ropewalk  ## run every claim, draw every figure, print the verdicts (CONFIG=…, QUICK=1)
	@echo && mkdir -p $B/report && $B/ropewalk report --data $B/data --figures $B/figures -o $B/report/index.html
experiments-full:  ## the same with the long searches (some minutes)
	@$(MAKE) --no-print-directory experiments FULL=1
experiment-%: $B/figures/%.svg  ## run one claim and draw its figure: make experiment-orthogonality
	@echo "figure: $<" && grep -q '"as_expected": true' $B/data/$*.verdict.json
figures: $(EXPS:%=$B/figures/%.svg)  ## draw every figure whose data changed
check: $(EXPS:%=$B/tests/claim_%.log) $(TESTS:%=$B/tests/%.log) $(SCRIPTS:%=$B/tests/%.log)  ## run every test (SAN=1: under the sanitizers)
	@sh tests/summary.sh $^
peers: $B/ropewalk  ## try real programs, right and wrong, with the oracle (PyTorch, NumPy, C, node, onnxruntime-web; skips what is not installed)
	@B=$B CC='$(CC)' sh tests/peers/peers.sh
docs-peers: peers  ## refresh docs/peers.md
	cp $B/peers/peers.md docs/peers.md
certify: $B/tests/certify $B/tests/tolerances  ## every f64 table entry below 131072, samples of all rules, and engines against their bounds (minutes)
	@$B/tests/certify && $B/tests/tolerances
zoo-matrix: $B/tests/zoo_matrix  ## every known bug on every kind of config against the oracle; writes docs/zoo-matrix.md (minutes)
	@mkdir -p $B/data && $< > $B/data/zoo-matrix.md && cp $B/data/zoo-matrix.md docs/zoo-matrix.md
same-bytes: $B/ropewalk  ## build with other compilers and levels, and compare the bytes of many commands
	@B=$B sh tests/same_bytes.sh
fuzz: $(FUZZ:%=$B/fuzz/fuzz_%)  ## feed the readers of foreign files for FUZZ_SECONDS each (needs clang)
	@for f in $(FUZZ); do mkdir -p $B/fuzz/corpus/$$f && \
	$B/fuzz/fuzz_$$f -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 $B/fuzz/corpus/$$f tests/fuzz/corpus/$$f || exit 1; done
formulas:  ## typeset anew the formulas that claims name (needs node, and npm for the package temml)
	@sh deps.sh --need node npm && { [ -d build/npm/node_modules/temml ] || npm install --silent --prefix build/npm temml; }
	@sh docs/formulas.sh > $B/formulas.tsv && node docs/formulas.mjs "$$(cksum < $B/formulas.tsv)" < $B/formulas.tsv > $B/formula_data.c && mv $B/formula_data.c src/claims/
docs-figures: figures  ## refresh the figures that docs/derivations.md shows
	cp $(EXPS:%=$B/figures/%.svg) docs/figures/
docs-errata: $B/data/errata.verdict.json  ## refresh docs/errata.md, which claim errata writes
	cp $B/data/errata.md docs/errata.md
format:  ## reformat the sources with clang-format
	@sh deps.sh --need clang-format
	clang-format -i $(wildcard src/*/*.[ch] experiments/*.c experiments/harness/*.[ch] tests/*.[ch] tests/fuzz/*.c)
clean:  ## remove build/
	rm -rf build
help:  ## this list
	@sed -n 's/^\([a-z%-]*\):.*## *\(.*\)/  \1	\2/p' Makefile | expand -t 20

# Building
$B/programs: $(EXPS:%=$B/experiments/%) $(TESTS:%=$B/tests/%)  # every program, run none
$B/libropewalk.a: $(call objs,$(LIB_SRC))            ; @rm -f $@ && $(AR) rcs $@ $^
$B/libropewalk-gsl.a: $(call objs,$(GSL_SRC))        ; @rm -f $@ && $(AR) rcs $@ $^
LIB_A := $B/libropewalk-gsl.a $B/libropewalk.a
$B/ropewalk: $(call objs,$(CLI_SRC)) $(LIB_A)        ; @echo "  link    $@" && $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/experiments/%: $B/experiments/%.o $B/experiments/harness/experiment.o $B/src/cli/guard.o $(LIB_A)
	@echo "  link    $@" && $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/tests/nan-%: $B/experiments/%.o $B/experiments/harness/experiment.o $B/src/cli/guard.o $B/tests/inject_nan.o $(LIB_A)
	@echo "  link    $@" && $(CC) $(CFLAGS) $(LDFLAGS) $(WRAP:%=-Wl,--wrap=%) -o $@ $^ $(LIBS)
$B/tests/fuzz/replay_%: $B/tests/fuzz/fuzz_%.o $B/tests/fuzz/replay.o $(LIB_A)
	@echo "  link    $@" && $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
$B/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(LIB_SRC) | need-fuzz
	@mkdir -p $(@D) && echo "  fuzzer  $@" && clang $(FLAGS) -MF /dev/null -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all $(FP) -o $@ $^ $(LIBS)
$B/tests/%: $B/tests/%.o $(LIB_A) | need-check
	@echo "  link    $@" && $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $$(pkg-config --libs check) $(LIBS)
$B/%.o: %.c $B/flags | need-build                    ; @mkdir -p $(@D) && echo "  compile $<" && $(CC) $(FLAGS) -c -o $@ $<
$B/flags: FORCE  # other flags, other objects
	@mkdir -p $(@D) && echo '$(CC) $(FLAGS)' | cmp -s - $@ || echo '$(CC) $(FLAGS)' > $@

# Experiments: exit 0 = verdict as expected, 1 = not (data are kept, the report fails), 2 = could not run
$B/data/%.verdict.json: $B/experiments/% $B/data/parameters
	@$< --config "$$CONFIG" --out $B/data $(RUN_MODE) || test $$? -eq 1
$B/data/parameters: FORCE  # other parameters, or another content of the config, make the data old
	@mkdir -p $(@D) && { printf '%s\n' "$$CONFIG $(RUN_MODE)"; if [ -f "$$CONFIG" ]; then cksum < "$$CONFIG"; fi; } > $@.new; \
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
# gnuplot exits 0 when a curve is missing: anything it says is a failure, and so is a figure without content;
# heat maps keep their cells: browsers would blend the pixels of an enlarged bitmap
$B/figures/%.svg: plots/%.gp plots/house.gp $B/data/%.verdict.json | need-gnuplot
	@mkdir -p $(@D) && t=$(@D)/.$* && rm -f $$t.* && \
	verdict=$$(sed -n 's/^  "verdict": "\(.*\)",/\1/p' $B/data/$*.verdict.json) && \
	if grep -q "^  \"expected\": \"$$verdict\"" $B/data/$*.verdict.json; then verdict=; fi && \
	model=$$(sed -n 's/^    "config": "\(.*\)",/\1/p' $B/data/$*.verdict.json) && \
	{ $(GNUPLOT) -c $< $B/data/$* $$t "$$verdict" "$$model" 2> $$t.log; status=$$?; \
	sed -i '/^[0-9]* frames in animation sequence$$/d' $$t.log; if [ $$status -eq 0 ] && [ ! -s $$t.log ] && [ -s $$t.svg ] && [ -s $$t.png ]; then sed -i '/^<desc>/a <style>image { image-rendering: pixelated }</style>' $$t.svg && if [ -s $$t.gif ]; then mv $$t.gif $(@:.svg=.gif); fi && mv $$t.png $(@:.svg=.png) && mv $$t.svg $@ && rm $$t.log; \
	else cat $$t.log >&2; echo "$<: gnuplot failed, complained, or drew nothing" >&2; rm -f $$t.*; exit 1; fi; }

# Tests: every log is written anew; tests/summary.sh counts
$B/tests/test_%.log: $B/tests/test_% FORCE           ; @sh tests/run.sh $@ $<
$B/tests/claim_%.log: $B/experiments/% $B/tests/nan-% FORCE
	@B=$B GNUPLOT='$(GNUPLOT)' sh tests/run.sh $@ sh tests/claim.sh $*
$B/tests/check_certify.log: $B/tests/certify $B/tests/tolerances
$B/tests/check_fuzz.log: $(FUZZ:%=$B/tests/fuzz/replay_%)
$B/tests/check_%.log: tests/check_%.sh $B/ropewalk FORCE | $(EXPS:%=$B/experiments/%)
	@B=$B CC='$(CC)' GNUPLOT='$(GNUPLOT)' sh tests/run.sh $@ sh $<
need-build:   ; @sh deps.sh --need $(firstword $(CC)) pkg-config gsl mpfr libcjson
need-check:   ; @sh deps.sh --need check
need-fuzz:    ; @sh deps.sh --need clang pkg-config mpfr libcjson
need-gnuplot: ; @sh deps.sh --need $(firstword $(GNUPLOT))
-include $(wildcard $B/*/*.d $B/*/*/*.d)
