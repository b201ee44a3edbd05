#!/usr/bin/env python3
"""Drawn sentences and what readers say of them -> judgements without words.

    pack_statements.py DRAWN.json JUDGEMENTS.txt... > statements.jsonl

DRAWN maps a number to a record of the example draw_statements. A line of JUDGEMENTS reads `S12 1>3 promotes r, 2+a>3 uses ; x4 k5=policy`:
links between numbered mentions (letters are mentions carried over; r, h, n: recommended, hypothetical, negated), then mentions that
are no concepts (x) and kinds that should be others (k). A record of the output names its document and its sentence by SHA-256 and its
mentions by characters, so that it holds judgements and no text; kinds of records without `kinds_read` are those of the program, which readers of
the first sentences were not asked to put right.
"""
import hashlib
import json
import re
import sys

# Readers were shown so many mentions carried over.
MOST_CARRIED = 8
MODALITIES = {"": "asserted", "r": "recommended", "h": "hypothetical", "n": "negated"}


def digest(text):
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:16]


def ends(text, n_mentions, n_context):
    for end in text.split("+"):
        end = end.strip()
        if end.isdigit() and 1 <= int(end) <= n_mentions:
            yield int(end) - 1
        elif len(end) == 1 and end.isalpha() and ord(end) - ord("a") < n_context:
            yield n_mentions + ord(end) - ord("a")


def judged(line, record, kinds, relations):
    """Links and marks of a line; what cannot be read is counted, not guessed."""
    n_mentions, n_context = len(record["mentions"]), min(len(record["context"]), MOST_CARRIED)
    links, bad, kind_of, unread = [], set(), {}, 0
    body, _, marks = line.partition(";")
    for part in re.split(r"[,，]", body):
        part = part.strip()
        if part in ("", "-"):
            continue
        match = re.fullmatch(r"([\da-z+ ]+?)\s*>\s*([\da-z+ ]+?)\s+([a-z_]+)(?:\s+([rhn]))?", part)
        if not match or match[3] not in relations:
            unread += 1
            continue
        for source in ends(match[1], n_mentions, n_context):
            for target in ends(match[2], n_mentions, n_context):
                if source != target:
                    links.append([source, target, match[3], MODALITIES[match[4] or ""]])
    for mark in re.split(r"[,，\s]+", marks.strip()):
        if match := re.fullmatch(r"x(\d+)", mark):
            bad.add(int(match[1]) - 1)
        elif (match := re.fullmatch(r"k(\d+)=([a-z]+)", mark)) and match[2] in kinds:
            kind_of[int(match[1]) - 1] = match[2]
        elif mark not in ("", "-"):
            unread += 1
    return links, sorted(n for n in bad if n < n_mentions), kind_of, unread


def main(drawn, *files):
    with open(drawn, encoding="utf-8") as source:
        drawn = json.load(source)
    names = {}
    for name in ("concepts", "relations"):
        with open(f"schema/{name}.toml", encoding="utf-8") as source:
            names[name] = set(re.findall(r'^name\s*=\s*"([a-z_]+)"', source.read(), re.M))
    n_unread = 0
    for file in files:
        with open(file, encoding="utf-8") as source:
            lines = source.read().splitlines()
        for line in lines:
            match = re.match(r"S(\d+)\b\s*(.*)", line)
            if not match or match[1] not in drawn:
                continue
            record = drawn[match[1]]
            links, bad, kind_of, unread = judged(match[2], record, names["concepts"], names["relations"])
            n_unread += unread
            packed = {
                "doc": record["doc"],
                "sha256": record["sha256"],
                "sentence": digest(record["text"]),
                "mentions": [[start, end, kind_of.get(n, kind)] for n, (start, end, kind) in enumerate(record["mentions"])],
                "context": [digest(text) for text, _ in record["context"][:MOST_CARRIED]],
                "links": links,
                "bad": bad,
                "kinds_read": True,
            }
            print(json.dumps(packed, ensure_ascii=False, separators=(",", ":")))
    print(f"{n_unread} marks could not be read", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
