#!/usr/bin/env python3
"""Annotations as positions -> gold graphs with words.

    expand_annotations.py ANNOTATIONS CORPUS OUT

Each file of ANNOTATIONS names a document and its SHA-256; labels, aliases and hints are character positions [start, end] in it. Where
CORPUS, or the folder `papers` beside ANNOTATIONS, holds that document unchanged, OUT gets the same file with the words in their place, in the layout of a gold graph.
"""
import hashlib
import json
import pathlib
import sys


def main(annotations, corpus, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(pathlib.Path(annotations).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        folders = [pathlib.Path(corpus), pathlib.Path(annotations).parent / "papers"]
        document = next((folder / gold["doc"] for folder in folders if (folder / gold["doc"]).is_file()), None)
        if document is None:
            print(f"{gold['doc']}: not there; {path.name} is left out", file=sys.stderr)
            continue
        raw = document.read_bytes()
        if hashlib.sha256(raw).hexdigest() != gold["sha256"]:
            print(f"{document}: has changed; {path.name} is left out", file=sys.stderr)
            continue
        text = raw.decode("utf-8")
        for concept in gold["concepts"]:
            concept["label"] = text[slice(*concept["label"])]
            concept["aliases"] = [text[slice(*alias)] for alias in concept["aliases"]]
        for relation in gold["relations"]:
            relation["evidence_hint"] = text[slice(*relation["evidence_hint"])]
        (out / path.name).write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
