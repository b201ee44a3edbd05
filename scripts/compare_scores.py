#!/usr/bin/env python3
"""Compare `sinograph eval` with the reference scorer, figure by figure. Standard library only.

    compare_scores.py SINOGRAPH SCORER.py GOLD.json GRAPH.json

Prints the figures; ends with 1 when two of them differ.
"""
import subprocess
import sys


def figures(command):
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    pairs = (line.rsplit(None, 1) for line in text.splitlines() if line.strip())
    return {name.strip(): value for name, value in pairs}


def main(argv):
    if len(argv) != 5:
        sys.exit(__doc__)
    program, scorer, gold, graph = argv[1:]
    n_differ = 0
    for more in ([], ["--strict"]):
        ours = figures([program, "eval", *more, gold, graph])
        reference = figures([sys.executable, scorer, gold, graph, *more])
        for name in sorted(set(ours) | set(reference)):
            if ours.get(name) != reference.get(name):
                n_differ += 1
                print(f"{gold}: {name} is {ours.get(name)}, the reference says {reference.get(name)}", file=sys.stderr)
        if not more:
            for name, value in reference.items():
                print(f"  {name:28} {value:>7}")
    if n_differ:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv)
