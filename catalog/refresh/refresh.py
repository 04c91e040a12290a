#!/usr/bin/env python3
"""Adds one release of vLLM or SGLang to catalog/engines, from its unpacked wheel. README.md says how."""
import argparse
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))

import engines  # noqa: E402
import ranges  # noqa: E402

ENGINES = pathlib.Path(__file__).parent.parent / "engines"

# By file: its member, what of a release goes there, and how releases are put together and taken apart.
NAMES = (ranges.encode_names, ranges.decode_names)
FILES = {
    "flags": [("flags", "flags", ranges.encode_flags, ranges.decode_flags)],
    "env": [("names", "variables", *NAMES)],
    "metrics": [("metrics", "metrics", ranges.encode_kinds, ranges.decode_kinds), ("routes", "routes", *NAMES)],
    "words": [("sets", "words", None, None)],
}


def load(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def save(path, data):
    """One row per line, so that a change of one flag is a change of one line."""
    lines = []
    for name, value in data.items():
        if isinstance(value, dict) and value and name in ("flags", "names", "metrics", "routes", "sets", "replaced"):
            rows = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items())
            lines.append(f" {json.dumps(name)}: {{\n{rows}\n }}")
        else:
            lines.append(f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def merged(rows, known, found, release, encode, decode):
    """The rows with one release put in."""
    releases = sorted({*known, release}, key=ranges.key)
    tables = {r: decode(rows, r, known) for r in known}
    tables[release] = found
    return encode(tables, releases)


def write(folder, engine, release, found):
    for file, members in FILES.items():
        path = folder / f"{engine}.{file}.json"
        data = load(path) or {"engine": engine}
        known = data.get("releases", [])
        data["releases"] = sorted({*known, release}, key=ranges.key)
        for member, part, encode, decode in members:
            rows = data.get(member, {})
            if member == "sets":
                kinds = sorted({*rows, *found[part]})
                data[member] = {k: merged(rows.get(k, {}), known, found[part].get(k, set()), release, *NAMES) for k in kinds}
            else:
                data[member] = merged(rows, known, found[part], release, encode, decode)
        save(path, data)
    add_release(folder / f"{engine}.json", release)


def add_release(path, release):
    """Into the list of those that were published; a final one may be the newest."""
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    every = sorted({*json.loads(text).get("releases", []), release}, key=ranges.key)
    newest = [r for r in every if "rc" not in r][-1]
    text = re.sub(r'"releases": \[[^\]]*\]', '"releases": ' + json.dumps(every), text)
    path.write_text(re.sub(r'"newest": "[^"]*"', f'"newest": "{newest}"', text, count=1), encoding="utf-8")


def identify(folder, release):
    """Which engine lies in the folder, and which release: its dist-info says so."""
    engine = next((e for e in ("vllm", "sglang") if (folder / e).is_dir()), None)
    if engine is None:
        raise SystemExit(f"{folder} holds neither vllm/ nor sglang/: name the folder that the wheel was unpacked into")
    if release is None:
        found = sorted(folder.glob(f"{engine}-*.dist-info"))
        release = found[0].name.removesuffix(".dist-info").split("-", 1)[1].split("+")[0] if len(found) == 1 else None
    if release is None or not re.fullmatch(r"\d+(\.\d+)*(\.?(rc|post)\d+)?", release):
        raise SystemExit(f"no release number: {folder} has no {engine}-*.dist-info; state --release")
    return engine, release


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=pathlib.Path, help="the unpacked wheel: holds vllm/ or sglang/")
    options.add_argument("--release", help="where the folder has no dist-info")
    options.add_argument("--catalog", type=pathlib.Path, default=ENGINES, help="the folder that is rewritten (default: catalog/engines)")
    given = options.parse_args()
    engine, release = identify(given.folder, given.release)
    found, failed = engines.read(given.folder.resolve(), engine)
    if len(found["flags"]) == 0:
        raise SystemExit(f"no flags came out of {given.folder}: nothing was written")
    write(given.catalog, engine, release, found)
    counts = ", ".join(f"{len(found[p])} {p}" for p in ("flags", "variables", "metrics", "routes"))
    print(f"{engine} {release}: {counts}")
    for line in failed:
        print(f"did not come out: {line}", file=sys.stderr)


if __name__ == "__main__":
    main()
