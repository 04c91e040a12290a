#!/usr/bin/env bash
# Mutation score of the compiler's Estimation, Rules, Engines and Changes, by dotnet-stryker over a sample of its mutants.
# Nothing here is a test, and CI does not run it.
#
#   benchmarks/mutation/run.sh OUT [SIZE [SEED]]   lists every mutant, runs SIZE of them (400) picked by SEED (11), prints the score
#   benchmarks/mutation/run.sh OUT again [FILTER]  runs those that OUT's reports do not call killed, with the tests as they are committed
#                                                  now or those that FILTER names, and prints the score of all reports together
#
# Needs the .NET SDK of global.json, git, python3 and a package source that has dotnet-stryker. What is committed is measured, in a
# clone; the tool and the clone lie in a temporary folder. OUT keeps the list, the sample and the reports. An hour or more.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p "$1"
out=$(cd "$1" && pwd)
size=${2:-400}
here=$PWD/benchmarks/mutation
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git clone -q . "$work/repo"
dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$work/tool" >/dev/null
cd "$work/repo"

# Stryker compiles without the items that the catalogue's generator reads: what it generates is written out and compiled as sources are.
compiler=src/ConfigKit.Compiler
dotnet build $compiler -c Release -v q -p:EmitCompilerGeneratedFiles=true -p:CompilerGeneratedFilesOutputPath="$work/generated"
mkdir $compiler/Generated
find "$work/generated/ConfigKit.CatalogGenerator" -name '*.cs' -exec cp -t $compiler/Generated {} +
sed -i '/ConfigKit.CatalogGenerator.csproj/d; /CatalogFile=/d; /CompilerVisibleItemMetadata/d' $compiler/ConfigKit.Compiler.csproj

# Stryker looks for tests anew for each mutant that all of them may see. Those that it does not run go, for some compute their rows long.
# TESTS=all keeps them, for a filter that names one.
cp "$here/CheapestFirst.cs" tests/ConfigKit.Tests
cd tests/ConfigKit.Tests
if [ "${TESTS:-}" != all ]; then
  find Architecture Binding Cli Model Rendering Syntax Targets Catalog -maxdepth 1 -name '*Tests.cs' ! -name EngineFlagsTests.cs ! -name ModelsTests.cs -delete
  rm Engines/WrittenNamesTests.cs PropertyTests.cs Rules/SectionRulesTests.cs Search/RepairTests.cs
fi
dotnet build -c Release -v q
echo '{ "parallelizeTestCollections": false }' >bin/Release/net10.0/xunit.runner.json
# Methods are compiled with so many mutants inside that counting their calls costs more than it gains.
export DOTNET_TieredPGO=0

mutants() { python3 "$here/mutants.py" "$@"; }

# stryker CONFIG REPORT [SAMPLE]
stryker() {
  cp "$1" stryker.json
  mutants fence "../../$compiler" "${@:3}"
  "$work/tool/dotnet-stryker" -f stryker.json -O "$work/out" >"$work/log" || { tail -40 "$work/log"; exit 1; }
  mv "$work/out/reports/mutation-report.json" "$2"
}

if [ "$size" = again ]; then
  mutants left "$out/sample.json" "$work/left.json" "$out"/report*.json
  mutants config "$work/left.json" "$out/list.json" "$here/stryker-config.json" "$work/run.json" "${3:-}"
  stryker "$work/run.json" "$out/report-$(date +%s).json" "$work/left.json"
else
  mutants listing "$here/stryker-config.json" "$work/list.json"
  stryker "$work/list.json" "$out/list.json"
  mutants sample "$out/list.json" "$size" "${3:-11}" "$out/sample.json"
  mutants config "$out/sample.json" "$out/list.json" "$here/stryker-config.json" "$work/run.json"
  rm -f "$out"/report*.json
  stryker "$work/run.json" "$out/report.json" "$out/sample.json"
fi
git -C "$work/repo" log -1 --format='measured: %h %s'
mutants score "$out/sample.json" "$out"/report*.json
