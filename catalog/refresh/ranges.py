"""Tables of one release each, as rows with ranges of releases, and back.

A range is "FROM..UNTIL": the first release that has it and the first one that has it no longer; either side may be left out, ranges are
separated by commas, and the empty text is every release. Only releases that were read count.
"""
import re


def key(release):
    """Order of releases: 0.5.9 < 0.5.15 < 0.5.15.post1, 1.3.0rc2 < 1.3.0."""
    numbers, suffix, count = re.fullmatch(r"([\d.]+?)(?:\.?(rc|post)(\d+))?", release).groups()
    return [int(n) for n in numbers.split(".")] + [0] * (4 - numbers.count(".") - 1), {"rc": -1, None: 0, "post": 1}[suffix], int(count or 0)


def text_of(present, releases):
    """The range of a set of releases."""
    spans, start = [], None
    for release in [*releases, None]:
        if release in present and release is not None:
            start = start or release
        elif start:
            start = "" if start == releases[0] else start
            spans.append(start if release is None else f"{start}..{release}")
            start = None
    return ", ".join(spans)


def covers(text, release, releases):
    place = releases.index(release)
    for span in text.split(", "):
        start, _, until = span.partition("..")
        if (not start or releases.index(start) <= place) and (not until or place < releases.index(until)):
            return True
    return False


def encode_names(tables, releases):
    """{release: names} -> {name: range}."""
    names = sorted({n for t in tables.values() for n in t})
    return {n: text_of({r for r in releases if n in tables[r]}, releases) for n in names}


def decode_names(rows, release, releases):
    return {n for n, text in rows.items() if covers(text, release, releases)}


def encode_kinds(tables, releases):
    """{release: {name: kind}} -> {name: "kind range"}, of the newest kind."""
    ranges = encode_names(tables, releases)
    kinds = {n: k for r in releases for n, k in tables[r].items()}
    return {n: f"{kinds[n]} {text}".rstrip() for n, text in ranges.items()}


def decode_kinds(rows, release, releases):
    parts = {n: text.partition(" ") for n, text in rows.items()}
    return {n: kind for n, (kind, _, text) in parts.items() if covers(text, release, releases)}


ATTRIBUTES = {"type": "str", "default": None, "deprecated": ""}
LISTS = ("choices", "aliases")


def encode_flags(tables, releases):
    """{release: {flag: row}} -> {flag: row with ranges}. A flag whose name became an alias stays one row, under its newest name."""
    histories = histories_of(tables, releases)
    rows = {}
    for history in histories:
        has = [r for r in releases if r in history]
        name = history[has[-1]][0]
        spelt = {r: {history[r][0], *history[r][1]["aliases"]} for r in has}
        row = {}
        if text := text_of({r for r in has if name in spelt[r]}, releases):
            row["in"] = text
        for attribute, usual in ATTRIBUTES.items():
            changes = {}
            for release in has:
                value = history[release][1][attribute]
                if not changes or value != list(changes.values())[-1]:
                    changes[release] = value
            if len(changes) > 1:
                row[attribute + "_from"] = changes
            elif (value := changes[has[0]]) != usual:
                row[attribute] = value
        words = {"choices": {r: history[r][1]["choices"] for r in has}, "aliases": {r: sorted(spelt[r] - {name}) for r in has}}
        for attribute in LISTS:
            first = words[attribute][has[0]]
            if all(words[attribute][r] == first for r in has) and (attribute == "choices" or all(name in spelt[r] for r in has)):
                if first:
                    row[attribute] = first
            else:
                every = sorted({w for r in has for w in words[attribute][r]}, key=str)
                row[attribute + "_in"] = {str(w): text_of({r for r in has if w in words[attribute][r]}, releases) for w in every}
        rows[name] = row
    return dict(sorted(rows.items()))


def histories_of(tables, releases):
    """The rows of each argument by release, with its name there: followed over releases by any name that it keeps."""
    histories, latest = [], {}
    for release in releases:
        taken = set()
        names = sorted(tables[release], key=lambda n: n not in latest)
        for name in names:
            row = tables[release][name]
            known = [latest[n] for n in [name, *row["aliases"]] if n in latest and latest[n] not in taken]
            place = known[0] if known else len(histories)
            if place == len(histories):
                histories.append({})
            taken.add(place)
            histories[place][release] = (name, row)
            for n in [name, *row["aliases"]]:
                latest[n] = place
    return histories


def decode_flags(rows, release, releases):
    """The table of one release."""
    table = {}
    for name, row in rows.items():
        names = [name] if covers(row.get("in", ""), release, releases) else []
        aliases = row.get("aliases", []) if names else []
        aliases = [*aliases, *(a for a, text in row.get("aliases_in", {}).items() if covers(text, release, releases))]
        names += [a for a in aliases if not names or a != name]
        if not names:
            continue
        first = next((n for n in names if n.startswith("--")), names[0])
        out = {"aliases": sorted(n for n in names if n != first)}
        for attribute, usual in ATTRIBUTES.items():
            out[attribute] = row.get(attribute, usual)
            for start, value in row.get(attribute + "_from", {}).items():
                if releases.index(start) <= releases.index(release):
                    out[attribute] = value
        out["choices"] = row.get("choices", [])
        if "choices_in" in row:
            number = out["type"] == "int"
            words = [w for w, text in row["choices_in"].items() if covers(text, release, releases)]
            out["choices"] = sorted((int(w) if number and re.fullmatch(r"-?\d+", w) else w for w in words), key=str)
        table[first] = out
    return table
