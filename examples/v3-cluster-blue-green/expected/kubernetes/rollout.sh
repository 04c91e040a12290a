#!/usr/bin/env bash
# Written by deepseek-config. Starts a new version beside the running one, judges it by its share of failed
# requests, and rolls back when it fails.
#
#   rollout.sh
#
# It applies kustomization.yaml, then the engine in the free colour (rollout/blue.yaml or rollout/green.yaml),
# and waits until its pods are ready. A canary then shares requests with the old version; blue_green sends the new
# one all of them. If every Prometheus query stays below the limit, the new version keeps the traffic
# and the old one is deleted. Anything else, including an interruption, restores the old version and exits with 1.
set -euo pipefail

folder=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
name=deepseek-v3
namespace=deepseek
resource=leaderworkerset
replicas=1
first=1
strategy=blue_green
prometheus=http://prometheus-operated.monitoring.svc:9090
start_seconds=16172
checks=40
interval=30

[ $# -eq 0 ] || { echo "usage: ${0##*/}" >&2; exit 2; }

k() { kubectl --namespace "$namespace" "$@"; }

say() { echo "rollout: $1"; }

# ready COLOUR REPLICAS: waits until that many replicas are ready.
ready() {
  k wait --for="jsonpath={.status.readyReplicas}=$2" "$resource/$name-$1" --timeout="${start_seconds}s"
}

# point SELECTOR ACTIVE: sets the colour that the Service selects (null: both) and the stable colour.
point() { k patch service "$name" --type=merge --patch "{\"metadata\":{\"labels\":{\"rollout-active\":\"$2\"}},\"spec\":{\"selector\":{\"rollout-color\":$1}}}"; }

# Succeeds only if Prometheus answers with an empty result: nothing exceeds the limit.
healthy() {
  local answer query
  case $next in
    blue) query='(sum(rate(http_requests_total{job="deepseek-v3", pod=~"deepseek-v3-blue-.*", status=~"5.."}[5m])) or vector(0)) / sum(rate(http_requests_total{job="deepseek-v3", pod=~"deepseek-v3-blue-.*"}[5m])) > 0.05' ;;
    *) query='(sum(rate(http_requests_total{job="deepseek-v3", pod=~"deepseek-v3-green-.*", status=~"5.."}[5m])) or vector(0)) / sum(rate(http_requests_total{job="deepseek-v3", pod=~"deepseek-v3-green-.*"}[5m])) > 0.05' ;;
  esac
  if ! answer=$(curl --fail --silent --show-error --max-time 10 --get --data-urlencode "query=$query" "$prometheus/api/v1/query"); then
    say 'Prometheus does not answer'
    return 1
  fi
  answer=$(printf '%s' "$answer" | tr -d '[:space:]')
  case $answer in
    '{"status":"success",'*'"result":[]'*) return 0 ;;
    '{"status":"success",'*'"result":[{'*) say "too many requests fail: $answer" ;;
    *) say "Prometheus answers with something else: $answer" ;;
  esac
  return 1
}

active=$(k get service "$name" --ignore-not-found --output 'jsonpath={.metadata.labels.rollout-active}')
case $active in
  blue) next=green ;;
  green | '') next=blue ;;
  *) echo "rollout: the Service $name has an unknown rollout-active: $active" >&2; exit 1 ;;
esac

finish() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  [ "$code" -ne 0 ] || exit 0
  if [ -z "$active" ]; then
    say "the first version did not start; its pods are left for a look at them"
  elif point "\"$active\"" "$active" && k delete --filename "$folder/rollout/$next.yaml" --ignore-not-found --wait=false; then
    say "rolled back to $active"
  else
    say "ROLLBACK FAILED: point the Service $name to $active by hand"
  fi
  exit 1
}
trap finish EXIT
trap 'exit 1' INT TERM

kubectl apply --kustomize "$folder"
say "starting $next"
k apply --filename "$folder/rollout/$next.yaml"
ready "$next" "$first"

if [ -z "$active" ]; then
  if [ "$strategy" = canary ]; then
    k scale "$resource/$name-$next" --replicas="$replicas"
    ready "$next" "$replicas"
  fi
  k apply --filename "$folder/rollout/service.yaml"
  say "$next serves: the first version"
  exit 0
fi

# A version that can't be judged gets no requests.
healthy
if [ "$strategy" = canary ]; then
  say "$next shares the requests with $active"
  point null "$active"
else
  say "$next takes all requests from $active"
  point "\"$next\"" "$active"
fi
for ((i = 0; i < checks; i++)); do
  sleep "$interval"
  healthy
done
if [ "$strategy" = canary ]; then
  k scale "$resource/$name-$next" --replicas="$replicas"
  ready "$next" "$replicas"
fi
point "\"$next\"" "$next"
trap - EXIT
k delete --filename "$folder/rollout/$active.yaml" --ignore-not-found --wait=false
say "$next serves; $active is gone"
