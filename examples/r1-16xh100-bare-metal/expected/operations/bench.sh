#!/usr/bin/env bash
# Written by deepseek-config. Measures what the configuration predicts; run it inside the engine's image.
#
#   bench.sh serve [URL]                 sends requests of the workload's lengths and rate to a running engine
#   bench.sh nccl [HOSTFILE]             collective operations of the layout, with nccl-tests; the engine must be stopped
#   bench.sh mlperf CHECKOUT DATASET     MLPerf Inference's reference for DeepSeek-R1; it loads the model itself
#
# Results go to RESULTS, else ./results.
set -euo pipefail

results=${RESULTS:-results}

usage() {
  echo "usage: ${0##*/} serve [URL] | nccl [HOSTFILE] | mlperf CHECKOUT DATASET" >&2
  exit 2
}

serve() {
  [ $# -le 1 ] || usage
  local url=${1:-http://127.0.0.1:8000}
  mkdir -p -- "$results"
  # The benchmark client sends this key.
  export OPENAI_API_KEY=${OPENAI_API_KEY:-${VLLM_API_KEY:-${SGLANG_API_KEY:-}}}
  vllm bench serve --backend openai --endpoint /v1/completions --model deepseek-r1 --tokenizer deepseek-ai/DeepSeek-R1 --dataset-name random --random-input-len 2000 --random-output-len 500 --num-prompts 640 --request-rate 2 --max-concurrency 64 --ignore-eos --percentile-metrics ttft,tpot,itl,e2el --metric-percentiles 50,95,99 --goodput ttft:2000 tpot:83.333 --base-url "$url" --save-result --result-dir "$results"
}

# collective PROGRAM: one process on one node, MPI over several.
collective() {
  local program=$1
  command -v "$program" >/dev/null || { echo "$program of nccl-tests is not on the path" >&2; exit 1; }
  mpirun --hostfile "$hosts" -np 16 -N 8 "$program" -b 8K -e 128M -f 2 -g 1 | tee "$results/$program.txt"
}

nccl() {
  [ $# = 1 ] || { echo 'several nodes: name a file with their addresses, one a line' >&2; exit 2; }
  hosts=$1
  mkdir -p -- "$results"
  collective all_reduce_perf
  collective sendrecv_perf
}

mlperf() {
  [ $# = 2 ] || usage
  local dataset folder
  dataset=$(realpath -- "$2")
  mkdir -p -- "$results"
  folder=$(realpath -- "$results")
  cd -- "$1/language/deepseek-r1"
  python3 run_mlperf.py --mode offline --input-file "$dataset" --output-dir "$folder/mlperf-"offline
}

[ $# -ge 1 ] || usage
action=$1
shift
case $action in
  serve | nccl | mlperf) "$action" "$@" ;;
  *) usage ;;
esac
