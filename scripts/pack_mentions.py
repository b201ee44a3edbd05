#!/usr/bin/env python3
"""Drawn sentences and what readers say of the places marked in them -> judgements without words.

    pack_mentions.py DRAWN.json JUDGEMENTS.txt... > mentions.jsonl

DRAWN maps a number to a record of the example draw_mentions. A line of JUDGEMENTS reads `S12: 1k 2b(right words) 3n`, a verdict for every numbered
place: kept, wrong borders (with the right words, where the reader could say), no term. A record of the output names its document and its
sentence by SHA-256 and its mentions by characters, so that it holds judgements and no text: `bad` are those that were not kept, `cut` those of
them with wrong borders. Of a sentence that several readers judged, the first counts.
"""
import json
import re
import sys

from pack_statements import digest

VERDICT = re.compile(r"(\d+)([kbn])(?:\((?:[^()]|\([^()]*\))*\))?")


def main(drawn, *files):
    with open(drawn, encoding="utf-8") as source:
        drawn = json.load(source)
    seen, n_missing = set(), 0
    for file in files:
        with open(file, encoding="utf-8") as source:
            lines = source.read().splitlines()
        for line in lines:
            match = re.match(r"S(\d+):\s*(.*)", line)
            if not match or match[1] not in drawn or match[1] in seen:
                continue
            seen.add(match[1])
            record = drawn[match[1]]
            verdicts = {int(number) - 1: verdict for number, verdict in VERDICT.findall(match[2])}
            numbers = [n for n in range(len(record["mentions"])) if n in verdicts]
            n_missing += len(record["mentions"]) - len(numbers)
            packed = {
                "doc": record["doc"],
                "sha256": record["sha256"],
                "sentence": digest(record["text"]),
                "mentions": [record["mentions"][n] for n in numbers],
                "bad": [at for at, n in enumerate(numbers) if verdicts[n] != "k"],
                "cut": [at for at, n in enumerate(numbers) if verdicts[n] == "b"],
            }
            print(json.dumps(packed, ensure_ascii=False, separators=(",", ":")))
    print(f"{len(seen)} of {len(drawn)} sentences, {n_missing} places without a verdict", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
