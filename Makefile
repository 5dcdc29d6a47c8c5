# `make` lists what there is to do.  Everything lives in .venv and build; `make clean` takes both away.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory --no-builtin-rules
.DEFAULT_GOAL := help
.PHONY: help demo test check format readme docs bench bench-growth bench-threads bench-corpus bench-tables profile wheels clean build fuzz sanitize

python := .venv/bin/python
pip := $(python) -m pip --disable-pip-version-check -qq
# A list of requirements in pyproject.toml, by the keys that lead to it.
listed = $$($(python) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))$(1))')
export PIP_NO_INPUT := 1

# What the extension is made of; the folders are there so that a file taken away counts as a change.
binding := $(shell find csrc python/opis/styles -type d -name __pycache__ -prune -o \
	\( -type d -o -name '*.c' -o -name '*.h' -o -name '*.py' -o -name '*.toml' \) -print)
c_files := $(shell find csrc tests -name '*.c' -o -name '*.h')
core_files := $(filter csrc/core/%.c,$(c_files))
pcre2_cflags = $(shell pkg-config --cflags libpcre2-8 2>/dev/null || pcre2-config --cflags)
compilers := $(shell for c in gcc clang; do command -v $$c >/dev/null && echo $$c; done)

help:
	@echo 'make demo             read the sample edition and show what is in it'
	@echo 'make demo BOOK=path   the same for your own text'
	@echo 'make test             run all tests'
	@echo 'make check            run the linters, build with every warning an error'
	@echo 'make format           put C and Python sources into the style that the linters want'
	@echo 'make fuzz             give the core bad bytes, a minute for each target (SECONDS=n, TARGET=core)'
	@echo 'make sanitize         run the tests under the sanitizers and valgrind: longer than make test'
	@echo 'make docs             build the pages of documentation into build/docs'
	@echo 'make bench            measure speed against plain Python and other tools (RECORD=1 keeps the figures)'
	@echo 'make bench-growth     measure time and memory up to 100 MB of copies of a text (SIZE=1000: a gigabyte)'
	@echo 'make bench-threads    measure what two threads reach that read a book each'
	@echo 'make profile          show where the time of a read goes'
	@echo 'make bench-corpus     measure many books at once, with batch and with Dask (BOOKS=n)'
	@echo 'make bench-tables     measure how well damaged tables are mended'
	@echo 'make wheels           build a wheel for each Python that is here, and try it in a clean environment'
	@echo 'make clean            remove .venv and everything built'
	@echo
	@echo 'The first run sets up what is missing; later ones take seconds.'

# ---- Set-up: each stamp stands for one layer of .venv ---------------------------------------------------------------

.venv/.made: .ci/set-up.sh pyproject.toml
	@.ci/set-up.sh
	@$(pip) install $(call listed,["build-system"]["requires"]) </dev/null
	@touch $@

.venv/.built: .venv/.made $(binding) setup.py pyproject.toml python/opis/_version.py
	@echo 'building opis'
	@$(pip) install --no-build-isolation --editable . </dev/null
	@touch $@

.venv/.testing: .venv/.made pyproject.toml
	@$(pip) install $(call listed,["project"]["optional-dependencies"]["test"]) </dev/null
	@$(pip) install --no-deps --no-build-isolation --target .venv/grammar --upgrade \
		$(call listed,["dependency-groups"]["grammar"]) </dev/null || echo "no grammar of TEI here: its tests will skip"
	@touch $@

.venv/.linting: .venv/.made pyproject.toml
	@$(pip) install $(call listed,["project"]["optional-dependencies"]["dev"]) </dev/null
	@touch $@

.venv/.documenting: .venv/.made pyproject.toml
	@$(pip) install $(call listed,["project"]["optional-dependencies"]["docs"]) </dev/null
	@touch $@

.venv/.packaging: .venv/.made pyproject.toml
	@$(pip) install $(call listed,["project"]["optional-dependencies"]["wheels"]) </dev/null
	@touch $@

build: .venv/.built

# ---- What one does with it ------------------------------------------------------------------------------------------

demo: .venv/.built
	@.venv/bin/opis demo --output demo $(if $(BOOK),'$(BOOK)')

# A file of tests stays in one process: what its tests share is made once.
test: .venv/.built .venv/.testing
	@$(python) -m pytest -q --numprocesses auto --maxprocesses 4 --dist loadfile

