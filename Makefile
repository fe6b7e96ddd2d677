# The doors of the house. `make` alone lists them; README.md says more.

SWIFT ?= swift
PORT ?= 8787
# Made-up worlds of `make simulate`, and the seed of the first.
SEEDS ?= 10000
FIRST ?= 1
# Further arguments for `make run` and `make demo`, as in: make run ARGS="--bind 127.0.0.1"
ARGS ?=
# For `make chaos`: how often the server is killed, and the seed of the instants (a new one unless given).
KILLS ?= 50
SEED ?=

# What `make bench` measures at scale, as in: make bench SCALE="--parts feed --houses 10000:5000000"
SCALE ?= --parts feed,burst,overdue,peers

RELEASE := .build/release/almanac
DEBUG := .build/debug/almanac
PYTHON := .venv/bin/python
# One debug build serves the import check, the Swift tests and the tests on the binary: nothing is built twice.
DEBUG_BUILD := $(SWIFT) build --build-tests --explicit-target-dependency-import-check error
PURE := Access|CivilTime|Recurrence|Operations|Projection|ChangeRequests|Documents|Notifications|PageScript

.DEFAULT_GOAL := help
.PHONY: help setup setup-build build debug run demo test test-fast simulate chaos bench bench-recurrence \
	bench-percentiles bench-web pictures engines check-vixie fuzz \
	lint lint-format lint-imports lint-page lint-api lint-tree format clean clean-demo

help: ## Lists what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Installs what building and testing need and this machine lacks
	@scripts/setup test

setup-build:
	@scripts/setup build

build: setup-build ## Builds the release binary, .build/release/almanac
	@$(SWIFT) build -c release --product almanac

run: build ## Builds, then serves the calendar with its data in ./data
	@exec $(RELEASE) serve --port $(PORT) --data ./data $(ARGS)

demo: build ## The same with a sample workspace and two weeks of history in ./demo-data
	@[ -d demo-data ] || $(RELEASE) demo --data ./demo-data
	@exec $(RELEASE) serve --port $(PORT) --data ./demo-data --config demo/almanac.yaml $(ARGS)

debug: setup
	@$(DEBUG_BUILD)

test: debug ## Runs every test: Swift, simulation, page modules, browser, stories and chaos on the real binary
	@ALMANAC_BIN=$(abspath $(DEBUG)) SIMULATE_BIN=$(abspath $(DEBUG)-simulate) \
		scripts/run-tests swift simulate page browser story chaos

test-fast: ## Runs the tests of the pure rooms and of the page's modules
	@PURE='$(PURE)' scripts/run-tests swift-pure page

chaos: debug ## Kills the real binary KILLS times (SEED=n to repeat), fills its disk, sets its clock; holds what ran against the record
	@ALMANAC_BIN=$(abspath $(DEBUG)) KILLS=$(KILLS) SEED=$(SEED) scripts/run-tests chaos

simulate: setup-build ## Tells SEEDS made-up worlds from FIRST on and says how fast, or which breaks what must hold
	@$(SWIFT) build -c release --product almanac-simulate
	@$(RELEASE)-simulate --seeds $(SEEDS) --first $(FIRST)

bench: setup build ## Measures the release binary: push delay, idle cost, first answer, large houses beside their peers; then what bench-recurrence does
	@$(PYTHON) Tests/Story/soak.py --binary $(RELEASE) --minutes 1.1 --downtime 30
	@$(PYTHON) Benchmarks/processes.py --binary $(RELEASE)
	@$(PYTHON) Benchmarks/scale.py --binary $(RELEASE) $(SCALE)
	@$(MAKE) --no-print-directory bench-recurrence

bench-recurrence: engines ## Times next occurrences beside other engines, and compares the answers
	@$(PYTHON) Benchmarks/recurrence.py

bench-percentiles: ## The same of ours alone, with percentiles
	@cd Benchmarks/Recurrence && $(SWIFT) package --allow-writing-to-package-directory benchmark --no-progress

engines: setup
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt \
		|| echo "The engines of Python can't be installed; they will be said to be missing."

check-vixie: build engines ## Compares the vixie dialect with croniter and cronsim on 5,000 random cases
	@$(PYTHON) scripts/check_vixie.py --binary $(RELEASE)

fuzz: ## Looks for input that breaks the readers of expressions and zone files, FUZZ_SECONDS (60) each
	@scripts/fuzz

bench-web: setup ## Measures the page's painting and patching beside FullCalendar's (downloads it)
	@$(PYTHON) Benchmarks/web/bench.py

pictures: setup ## Takes the pictures of README and docs anew
	@ALMANAC_PICTURES=$(abspath docs/pictures) $(PYTHON) -m pytest -q Tests/Browser/test_looks.py -k pictures

lint: lint-format lint-tree lint-page lint-api lint-imports ## Formatting, imports between rooms, JS types, openapi.yaml

lint-format:
	@$(SWIFT) format lint --strict --parallel --recursive Sources Tests Plugins Benchmarks Package.swift
	@echo "lint: Swift formatting is clean"

lint-imports: debug
	@echo "lint: every room imports only what Package.swift names"

lint-page: setup
	@tsc -p Public/jsconfig.json
	@echo "lint: the page's JavaScript type-checks"

lint-api: setup
	@$(PYTHON) scripts/check_openapi.py Public/openapi.yaml

lint-tree: setup
	@$(PYTHON) scripts/check_tree.py

format: ## Formats the Swift sources
	@$(SWIFT) format format --in-place --parallel --recursive Sources Tests Plugins Benchmarks Package.swift

clean: ## Removes what was built and what tests left behind
	@rm -rf .build .venv artefacts Benchmarks/Recurrence/.build Tests/Fuzz/.build

clean-demo: ## Removes the sample workspace's data, so that `make demo` starts anew
	@rm -rf demo-data
