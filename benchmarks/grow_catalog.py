"""Makes the lists of a catalogue longer: python3 grow_catalog.py FOLDER TIMES. Copies of an entry have names of their own."""

import json
import pathlib
import sys


def renamed(value, copy):
    if isinstance(value, str):
        return f"{value}-copy{copy}"
    if isinstance(value, list):
        return [renamed(v, copy) for v in value]
    entry = dict(value)
    for name in ("id", "name", "aliases"):
        if name in entry:
            entry[name] = renamed(entry[name], copy)
    return entry


def grown(value, times):
    if isinstance(value, list) and value and not isinstance(value[0], (int, float)):
        return value + [renamed(v, copy) for copy in range(1, times) for v in value]
    return value


folder, times = pathlib.Path(sys.argv[1]), int(sys.argv[2])
for file in folder.rglob("*.json"):
    content = json.loads(file.read_text())
    lists = ("models", "families", "accelerators", "fabrics", "variables", "toolkits", "flags", "removed", "names")
    file.write_text(json.dumps({k: grown(v, times) if k in lists else v for k, v in content.items()}, indent=2))
