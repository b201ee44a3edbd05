#!/usr/bin/env python3
"""A built graph -> a seeded sample of links and of mentions for readers to judge, one JSON record a line.

    sinograph build CORPUS -o OUT && draw_sample.py OUT/graph.json [--links 200] [--mentions 200] [--seed 1] > sample.jsonl

A link is drawn with one of its quotes, a mention with its sentence. `id` names the record: what kind it is, the document, the place and the ends, so that
verdicts can be kept without the text (see quality/judged). `--least C` draws only links of that confidence.
"""
import argparse
import json
import random


def documents(graph):
    return {document["id"]: document for document in graph["graph"]["documents"]}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("graph")
    options.add_argument("--links", type=int, default=200)
    options.add_argument("--mentions", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--least", type=float, default=0.0)
    chosen = options.parse_args()
    with open(chosen.graph, encoding="utf-8") as file:
        graph = json.load(file)
    draw = random.Random(chosen.seed)
    labels = {node["id"]: (node["label"], node["type"]) for node in graph["nodes"]}
    links = [edge for edge in graph["edges"] if edge["confidence"] >= chosen.least and edge["evidence"]]
    for edge in draw.sample(links, min(chosen.links, len(links))):
        spot = draw.choice(edge["evidence"])
        print(json.dumps({
            "id": f"link {spot['document']}:{spot['start']} {edge['source']} {edge['key']} {edge['target']}",
            "source": labels[edge["source"]], "type": edge["type"], "modality": edge["modality"], "target": labels[edge["target"]],
            "confidence": edge["confidence"], "rule": spot["rule"], "section": spot["section"], "quote": spot["quote"],
        }, ensure_ascii=False))
    mentions = [(node, spot) for node in graph["nodes"] for spot in node["evidence"]]
    for node, spot in draw.sample(mentions, min(chosen.mentions, len(mentions))):
        print(json.dumps({
            "id": f"mention {spot['document']}:{spot['start']}-{spot['end']} {node['id']}",
            "name": spot["quote"], "concept": node["label"], "type": node["type"], "score": node["score"], "rule": spot["rule"],
            "section": spot["section"],
        }, ensure_ascii=False))


if __name__ == "__main__":
    main()
