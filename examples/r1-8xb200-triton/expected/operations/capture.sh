#!/usr/bin/env bash
# Written by deepseek-config. Profiles a node for a short time and collects the results in one folder.
#
#   capture.sh [-d SECONDS] [-o FOLDER] [-u URL] [-t]
#
# -t also records a kernel trace of the engine, which slows it down. Tools that the node lacks are skipped and listed in
# missing.txt. Everything stops by itself; if interrupted, it stops what it started.
set -uo pipefail

seconds=30
folder=capture
url=http://127.0.0.1:8000
with_trace=0

usage() {
  echo "usage: ${0##*/} [-d SECONDS] [-o FOLDER] [-u URL] [-t]" >&2
  exit 2
}

while getopts 'd:o:u:t' option; do
  case $option in
    d) seconds=$OPTARG ;;
    o) folder=$OPTARG ;;
    u) url=$OPTARG ;;
    t) with_trace=1 ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# = 0 ] || usage
case $seconds in '' | *[!0-9]*) usage ;; esac
[ "$seconds" -ge 1 ] || usage
mkdir -p -- "$folder" || exit 1

started=()
is_tracing=0
stop() {
  trap '' INT TERM
  if [ "$is_tracing" = 1 ]; then
    is_tracing=0
    post stop_profile
  fi
  if [ "${#started[@]}" -gt 0 ]; then
    kill "${started[@]}" 2>/dev/null
    wait "${started[@]}" 2>/dev/null
  fi
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

missing() { echo "$1" >>"$folder/missing.txt"; }
has() { command -v "$1" >/dev/null || { missing "$1"; return 1; }; }

# once FILE COMMAND…: records a command's output once.
once() {
  local file=$1
  shift
  has "$1" || return 0
  timeout -k 5 30 "$@" >"$folder/$file" 2>"$folder/$file.err" || missing "$* failed: see $file.err"
  [ -s "$folder/$file.err" ] || rm -f -- "$folder/$file.err"
}

# during FILE COMMAND…: records a command's output while profiling.
during() {
  local file=$1
  shift
  has "$1" || return 0
  timeout -k 5 "$seconds" "$@" >"$folder/$file" 2>&1 &
  started+=($!)
}

post() { timeout -k 5 60 curl -fsS -X POST "$url/$1" >>"$folder/trace.txt" 2>&1; }

rm -f -- "$folder/missing.txt"
date -u +%FT%TZ >"$folder/time.txt"
once gpus.txt nvidia-smi -q
once topology.txt nvidia-smi topo -m
once nvlink.txt nvidia-smi nvlink -s
once memory.txt cat /proc/meminfo
once pressure.txt cat /proc/pressure/cpu /proc/pressure/memory /proc/pressure/io
once metrics-before.txt curl -fsS "$url/metrics"
during dmon.txt nvidia-smi dmon -s pucvmet -d 1
during dcgm.txt dcgmi dmon -e 1002,1004,1005,1009,1010 -d 1000
during vmstat.txt vmstat 1
if [ "$with_trace" = 1 ] && has curl; then
  if post start_profile; then is_tracing=1; else missing 'engine trace: the engine was started without a profiler'; fi
fi
if has perf; then
  timeout -k 5 "$((seconds + 30))" perf record -q -F 99 -a -g -o "$folder/perf.data" -- sleep "$seconds" >"$folder/perf.txt" 2>&1 &
  started+=($!)
fi
sleep "$seconds" &
started+=($!)
wait "${started[@]}" 2>/dev/null
started=()
if [ "$is_tracing" = 1 ]; then
  is_tracing=0
  post stop_profile || missing 'engine trace: it could not be stopped'
fi
once metrics-after.txt curl -fsS "$url/metrics"
if [ -s "$folder/perf.data" ]; then
  once stacks.txt perf script -i "$folder/perf.data"
  if [ -s "$folder/stacks.txt" ] && has stackcollapse-perf.pl && has flamegraph.pl; then
    stackcollapse-perf.pl "$folder/stacks.txt" 2>/dev/null | flamegraph.pl >"$folder/flamegraph.svg"
  fi
fi
echo "wrote $folder"
