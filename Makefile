# make demo    evaluate the rule book of 2013 on its example ledgers
# make test    every check: ruff, mypy, pytest
# make bench   how fast it is, against others (BENCH="--full --write", BENCH="plan-traced --sizes '100 万'")
# make fuzz    a million damaged inputs (INPUTS, SEED, JOBS)
# make lock    pin requirements*.txt again (UPGRADE=--upgrade for newer versions)
# make clean   remove what the others made
#
# Needs Python 3.11 or newer with venv, and nothing else: everything goes into .venv.
# PYTHON=python3.12 picks another one. On Windows, make.cmd does the same.

PYTHON ?= python3
INPUTS ?= 1000000
SEED ?= 1
JOBS ?= 2
BENCH ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

export PYTHONUTF8 := 1

.PHONY: demo test bench fuzz lock clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	@$(BIN)/perfeval eval rules/heshan-2013 rules/heshan-2013/facts

test: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks $(BENCH)

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m tests.fuzz --inputs $(INPUTS) --jobs $(JOBS) --seed $(SEED)

clean:
	rm -rf $(VENV) $(LOCK_VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the environment

define TOO_OLD
需要 Python 3.11 或更新的版本；“$(PYTHON)”不是。装好以后可以指定，例如：make PYTHON=python3.12 $(MAKECMDGOALS)
Python 3.11 or newer is needed; "$(PYTHON)" is not. Install one, then name it: make PYTHON=python3.12 $(MAKECMDGOALS)
endef
define NO_VENV
建不了虚拟环境：这个 Python 缺少 venv。Debian、Ubuntu 上请先安装 python3-venv。
Cannot make a virtual environment: this Python has no venv. On Debian and Ubuntu, install python3-venv first.
endef
export TOO_OLD NO_VENV

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$TOO_OLD" >&2; exit 1; }
	@echo '正在准备运行环境（只有第一次需要，约一分钟）……' >&2
	@$(PYTHON) -m venv $(VENV) || { echo "$$NO_VENV" >&2; exit 1; }
	@touch $@

# The build backend comes from requirements-build.txt, pinned like the rest, so pip fetches nothing unpinned to build with.
INSTALL_PROJECT := $(PIP) install --quiet --no-deps --no-build-isolation --editable .

$(VENV)/.installed: requirements.txt requirements-build.txt pyproject.toml | $(VENV)/.created
	@$(PIP) install --quiet --require-hashes -r requirements.txt -r requirements-build.txt
	@$(INSTALL_PROJECT)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-spark.txt $(VENV)/.installed
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@$(PIP) install --quiet --require-hashes --no-build-isolation -r requirements-spark.txt
	@touch $@

$(VENV)/.installed-bench: requirements-bench.txt $(VENV)/.installed
	@$(PIP) install --quiet --require-hashes -r requirements-bench.txt
	@touch $@

# ---------------------------------------------------------------- pinned requirements

# Run it with the oldest Python supported, so that nothing only that one needs is left out.
LOCK_VENV := .venv-lock
PIP_TOOLS := pip-tools==7.6.2
COMPILE := CUSTOM_COMPILE_COMMAND='make lock' $(LOCK_VENV)/bin/python -m piptools compile --quiet $(UPGRADE) \
	--generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

$(LOCK_VENV)/.created:
	@$(PYTHON) -m venv $(LOCK_VENV)
	@$(LOCK_VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_TOOLS)
	@touch $@

lock: $(LOCK_VENV)/.created
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --build-deps-for editable --only-build-deps --output-file requirements-build.txt pyproject.toml
	$(COMPILE) --output-file requirements-dev.txt requirements-dev.in
	$(COMPILE) --output-file requirements-bench.txt requirements-bench.in
	$(COMPILE) --output-file requirements-spark.txt requirements-spark.in
