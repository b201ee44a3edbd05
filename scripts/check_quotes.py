#!/usr/bin/env python3
"""Check that every quote of a graph.json is the slice of its document's text. Standard library only.

    check_quotes.py SINOGRAPH GRAPH.json

SINOGRAPH is the program; `sinograph text PATH` prints the text that positions count in.
"""
import json
import subprocess
import sys


def main(argv):
    if len(argv) != 3:
        sys.exit(__doc__)
    with open(argv[2], encoding="utf-8") as f:
        data = json.load(f)
    cited = {}
    for entry in data["nodes"] + data["edges"]:
        if not entry["evidence"]:
            sys.exit(f"{argv[2]}: no evidence for {entry.get('id') or (entry['source'], entry['key'], entry['target'])}")
        for evidence in entry["evidence"]:
            cited.setdefault(evidence["document"], []).append(evidence)
    paths = {document["id"]: document["path"] for document in data["graph"]["documents"]}
    n_wrong = n_quotes = 0
    for document, quotes in sorted(cited.items()):
        run = subprocess.run([argv[1], "text", paths[document]], capture_output=True, check=True)
        text = run.stdout.decode("utf-8")
        for evidence in quotes:
            n_quotes += 1
            found = text[evidence["start"]:evidence["end"]]
            if found != evidence["quote"]:
                n_wrong += 1
                if n_wrong <= 10:
                    print(f"{paths[document]}:{evidence['start']}: {evidence['quote']!r} is not {found!r}", file=sys.stderr)
    if n_wrong or not n_quotes:
        sys.exit(f"{argv[2]}: {n_wrong} of {n_quotes} quotes are not the text")
    print(f"{argv[2]}: {n_quotes} quotes from {len(cited)} documents are slices of their text")


if __name__ == "__main__":
    main(sys.argv)
