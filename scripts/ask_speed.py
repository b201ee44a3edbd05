#!/usr/bin/env python3
"""The questions of examples/ask_speed.rs, answered by networkx on the graph.json of the same papers.

    ask_speed.py GRAPH.json

Needs networkx and scipy.
"""
import itertools
import json
import math
import statistics
import sys
import time

import networkx

MANY, FEW = 200, 1


def timed(question, n, answer):
    times = []
    for at in range(n):
        started = time.perf_counter()
        answer(at)
        times.append((time.perf_counter() - started) * 1000)
    print(f"{question:<24} median {statistics.median(times):9.3f} ms   worst {max(times):9.3f} ms", flush=True)


def main(argv):
    if len(argv) != 2:
        sys.exit(__doc__)
    started = time.perf_counter()
    with open(argv[1], encoding="utf-8") as f:
        data = json.load(f)
    graph = networkx.node_link_graph(data, edges="edges")
    print(f"{len(graph)} concepts, {graph.number_of_edges()} links, loaded in {time.perf_counter() - started:.1f} s")
    graph.remove_edges_from([(s, t, k) for s, t, k, m in graph.edges(keys=True, data="modality") if m == "negated"])
    pairs = networkx.Graph()
    pairs.add_nodes_from(graph)
    for source, target, link in graph.edges(data=True):
        if source != target:
            cost = 0.6 - math.log(max(link["confidence"], 0.01))
            known = pairs.get_edge_data(source, target)
            pairs.add_edge(source, target, cost=min(cost, known["cost"]) if known else cost)
    linked = [node for node in graph if pairs.degree(node)]
    nodes = [linked[at * len(linked) // MANY] for at in range(MANY)]
    names = {node: [d["label"], *d["labels"].values(), *d["aliases"]] for node, d in graph.nodes(data=True)}
    label = lambda at: graph.nodes[nodes[at % MANY]]["label"]
    timed("search", MANY, lambda at: [n for n, all_ in names.items() if any(label(at) in name for name in all_)])
    timed("show", MANY, lambda at: (list(graph.out_edges(nodes[at], data=True)), list(graph.in_edges(nodes[at], data=True))))
    timed("neighbours, 1 link", MANY, lambda at: networkx.single_source_shortest_path_length(pairs, nodes[at], cutoff=1))
    timed("neighbours, 2 links", MANY, lambda at: networkx.single_source_shortest_path_length(pairs, nodes[at], cutoff=2))

    def path(at, n):
        try:
            if n == 1:
                return networkx.dijkstra_path(pairs, nodes[at], nodes[(at * 7 + 3) % MANY], weight="cost")
            return list(itertools.islice(networkx.shortest_simple_paths(pairs, nodes[at], nodes[(at * 7 + 3) % MANY], weight="cost"), n))
        except networkx.NetworkXNoPath:
            return None

    timed("path, best of 1", MANY // 4, lambda at: path(at, 1))
    timed("path, 3 ways", 3, lambda at: path(at, 3))
    timed("PageRank", FEW, lambda _: networkx.pagerank(graph, weight="confidence"))
    timed("communities (Louvain)", FEW, lambda _: networkx.community.louvain_communities(pairs, seed=1))
    timed("betweenness, 64 sources", FEW, lambda _: networkx.betweenness_centrality(pairs, k=64, seed=1))


if __name__ == "__main__":
    main(sys.argv)
