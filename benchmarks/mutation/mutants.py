#!/usr/bin/env python3
"""Samples Stryker's mutants, writes the `mutate` patterns that run the sample, and scores the reports. run.sh calls it.

    mutants.py listing BASE CONFIG                       CONFIG makes Stryker report every mutant and run none
    mutants.py sample LIST SIZE SEED SAMPLE              LIST is that report
    mutants.py config SAMPLE LIST BASE CONFIG [FILTER]   CONFIG runs the sample, with BASE's tests or those of FILTER
    mutants.py score SAMPLE REPORT...                    a mutant killed in one of the reports is killed
    mutants.py left SAMPLE LEFT REPORT...                LEFT becomes the sample of those that none of the reports killed
"""
import collections
import json
import random
import sys

FOLDERS = ["Estimation", "Rules", "Engines", "Changes"]
ROOT = "src/ConfigKit.Compiler/"
KILLED = {"Killed", "Timeout"}


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, ensure_ascii=False)
        file.write("\n")


def mutants(report):
    """Every mutant of the four folders, in the order of files and positions, whatever order the report has."""
    found = []
    for name, file in report["files"].items():
        name = name.replace("\\", "/")
        name = name[name.rindex(ROOT) + len(ROOT) :] if ROOT in name else name
        if name.split("/")[0] not in FOLDERS:
            continue
        starts = [0]
        for line in file["source"].split("\n"):
            starts.append(starts[-1] + units(line) + 1)
        for m in file["mutants"]:
            start, end = m["location"]["start"], m["location"]["end"]
            found.append(
                {
                    "file": name,
                    "line": start["line"],
                    "start": starts[start["line"] - 1] + start["column"] - 1,
                    "end": starts[end["line"] - 1] + end["column"] - 1,
                    "mutator": m["mutatorName"],
                    "replacement": m["replacement"],
                    "status": m["status"],
                }
            )
    return sorted(found, key=key)


def units(text):
    """Stryker counts UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def key(m):
    return m["file"], m["start"], m["end"], m["mutator"], m["replacement"]


def contains(outer, inner):
    return outer["file"] == inner["file"] and outer["start"] <= inner["start"] and inner["end"] <= outer["end"]


def candidates(report):
    """Mutants that compile. Stryker leaves out a block emptied where something inside it is mutated anyway; so does this."""
    valid = [m for m in mutants(report) if m["status"] != "CompileError"]
    by_file = collections.defaultdict(list)
    for m in valid:
        by_file[m["file"]].append(m)
    return [
        m
        for m in valid
        if not (m["mutator"].startswith("Block") and any(o is not m and contains(m, o) for o in by_file[m["file"]]))
    ]


def sample(report, size, seed, out):
    report = read(report)
    valid = candidates(report)
    picked = sorted(random.Random(int(seed)).sample(valid, int(size)), key=key) if int(size) < len(valid) else valid
    errors = sum(m["status"] == "CompileError" for m in mutants(report))
    print(f"{len(valid)} mutants compile in {', '.join(FOLDERS)} ({errors} more do not); {len(picked)} sampled")
    for folder in FOLDERS:
        print(f"  {folder}: {count(picked, folder)} of {count(valid, folder)}")
    for m in picked:
        del m["status"]
    write(out, picked)


def count(of, folder):
    return sum(m["file"].startswith(folder + "/") for m in of)


def listing(base, out):
    """No mutant lies in a file's first character, but a file with a span in it is reported, with mutants that are filtered away."""
    value = read(base)
    value["stryker-config"]["mutate"] = [f"**/{ROOT}{folder}/**/*.cs{{0..1}}" for folder in FOLDERS]
    value["stryker-config"]["test-case-filter"] = "FullyQualifiedName~IdentifierTests"
    write(out, value)


def config(sampled, report, base, out, tests=""):
    """A pattern's span takes all mutants inside it: those that were not sampled are excluded again where they hold none that was."""
    picked = read(sampled)
    keys = {key(m) for m in picked}
    include, exclude = collections.defaultdict(set), collections.defaultdict(set)
    extra = 0
    for m in picked:
        include[m["file"]].add((m["start"], m["end"]))
    for m in mutants(read(report)):
        if key(m) in keys or not any(contains(p, m) for p in picked):
            continue
        if any(contains(m, p) for p in picked):
            extra += 1
        else:
            exclude[m["file"]].add((m["start"], m["end"]))
    value = read(base)
    value["stryker-config"]["mutate"] = patterns("", include) + patterns("!", exclude)
    if tests:
        value["stryker-config"]["test-case-filter"] = tests
    write(out, value)
    print(f"{len(picked)} mutants to run, and {extra} that have the same place or lie between two of them")


def patterns(sign, spans):
    """A pattern for each span: Stryker joins those of one pattern where they touch."""
    return [f"{sign}**/{ROOT}{file}{{{start}..{end}}}" for file, of in sorted(spans.items()) for start, end in sorted(of)]


def results(sampled, reports):
    """The sample with the best that any report says of each mutant, and its line of source."""
    best = {}
    for path in reports:
        for m in mutants(read(path)):
            if m["status"] not in {"Ignored", "Pending"} and best.get(key(m)) not in KILLED:
                best[key(m)] = m["status"]
    return [{**m, "status": best.get(key(m), "NotRun")} for m in read(sampled)]


def score(sampled, reports):
    source = {}
    for name, file in read(reports[0])["files"].items():
        source[name.replace("\\", "/").split(ROOT)[-1]] = file["source"].encode("utf-16-le")
    run = results(sampled, reports)
    for m in run:
        if m["status"] not in KILLED:
            was = source[m["file"]][2 * m["start"] : 2 * m["end"]].decode("utf-16-le")
            print(f"{m['status']}\t{m['file']}:{m['line']}\t{m['mutator']}\t{short(was)}\t{short(m['replacement'])}")
    print()
    for folder in FOLDERS + [""]:
        of = [m for m in run if m["file"].startswith(folder)]
        by = collections.Counter(m["status"] for m in of)
        killed = sum(by[s] for s in KILLED)
        valid = sum(by.values()) - by["CompileError"]
        share = f"{killed / valid:.1%}" if valid else "-"
        print(f"{folder or 'all':12}{killed:4} of {valid:4} killed, {share}  ({', '.join(f'{n} {s}' for s, n in sorted(by.items()))})")


def short(text):
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."


def left(sampled, out, reports):
    run = [m for m in results(sampled, reports) if m["status"] not in KILLED | {"CompileError"}]
    for m in run:
        del m["status"]
    write(out, run)
    print(f"{len(run)} mutants are left")


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    match command:
        case "listing" | "sample" | "config":
            {"listing": listing, "sample": sample, "config": config}[command](*rest)
        case "score":
            score(rest[0], rest[1:])
        case "left":
            left(rest[0], rest[1], rest[2:])
        case _:
            sys.exit(__doc__)
