#!/usr/bin/env bash
# Installs the packages as locked, and with them Node.js 24 where npm has it (Linux on x64).
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v npm > /dev/null; then
  echo 'npm was not found. Install Node.js 20 or newer with npm (Debian and Ubuntu: apt-get install nodejs npm).' >&2
  exit 1
fi
echo 'Installing the packages (npm ci) ...' >&2
npm ci --no-audit --no-fund --loglevel=error >&2

export PATH="$PWD/node_modules/.bin:$PATH"
version=$(node --version)
major=${version#v}
if [ "${major%%.*}" -lt 24 ]; then
  echo "Node.js 24 or newer is needed and $version was found. npm brings it on Linux x64 only: install it here." >&2
  exit 1
fi
