#!/usr/bin/env bash
# Written by deepseek-config. Applies, checks or reverts the host settings of a serving node.
#
#   deepseek-host.sh apply|check|revert [--root DIR]
#
# apply is idempotent; it saves the previous values and revert restores them. check changes nothing and
# exits with 1 if a setting differs. With --root, files are written under DIR and the running kernel is not touched.
set -euo pipefail

root=''
action=''
failures=0
folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

thp=never
memlock=unlimited
systemd_memlock=infinity
hugepages_1gi=0

usage() {
  echo "usage: ${0##*/} apply|check|revert [--root DIR]" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    apply | check | revert)
      [ -z "$action" ] || usage
      action=$1
      ;;
    --root)
      [ $# -ge 2 ] || usage
      shift
      root=${1%/}
      ;;
    *) usage ;;
  esac
  shift
done
[ -n "$action" ] || usage

sysctl_file=$root/etc/sysctl.d/90-deepseek.conf
limits_file=$root/etc/security/limits.d/90-deepseek.conf
tmpfiles_file=$root/etc/tmpfiles.d/90-deepseek.conf
containerd_file=$root/etc/systemd/system/containerd.service.d/90-deepseek.conf
docker_file=$root/etc/systemd/system/docker.service.d/90-deepseek.conf
modules_file=$root/etc/modules-load.d/90-deepseek.conf
saved=$root/var/lib/deepseek-config/host.saved

is_live() { [ -z "$root" ]; }

limits_text() { printf '%s\n' "* soft memlock $memlock" "* hard memlock $memlock"; }

tmpfiles_text() { printf '%s\n' "w /sys/kernel/mm/transparent_hugepage/enabled - - - - $thp"; }

service_text() { printf '%s\n' '[Service]' "LimitMEMLOCK=$systemd_memlock"; }

modules_text() { printf '%s\n' nvidia_peermem; }

settings() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$folder/90-deepseek.conf"; }

# Writes standard input to a file atomically, and only if the content differs.
put() {
  local target=$1 temporary
  mkdir -p -- "$(dirname -- "$target")"
  temporary=$(mktemp -- "$target.XXXXXX")
  cat >"$temporary"
  chmod 0644 "$temporary"
  if [ -f "$target" ] && cmp -s -- "$temporary" "$target"; then
    rm -f -- "$temporary"
  else
    mv -f -- "$temporary" "$target"
    echo "wrote $target"
  fi
}

ok() { echo "ok    $1"; }

fail() {
  echo "FAIL  $1"
  failures=$((failures + 1))
}

same() {
  local target=$1
  if [ -f "$target" ] && cmp -s -- - "$target"; then ok "$target"; else fail "$target is missing or differs"; fi
}

# The active value is the one in brackets.
thp_now() { sed -e 's/.*\[\(.*\)\].*/\1/' /sys/kernel/mm/transparent_hugepage/enabled; }

save_once() {
  [ ! -e "$saved" ] || return 0
  mkdir -p -- "$(dirname -- "$saved")"
  {
    settings | while IFS='=' read -r key _; do
      key=${key//[[:space:]]/}
      if value=$(sysctl -n "$key" 2>/dev/null); then printf 'sysctl %s=%s\n' "$key" "$(echo "$value" | tr '\t' ' ')"; fi
    done
    if [ -r /sys/kernel/mm/transparent_hugepage/enabled ]; then printf 'thp %s\n' "$(thp_now)"; fi
  } >"$saved.new"
  mv -f -- "$saved.new" "$saved"
}

apply() {
  if is_live; then
    [ "$(id -u)" = 0 ] || { echo 'apply needs root' >&2; exit 1; }
    save_once
  fi
  put "$sysctl_file" <"$folder/90-deepseek.conf"
  limits_text | put "$limits_file"
  tmpfiles_text | put "$tmpfiles_file"
  service_text | put "$containerd_file"
  service_text | put "$docker_file"
  if is_live; then
    sysctl --quiet --load "$sysctl_file" || echo 'some settings are unknown to this kernel; see check' >&2
    if [ -w /sys/kernel/mm/transparent_hugepage/enabled ]; then echo "$thp" >/sys/kernel/mm/transparent_hugepage/enabled; fi
    if command -v systemctl >/dev/null; then systemctl daemon-reload || true; fi
    echo 'restart containerd or docker for the new memlock limit'
  fi
  if [ "$hugepages_1gi" -gt 0 ]; then
    echo "1 GiB huge pages come by kernel command line: hugepagesz=1G hugepages=$hugepages_1gi"
  fi
}

check() {
  same "$sysctl_file" <"$folder/90-deepseek.conf"
  limits_text | same "$limits_file"
  tmpfiles_text | same "$tmpfiles_file"
  service_text | same "$containerd_file"
  service_text | same "$docker_file"
  if is_live; then
    local key wanted now
    while IFS='=' read -r key wanted; do
      key=${key//[[:space:]]/}
      wanted=$(echo "$wanted" | xargs)
      if ! now=$(sysctl -n "$key" 2>/dev/null | tr '\t' ' ' | xargs); then now=''; fi
      if [ "$now" = "$wanted" ]; then ok "$key = $wanted"; else fail "$key is '$now', not $wanted"; fi
    done < <(settings)
    if [ ! -r /sys/kernel/mm/transparent_hugepage/enabled ]; then
      ok 'transparent huge pages: none in this kernel'
    elif [ "$(thp_now)" = "$thp" ]; then
      ok "transparent huge pages $thp"
    else
      fail "transparent huge pages are $(thp_now), not $thp"
    fi
  fi
  [ "$failures" = 0 ] || { echo "$failures settings differ" >&2; exit 1; }
}

revert() {
  if is_live; then [ "$(id -u)" = 0 ] || { echo 'revert needs root' >&2; exit 1; }; fi
  rm -f -- "$sysctl_file" "$limits_file" "$tmpfiles_file" "$containerd_file" "$docker_file" "$modules_file"
  if is_live && [ -f "$saved" ]; then
    local kind rest
    while read -r kind rest; do
      case $kind in
        sysctl) sysctl --quiet --write "$rest" || true ;;
        thp) echo "$rest" >/sys/kernel/mm/transparent_hugepage/enabled || true ;;
      esac
    done <"$saved"
    rm -f -- "$saved"
    if command -v systemctl >/dev/null; then systemctl daemon-reload || true; fi
  fi
  echo 'reverted'
}

"$action"
