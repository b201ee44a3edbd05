#!/usr/bin/env python3
"""How well the English tagger finds verbs: precision and recall against sentences whose verbs a reader marked. Standard library only.

    cargo run --release --example english_sentences -- quality/papers/own-*.md > sentences.jsonl
    check_verbs.py quality/verbs.jsonl sentences.jsonl

Auxiliaries are left out; they are told by form. The sentences are of papers that teach the tagger nothing (quality/unseen.txt).
"""
import json
import sys

AUXILIARIES = set("is are was were be been being has have had can cannot may might could will would shall should must do does did".split())
VERB = 2  # the number of the tag in src/model/annotated.rs


def main(marked, tagged):
    found = {record["text"]: record["words"] for record in map(json.loads, open(tagged, encoding="utf-8"))}
    n_right = n_found = n_wanted = n_sentences = n_marked = 0
    for record in map(json.loads, open(marked, encoding="utf-8")):
        n_marked += 1
        if record["text"] not in found:
            continue
        n_sentences += 1
        raw = record["text"].encode()
        is_open = lambda span: raw[span[0]:span[1]].decode().lower() not in AUXILIARIES
        wanted = {tuple(span) for span in record["verbs"] if is_open(span)}
        verbs = {(start, end) for start, end, tag in found[record["text"]] if tag == VERB and is_open((start, end))}
        n_right, n_found, n_wanted = n_right + len(verbs & wanted), n_found + len(verbs), n_wanted + len(wanted)
    if not n_wanted or not n_found:
        sys.exit("none of the marked sentences is among those tagged")
    print(f"{n_sentences} of {n_marked} sentences: precision {100 * n_right / n_found:.1f} %, recall {100 * n_right / n_wanted:.1f} %")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
