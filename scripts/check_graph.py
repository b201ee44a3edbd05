#!/usr/bin/env python3
"""Check a graph.json as other tools meet it: its schema, and networkx.

    check_graph.py SCHEMA.json GRAPH.json

Needs jsonschema and networkx.
"""
import json
import sys

import jsonschema
import networkx


def main(argv):
    if len(argv) != 3:
        sys.exit(__doc__)
    with open(argv[1], encoding="utf-8") as f:
        schema = json.load(f)
    with open(argv[2], encoding="utf-8") as f:
        data = json.load(f)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    errors = sorted(validator(schema).iter_errors(data), key=lambda e: list(map(str, e.absolute_path)))
    for error in errors[:20]:
        print("/".join(map(str, error.absolute_path)), error.message[:300], file=sys.stderr)
    if errors:
        sys.exit(f"{argv[2]}: {len(errors)} violations of {argv[1]}")
    n_nodes, n_edges = len(data["nodes"]), len(data["edges"])
    graph = networkx.node_link_graph(data, edges="edges")
    if not (graph.is_directed() and graph.is_multigraph()):
        sys.exit(f"{argv[2]}: networkx reads no directed multigraph")
    if (graph.number_of_nodes(), graph.number_of_edges()) != (n_nodes, n_edges):
        sys.exit(f"{argv[2]}: networkx reads {graph.number_of_nodes()} nodes and {graph.number_of_edges()} edges, "
                 f"the file holds {n_nodes} and {n_edges}")
    print(f"{argv[2]}: follows its schema; networkx reads {n_nodes} nodes, {n_edges} edges")


if __name__ == "__main__":
    main(sys.argv)
