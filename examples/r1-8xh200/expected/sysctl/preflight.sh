#!/usr/bin/env bash
# Written by deepseek-config. Checks a node against the configuration before the engine starts; changes nothing.
#
#   preflight.sh [--root DIR]
#
# Prints PASS, FAIL or SKIP for each check and exits with 1 if any fails. --root reads /proc, /sys and the model folder
# under DIR, for a mounted host or a test.
set -uo pipefail

root=''
case $# in
  0) ;;
  2) [ "$1" = --root ] || { echo "usage: ${0##*/} [--root DIR]" >&2; exit 2; }; root=${2%/} ;;
  *) echo "usage: ${0##*/} [--root DIR]" >&2; exit 2 ;;
esac

failures=0
pass() { echo "PASS  $1"; }
skip() { echo "SKIP  $1"; }
fail() {
  echo "FAIL  $1"
  failures=$((failures + 1))
}

# at_least NAME HAVE WANTED UNIT
at_least() {
  if [ "$2" -ge "$3" ]; then pass "$1: $2 $4"; else fail "$1: $2 $4, $3 are needed"; fi
}

# Whether version $1 is at least $2.
is_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

gpus=8
gpu_memory_mib=142333
memory_mib=49152
disk_mib=656687
model_folder=/var/lib/deepseek/models
thp=never

if ! command -v nvidia-smi >/dev/null; then
  fail 'nvidia-smi is not installed'
else
  if ! listing=$(nvidia-smi --query-gpu=memory.total,driver_version --format=csv,noheader,nounits 2>/dev/null); then
    fail 'nvidia-smi does not answer'
    listing=''
  fi
  found=$(printf '%s' "$listing" | grep -c . || true)
  at_least 'GPUs' "$found" "$gpus" cards
  if [ -n "$listing" ]; then
    smallest=$(printf '%s\n' "$listing" | cut -d, -f1 | tr -d ' ' | sort -n | head -n 1)
    at_least 'memory per GPU' "$smallest" "$gpu_memory_mib" MiB
    driver=$(printf '%s\n' "$listing" | head -n 1 | cut -d, -f2 | tr -d ' ')
    if is_at_least "$driver" 580.65.06; then pass "driver $driver"; else fail "driver $driver, 580.65.06 is needed"; fi
    if nvidia-smi topo -m 2>/dev/null | grep -qE '\bNV[0-9]+\b'; then pass 'NVLink'; else fail 'nvidia-smi topo -m shows no NVLink'; fi
  fi
fi

if have=$(awk '/^MemTotal:/ {print int($2 / 1024)}' "$root/proc/meminfo" 2>/dev/null) && [ -n "$have" ]; then
  at_least 'main memory' "$have" "$memory_mib" MiB
else
  skip 'main memory: no /proc/meminfo'
fi

if [ ! -r "$root/sys/kernel/mm/transparent_hugepage/enabled" ]; then
  skip 'transparent huge pages: none in this kernel'
else
  active=$(sed -e 's/.*\[\(.*\)\].*/\1/' "$root/sys/kernel/mm/transparent_hugepage/enabled")
  if [ "$active" = "$thp" ]; then pass "transparent huge pages $active"; else fail "transparent huge pages are $active, not $thp: run deepseek-host.sh apply"; fi
fi

if [ -d "$root$model_folder" ]; then
  used=$(du -sm "$root$model_folder" 2>/dev/null | cut -f1)
  free=$(df -Pm "$root$model_folder" | awk 'NR == 2 {print $4}')
  at_least 'room for the checkpoint, with what is there' "$((free + ${used:-0}))" "$disk_mib" MiB
else
  fail "$model_folder is no folder"
fi

if [ "$failures" -gt 0 ]; then
  echo "$failures checks failed" >&2
  exit 1
fi
