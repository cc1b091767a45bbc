# Each target is one script or one line. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run dev test e2e soak check fmt sqlx db reset release bench

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r t d; do printf '  make %-9s %s\n' "$$t" "$$d"; done

run: ## install what is missing, build, serve http://localhost:3000 with demo data
	@scripts/run

dev: ## like run, and builds again after every change
	@scripts/run watch

test: ## all tests: rules, database, router, browser
	@scripts/test

soak: ## the chaos test for ten minutes (DROP_SOAK_SECONDS)
	@scripts/soak

e2e: ## the browser tests alone
	@scripts/e2e

check: ## what CI judges: format, lints, .sqlx, dependencies, tidy
	@scripts/check

fmt: ## format the Rust code
	@cargo fmt --all

sqlx: ## write .sqlx again after a query or a migration changed
	@scripts/sqlx-prepare

db: ## start the development database and print its URL
	@scripts/db

reset: ## empty the development database
	@scripts/db reset

release: ## optimised build: target/release/drop and target/site
	@scripts/release

bench: ## measure a release build
	@scripts/bench
