#!/usr/bin/env python3
"""Compare the measures of `sinograph rank --json --top 0` with those of networkx on the graph.json of the same store.

    check_ranks.py RANK.json GRAPH.json

Needs networkx and scipy. Betweenness is compared where it is exact, which it is on graphs of a few thousand concepts.
"""
import json
import sys

import networkx

# graph.json gives confidence, the weight of a link, to four places; the program ranks with all of them.
ROUNDING = 1e-5


def main(argv):
    if len(argv) != 3:
        sys.exit(__doc__)
    with open(argv[1], encoding="utf-8") as f:
        ours = {rank["concept"]["id"]: rank for rank in json.load(f)["answers"]}
    with open(argv[2], encoding="utf-8") as f:
        graph = networkx.node_link_graph(json.load(f), edges="edges")
    graph.remove_edges_from([(s, t, k) for s, t, k, m in graph.edges(keys=True, data="modality") if m == "negated"])
    if set(ours) != set(graph):
        sys.exit(f"{len(ours)} concepts are ranked, the graph has {len(graph)}")
    pairs = networkx.Graph()
    pairs.add_nodes_from(graph)
    pairs.add_edges_from((s, t) for s, t in graph.edges() if s != t)
    expected = {
        "pagerank": networkx.pagerank(graph, weight="confidence", tol=1e-12, max_iter=500),
        "betweenness": networkx.betweenness_centrality(pairs),
        "in": dict(graph.in_degree()),
        "out": dict(graph.out_degree()),
    }
    for measure, values in expected.items():
        worst = max(values, key=lambda node: abs(ours[node][measure] - values[node]), default=None)
        off = abs(ours[worst][measure] - values[worst]) if worst is not None else 0
        print(f"{measure}: {len(values)} concepts, largest difference {off:.2e}")
        if off > ROUNDING:
            sys.exit(f"{measure} of {worst}: {ours[worst][measure]}, networkx has {values[worst]}")


if __name__ == "__main__":
    main(sys.argv)
