#!/usr/bin/env bash
# Holds a cold `validate` of the native binary against that of another commit: both run in turn, so that a busy machine slows both.
# With GROW=5 the catalogue of the working tree is five times as long, of made-up entries. Nothing here is a test.
#
#   benchmarks/cold.sh COMMIT [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
commit=$1
runs=${2:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
example=examples/r1-8xh200/deepseek-config.yaml

# publish NAME: the sources of $work/NAME as a native binary.
publish() {
  (cd "$work/$1" && dotnet publish src/ConfigKit.Cli -c Release -r linux-x64 -p:PublishAot=true -o "$work/$1-bin") >"$work/$1.log" ||
    { tail -20 "$work/$1.log"; exit 1; }
}

mkdir "$work/before" "$work/after"
git archive "$commit" | tar x -C "$work/before"
git ls-files -z --cached --others --exclude-standard | tar c --null -T - | tar x -C "$work/after"
[ "${GROW:-1}" = 1 ] || python3 benchmarks/grow_catalog.py "$work/after/catalog" "$GROW"
publish before
publish after

python3 - "$runs" "$example" "$work"/{before,after}-bin/dotnet-deepseek-config <<'PYTHON'
import os, shutil, statistics, subprocess, sys, time

runs, example, *tools = int(sys.argv[1]), *sys.argv[2:]
wall, cpu = {tool: [] for tool in tools}, {tool: [] for tool in tools}
for _ in range(runs):
    for tool in tools:
        start = time.perf_counter()
        process = subprocess.Popen([tool, "validate", example], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall[tool].append((time.perf_counter() - start) * 1000)
        cpu[tool].append((usage.ru_utime + usage.ru_stime) * 1000)
        assert status == 0, f"{tool} fails"

print(f"{'cold validate':14} {'wall ms: min':>12} {'median':>8} {'CPU ms: min':>12} {'median':>8} {'MB':>6}  instructions")
for name, tool in zip(("before", "after"), tools):
    counted = ""
    if shutil.which("valgrind"):
        # A fixed budget of the first generation: without it, valgrind's idea of the cache decides whether garbage is collected.
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", tool, "validate", example]
        log = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "DOTNET_GCgen0size": "4000000"}).stderr
        counted = log.rsplit("refs:", 1)[-1].strip()
    times = [f(of[tool]) for of in (wall, cpu) for f in (min, statistics.median)]
    print(f"{name:14} {times[0]:12.1f} {times[1]:8.1f} {times[2]:12.1f} {times[3]:8.1f} {os.path.getsize(tool) / 1e6:6.1f}  {counted}")
for name, of in (("wall", wall), ("CPU", cpu)):
    print(f"ratio of the medians, {name} {statistics.median(of[tools[1]]) / statistics.median(of[tools[0]]):.2f}")
PYTHON
