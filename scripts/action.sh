#!/usr/bin/env bash
# What the GitHub Action runs: finds dnnc, makes its arguments of the inputs, and lints. Inputs come as variables and are never
# part of a command's text, so that nothing in them is run; COMMAND alone is one, and is the workflow's own.
set -euo pipefail

read -ra dnnc <<<"${COMMAND:-}"
if [ ${#dnnc[@]} -eq 0 ]; then
  if [ -x node_modules/.bin/dnnc ]; then
    dnnc=(node_modules/.bin/dnnc)
  else
    if [ ! -f "$ACTION_FOLDER/dist/dnnc.cjs" ]; then
      (cd "$ACTION_FOLDER" && npm ci --no-audit --no-fund && npm run build:command) >&2
    fi
    dnnc=(node "$ACTION_FOLDER/dist/dnnc.cjs")
  fi
fi

arguments=(lint --format github)
[ "${STRICT:-}" = true ] && arguments+=(--strict)
[ -n "${MAX_WARNINGS:-}" ] && arguments+=(--max-warnings "$MAX_WARNINGS")
[ -n "${BASELINE:-}" ] && arguments+=(--baseline "$BASELINE")
if [ "${CHANGED:-}" = true ]; then
  arguments+=(--changed)
  [ -n "${BASE:-}" ] && arguments+=(--base "origin/$BASE")
fi
if [ -n "${SARIF:-}" ]; then
  arguments+=(--output "sarif=$SARIF")
  echo "sarif=${FOLDER:-.}/$SARIF" >>"$GITHUB_OUTPUT"
fi
arguments+=(--)
while IFS= read -r path; do
  [ -n "$path" ] && arguments+=("$path")
done <<<"${PATHS:-.}"

"${dnnc[@]}" "${arguments[@]}"
