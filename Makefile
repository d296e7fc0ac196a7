# Assay. `make` prints what there is to make.

export CGO_ENABLED ?= 0
export GOFLAGS ?= -trimpath

# Tools are pinned in a module of their own.
tool := go tool -modfile=internal/tools/go.mod

.DEFAULT_GOAL := help
.PHONY: help run build pdfium test test-race test-postgres bench generate lint breaking fuzz golden clean

help: ## print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build, start with the sample vendors in .assay, print address and token
	@.ci/tesseract
	@build/assay serve --data .assay --samples

build: pdfium ## build build/assay
	@go build -ldflags='-s -w' -o build/assay ./cmd/assay

pdfium: ## fetch PDFium, the second reader, where the build embeds it
	@.ci/pdfium

test: pdfium ## run every test, on SQLite and PostgreSQL
	@.ci/postgres
	@ASSAY_TEST_OCR=required .ci/tesseract
	@ASSAY_TEST_OCR=required ASSAY_TEST_POSTGRES=$${ASSAY_TEST_POSTGRES:-required} go test -timeout=20m ./...

test-race: pdfium ## run every test with the race detector (needs a C compiler)
	@CGO_ENABLED=1 go test -race ./...

test-postgres: ## run the tests of the store and the jobs on PostgreSQL only
	@.ci/postgres
	@ASSAY_TEST_POSTGRES=$${ASSAY_TEST_POSTGRES:-required} go test ./internal/store/... ./internal/jobs/...

bench: build ## measure speed and size against the goals, about five minutes
	@.ci/postgres
	@ASSAY_TEST_POSTGRES=$${ASSAY_TEST_POSTGRES:-required} .ci/bench

generate: build/protodeps ## write gen/ from proto/
	@$(tool) buf generate
	@cd internal/tools && go run ./openapi ../../gen/openapi

lint: build/protodeps ## check proto files, formatting, vet, staticcheck
	@$(tool) buf lint proto
	@$(tool) buf format --diff --exit-code proto
	@.ci/gofmt
	@go vet ./...
	@cd internal/tools && go vet ./...
	@$(tool) staticcheck ./...

breaking: build/protodeps ## check that proto/ breaks no client of the commit before
	@.ci/breaking

# The third-party .proto files, printed from the descriptors that are linked.
build/protodeps: internal/tools/go.mod internal/tools/protodeps/main.go
	@cd internal/tools && go run ./protodeps ../../build/protodeps
	@touch build/protodeps

FUZZTIME ?= 30s
fuzz: ## fuzz every parser of foreign bytes, FUZZTIME (30s) each
	@.ci/fuzz $(FUZZTIME)

golden: ## write the golden files anew; read the diff before you commit it
	@go test $$(git grep -l 'flag.Bool("update"' -- '*_test.go' | xargs -rn1 dirname | sort -u | sed 's|^|./|') -update

clean: ## remove what was built
	@rm -rf build
