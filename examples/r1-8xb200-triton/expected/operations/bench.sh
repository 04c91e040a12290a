#!/usr/bin/env bash
# Written by deepseek-config. Measures what the configuration predicts; run it inside the engine's image.
#
#   bench.sh serve [URL]                 sends requests of the workload's lengths and rate to a running engine
#   bench.sh nccl [HOSTFILE]             collective operations of the layout, with nccl-tests; the engine must be stopped
#
# Results go to RESULTS, else ./results.
set -euo pipefail

results=${RESULTS:-results}

usage() {
  echo "usage: ${0##*/} serve [URL] | nccl [HOSTFILE]" >&2
  exit 2
}

serve() {
  [ $# -le 1 ] || usage
  local url=${1:-http://127.0.0.1:8000}
  mkdir -p -- "$results"
  python3 -m tensorrt_llm.serve.scripts.benchmark_serving --backend openai --endpoint /v1/completions --model deepseek-r1 --tokenizer nvidia/DeepSeek-R1-NVFP4 --dataset-name random --random-input-len 1024 --random-output-len 256 --num-prompts 640 --request-rate inf --random-ids --ignore-eos --percentile-metrics ttft,tpot,itl,e2el --base-url "$url" --save-result --result-dir "$results"
}

# collective PROGRAM: one process on one node, MPI over several.
collective() {
  local program=$1
  command -v "$program" >/dev/null || { echo "$program of nccl-tests is not on the path" >&2; exit 1; }
  "$program" -b 8K -e 128M -f 2 -g 8 | tee "$results/$program.txt"
}

nccl() {
  [ $# = 0 ] || usage
  mkdir -p -- "$results"
  collective all_reduce_perf
  collective alltoall_perf
}

[ $# -ge 1 ] || usage
action=$1
shift
case $action in
  serve | nccl) "$action" "$@" ;;
  *) usage ;;
esac