# `make -k check` goes on after the first complaint.
linters := check-format check-tidy check-ruff check-types check-spelling check-docs
strict_builds := $(addprefix check-build-,$(compilers))
.PHONY: $(linters) $(strict_builds) check-sanitizers

check: $(linters) $(strict_builds) check-sanitizers

$(linters): .venv/.linting

check-format:
	@echo clang-format
	@.venv/bin/clang-format --dry-run -Werror $(c_files)

check-tidy:
	@echo clang-tidy
	@printf '%s\n' $(core_files) | xargs -n 1 -P 2 sh -c \
		'.venv/bin/clang-tidy --quiet "$$@" -- -std=c11 -Icsrc/core $(pcre2_cflags) 2>/dev/null' clang-tidy

check-ruff:
	.venv/bin/ruff check
	.venv/bin/ruff format --check

# The types of numpy are part of what is checked.
check-types: .venv/.built
	.venv/bin/mypy
	.venv/bin/stubtest opis._core

check-spelling:
	.venv/bin/codespell

# What Sphinx warns of is an error; the examples are run by make test.
check-docs docs: .venv/.built .venv/.documenting
	.venv/bin/sphinx-build -q -W --keep-going -b html docs build/docs

$(strict_builds): check-build-%: .venv/.built
	OPIS_WERROR=1 CC=$* $(python) setup.py -q build_ext --build-temp build/check-$* --build-lib build/check-$*

# Writes what opis prints now into the examples of README.md and docs.
readme: .venv/.built
	@$(python) tests/readme.py

format: .venv/.linting
	@.venv/bin/clang-format -i $(c_files)
	@.venv/bin/ruff check --fix --quiet || true
	@.venv/bin/ruff format --quiet

fuzz: .venv/.built
	@$(python) tests/fuzz/fuzz.py --seconds $(or $(SECONDS),60) $(TARGET)

# Memory that is bounded or measured from outside is no place for the address sanitizer, nor are processes by the dozen,
# nor a fork among threads, in which its locks may stay taken.
sanitized = tests/unit tests/accuracy tests/report/test_report.py tests/fuzz/test_public.py tests/test_docs.py \
	tests/test_edition.py tests/test_readme.py
unsanitized = --deselect tests/unit/test_limits.py::test_a_process_without_memory \
	--deselect tests/unit/test_arrow.py::test_nothing_leaks --ignore tests/unit/test_dask.py \
	--deselect tests/unit/test_interpreters.py::test_use_after_fork

sanitize: .venv/.built .venv/.testing
	@echo 'eight threads under the thread sanitizer'
	@OPIS_SANITIZER=thread $(python) -m pytest -q tests/core/test_faults.py -k threads
	@echo 'the programs of the core under valgrind'
	@OPIS_SANITIZER=valgrind $(python) -m pytest -q tests/core tests/fuzz/test_fuzz.py -k 'unit or memory or threads or met_before'
	@echo 'the tests of the package under the address and undefined-behaviour sanitizers'
	@$(python) tests/sanitized.py -q $(sanitized) $(unsanitized)

# What make check runs of it, for it takes a minute: the threads, and the objects that hold on to others.
check-sanitizers: .venv/.built .venv/.testing
	OPIS_SANITIZER=thread $(python) -m pytest -q tests/core/test_faults.py -k threads
	$(python) tests/sanitized.py -q $(unsanitized) tests/unit/test_records.py tests/unit/test_arrow.py \
		tests/unit/test_read.py tests/fuzz/test_public.py

bench: .venv/.built .venv/.testing
	@$(python) tests/bench/bench.py $(BOOK)
	@echo
	@$(python) tests/bench/peers.py $(BOOK) $(if $(RECORD),--write)

bench-growth: .venv/.built
	@$(python) tests/bench/growth.py $(BOOK) $(if $(SIZE),--to $(SIZE))

bench-threads: .venv/.built
	@$(python) tests/bench/threads.py $(BOOK)

profile: .venv/.built
	@$(python) tests/bench/stages.py $(BOOK)

bench-corpus: .venv/.built .venv/.testing
	@$(python) tests/bench/corpus.py $(if $(BOOKS),--books $(BOOKS))

bench-tables: .venv/.built
	@$(python) tests/bench/tables.py

# The source distribution and, for each Python that is here, a wheel with PCRE2 inside, tried in a clean environment.
wheels: .venv/.packaging
	@$(python) tests/packaging/wheels.py -o dist

clean:
	rm -rf .venv build dist demo python/*.egg-info .pytest_cache .mypy_cache .ruff_cache
	find python -name '*.so' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
