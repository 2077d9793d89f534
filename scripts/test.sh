#!/bin/sh
# npm test: builds, provides what the tests need beyond npm where it can, then runs each of them once;
# with PROJECTS those of other projects (vitest.config.ts).
set -eu
cd "$(dirname "$0")/.."
node_modules/.bin/tsc -b
node scripts/build-kernel.mjs
node scripts/build-portal.mjs
node scripts/provide.mjs
set -- $(printf -- '--project %s ' ${PROJECTS:-units node browser timed}) "$@"
exec node node_modules/vitest/vitest.mjs run --reporter=default --reporter=./scripts/report.mjs "$@"
