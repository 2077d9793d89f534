#!/bin/sh
# npm test: provides what the tests need beyond npm where it can, then runs each of them once.
set -eu
cd "$(dirname "$0")/.."
node scripts/provide.mjs
exec node node_modules/vitest/vitest.mjs run --reporter=default --reporter=./scripts/report.mjs "$@"
