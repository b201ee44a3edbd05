#!/usr/bin/env python3
"""Gold graphs with words -> annotations as positions, without text.

    pack_annotations.py CORPUS OUT GOLD.json [GOLD.json ...]

The other way round than expand_annotations.py. Every label, alias and hint becomes the character positions [start, end] of its first
place in the document; what does not stand there is refused by name.
"""
import hashlib
import json
import pathlib
import sys


def main(corpus, out, *golds):
    for path in map(pathlib.Path, golds):
        gold = json.loads(path.read_text(encoding="utf-8"))
        raw = (pathlib.Path(corpus) / gold["doc"]).read_bytes()
        text = raw.decode("utf-8")

        def place(words):
            at = text.find(words)
            if at < 0 or not words:
                sys.exit(f"{path}: {words!r} does not stand in {gold['doc']}; mend the annotation")
            return [at, at + len(words)]

        concepts = [{"id": c["id"], "type": c["type"], "label": place(c["label"]), "aliases": [place(a) for a in c.get("aliases", [])],
                     "salience": c["salience"]} for c in gold["concepts"]]
        relations = [{"source": r["source"], "type": r["type"], "target": r["target"], "modality": r["modality"],
                      "evidence_hint": place(r["evidence_hint"])} for r in gold["relations"]]
        rows = [f'{{"doc": {json.dumps(gold["doc"])}, "sha256": "{hashlib.sha256(raw).hexdigest()}",', ' "concepts": [']
        rows.append(",\n".join("  " + json.dumps(c) for c in concepts) + "\n ],")
        rows.append(' "relations": [\n' + ",\n".join("  " + json.dumps(r) for r in relations) + "\n ]}")
        (pathlib.Path(out) / path.name).write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
