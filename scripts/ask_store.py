#!/usr/bin/env python3
"""How long every question to a large store takes, from the call of the program to its end; beside networkx on the same graph.

    ask_store.py SINOGRAPH STORE [N]

Asks N concepts (20 by default): half of them those with most links, half spread evenly over all that are linked. Tables are asked
three times. networkx has the graph at hand already; loading it is a line of its own. Needs networkx and scipy.
"""
import itertools
import json
import math
import os
import sqlite3
import statistics
import subprocess
import sys
import time

import networkx


def main(argv):
    if len(argv) not in (3, 4):
        sys.exit(__doc__)
    program, store, n = argv[1], argv[2], int(argv[3]) if len(argv) == 4 else 20
    file = os.path.join(store, "sinograph.db") if os.path.isdir(store) else store
    started = time.perf_counter()
    graph, pairs = loaded(sqlite3.connect(f"file:{file}?mode=ro", uri=True))
    print(f"{len(graph)} concepts, {graph.number_of_edges()} links; networkx loaded them in {time.perf_counter() - started:.1f} s", flush=True)
    linked = [node for node in graph if pairs.degree(node)]
    busiest = sorted(linked, key=lambda node: (-graph.degree(node), node))
    nodes = [node for pair in zip(busiest, linked[::max(len(linked) // n, 1)]) for node in pair][:n]
    label = lambda node: graph.nodes[node]["label"]
    ident = lambda node: graph.nodes[node]["id"]
    near = lambda node: next(iter(pairs[node]))
    far = lambda node: nodes[(nodes.index(node) + 1) % len(nodes)]
    names = {node: [d["label"], *d["names"]] for node, d in graph.nodes(data=True)}
    negated = [(s, t, k) for s, t, k, m in graph.edges(keys=True, data="modality") if m == "negated"]
    stated = graph.copy(as_view=False)
    stated.remove_edges_from(negated)
    kinds = {node: kind for node, kind in graph.nodes(data="kind")}
    documents = [row[0] for row in sqlite3.connect(f"file:{file}?mode=ro", uri=True).execute("SELECT id FROM documents ORDER BY id LIMIT 6")]

    def way(node):
        try:
            return list(itertools.islice(networkx.shortest_simple_paths(pairs, node, far(node), weight="cost"), 3))
        except networkx.NetworkXNoPath:
            return None

    cross = lambda: [(s, t) for s, t in graph.edges() if {kinds[s], kinds[t]} == {"region", "model"}]
    questions = [
        ("search, the whole name", nodes, lambda x: ["search", label(x)], lambda x: [a for a, all_ in names.items() if any(label(x) in name for name in all_)]),
        ("search, two characters", nodes, lambda x: ["search", label(x)[:2]], lambda x: [a for a, all_ in names.items() if any(label(x)[:2] in name for name in all_)]),
        ("show", nodes, lambda x: ["show", ident(x)], lambda x: (list(graph.out_edges(x, data=True)), list(graph.in_edges(x, data=True)))),
        ("show, a name misspelt", nodes, lambda x: ["show", label(x)[1:] + "㐀"], None),
        ("neighbours, 1 link", nodes, lambda x: ["neighbours", ident(x)], lambda x: networkx.single_source_shortest_path_length(pairs, x, cutoff=1)),
        ("neighbours, 2 links", nodes, lambda x: ["neighbours", ident(x), "--depth", "2"], lambda x: networkx.single_source_shortest_path_length(pairs, x, cutoff=2)),
        ("papers", nodes, lambda x: ["papers", ident(x)], lambda x: graph.nodes[x]["documents"]),
        ("explain A", nodes, lambda x: ["explain", ident(x)], None),
        ("explain A B", nodes, lambda x: ["explain", ident(x), ident(near(x))], lambda x: graph.get_edge_data(x, near(x))),
        ("passages", nodes, lambda x: ["passages", label(x)], None),
        ("path, three ways", nodes[:8], lambda x: ["path", ident(x), ident(far(x))], way),
        ("compare", documents[:5], lambda x: ["compare", x, documents[documents.index(x) + 1]], None),
        ("rank", [0] * 3, lambda _: ["rank", "--by", "pagerank"], lambda _: networkx.pagerank(stated, weight="confidence")),
        ("communities", [0] * 3, lambda _: ["communities"], lambda _: networkx.community.louvain_communities(pairs, seed=1)),
        ("matrix region model", [0] * 3, lambda _: ["matrix", "region", "model"], lambda _: cross()),
        ("gaps", [0] * 3, lambda _: ["gaps"], None),
        ("timeline", [0] * 3, lambda _: ["timeline"], None),
    ]
    print(f"{'question':<26}{'sinograph, median':>18}{'worst':>10}{'networkx, median':>20}{'worst':>12}   (milliseconds)")
    for name, asked, command, other in questions:
        ours = [timed(lambda: run([program, *command(x), "--store", store])) for x in asked]
        theirs = [timed(lambda: other(x)) for x in (asked if len(asked) > 8 else asked[:1])] if other else []
        shown = [f"{statistics.median(theirs):20.1f}{max(theirs):12.1f}"] if theirs else [f"{'–':>20}{'–':>12}"]
        print(f"{name:<26}{statistics.median(ours):18.0f}{max(ours):10.0f}{shown[0]}", flush=True)


def loaded(connection):
    graph = networkx.MultiDiGraph()
    rows = "SELECT number, id, kind, label, label_zh, label_en, aliases, documents FROM concepts ORDER BY id"
    for number, ident, kind, label, zh, en, aliases, documents in connection.execute(rows):
        names = [name for name in (zh, en) if name] + json.loads(aliases)
        graph.add_node(number, id=ident, kind=kind, label=label, names=names, documents=json.loads(documents))
    pairs = networkx.Graph()
    pairs.add_nodes_from(graph)
    rows = "SELECT source, target, kind, modality, confidence, documents FROM relations"
    for source, target, kind, modality, confidence, documents in connection.execute(rows):
        graph.add_edge(source, target, key=f"{kind}/{modality}", modality=modality, confidence=confidence, documents=json.loads(documents))
        if source != target and modality != "negated":
            cost = 0.6 - math.log(max(confidence, 0.01))
            known = pairs.get_edge_data(source, target)
            pairs.add_edge(source, target, cost=min(cost, known["cost"]) if known else cost)
    return graph, pairs


def run(command):
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if ended.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: {ended.stderr}")


def timed(question):
    started = time.perf_counter()
    question()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main(sys.argv)
