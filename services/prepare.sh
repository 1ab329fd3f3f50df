#!/usr/bin/env bash
# Makes what the Dockerfiles copy: the bundles of the services.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh
PATH="$PWD/node_modules/.bin:$PATH" node scripts/build-services.ts
