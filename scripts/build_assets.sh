#!/usr/bin/env bash
# Builds assets/vendor from npm packages of exact versions. Needs node >= 20 and npm; the result is committed,
# so neither running nor testing the cockpit needs them.
set -euo pipefail

root="$(cd "$(dirname "$0")/.." && pwd)"
vendor="$root/assets/vendor"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cp "$root"/scripts/assets/* "$work"/
cd "$work"
npm install --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error

mkdir -p "$vendor/plotly" "$vendor/bootstrap" "$vendor/inter" "$vendor/regenerator"
node bundle.mjs "$vendor/plotly/plotly.min.js"
cp node_modules/plotly.js/LICENSE "$vendor/plotly/LICENSE"
# Packed as well as it can be, once: it is half of what a first visit loads.
node -e 'const { readFileSync, writeFileSync } = require("node:fs"), { brotliCompressSync } = require("node:zlib");
  const path = process.argv[1]; writeFileSync(path + ".br", brotliCompressSync(readFileSync(path)));' \
  "$vendor/plotly/plotly.min.js"

# Only bootstrap's reboot: the same starting point in every browser. The layout is our own. In a layer of its
# own it never overrides our rules, in whatever order Dash lists the files.
{ echo "@layer reboot {"; cat node_modules/bootstrap/dist/css/bootstrap-reboot.css; echo "}"; } > reboot.css
node_modules/.bin/esbuild reboot.css --minify --legal-comments=inline \
  --outfile="$vendor/bootstrap/reboot.min.css" --log-level=error
cp node_modules/bootstrap/LICENSE "$vendor/bootstrap/LICENSE"

cp node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2 "$vendor/inter/inter.woff2"
cp node_modules/@fontsource-variable/inter/LICENSE "$vendor/inter/LICENSE"

# All that Dash still needs of the polyfill it would load, which makes old browsers of new ones.
node_modules/.bin/esbuild node_modules/regenerator-runtime/runtime.js --minify --legal-comments=inline \
  --outfile="$vendor/regenerator/runtime.min.js" --log-level=error
cp node_modules/regenerator-runtime/LICENSE "$vendor/regenerator/LICENSE"

find "$vendor" -type f -exec wc -c {} +
