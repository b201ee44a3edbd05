#!/usr/bin/env python3
"""Judged links -> seeds/calibration.toml: what share of links is stated by its sentence, by the probability of the models.

    fit_calibration.py quality/judged_third.tsv [quality/judged_fourth.tsv ...] seeds/calibration.toml

Two lines, one for links that only the models read in a sentence and one for links that a frame or structure states. Shares are means of two
readers, smoothed to rise (pool adjacent violators, M. Ayer and others, 1955), one point for every group of about thirty links. Prints stated
against observed shares per group, and how often the readers agree. Standard library only.
"""
import pathlib
import sys

GROUP = 30


def rising(groups):
    pooled = []
    for probability, share, n in groups:
        pooled.append([probability * n, share * n, n])
        while len(pooled) > 1 and pooled[-2][1] / pooled[-2][2] >= pooled[-1][1] / pooled[-1][2]:
            last = pooled.pop()
            pooled[-1] = [a + b for a, b in zip(pooled[-1], last)]
    return [[probability / n, share / n] for probability, share, n in pooled]


def line(name, links):
    links.sort()
    n_groups = max(1, round(len(links) / GROUP))
    groups = [links[len(links) * at // n_groups:len(links) * (at + 1) // n_groups] for at in range(n_groups)]
    groups = [(sum(p for p, _ in group) / len(group), sum(ok for _, ok in group) / len(group), len(group)) for group in groups]
    for probability, share, n in groups:
        print(f"{name}: {n} links of mean probability {probability:.3f}, {100 * share:.0f} % stated")
    points = [[0.0, 0.0], *rising(groups)]
    return f"{name} = [" + ", ".join(f"[{x:.3f}, {y:.2f}]" for x, y in points) + "]"


def main(*judged, out):
    rows = [row.split("\t") for file in judged for row in pathlib.Path(file).read_text(encoding="utf-8").splitlines()[1:]]
    for what in ("link", "mention"):
        own = [row for row in rows if row[0].startswith(what)]
        same = sum((row[3] == "ok") == (row[4] == "ok") for row in own)
        right = [sum(row[reader] == "ok" for row in own) for reader in (3, 4)]
        print(f"{what}s: {len(own)} judged, right {right[0]} and {right[1]}, readers agree on {same}")
    links = [(row[1].startswith("reading/"), float(row[2]), ((row[3] == "ok") + (row[4] == "ok")) / 2) for row in rows if row[0].startswith("link")]
    lines = [line("read", [(p, ok) for is_read, p, ok in links if is_read]), line("stated", [(p, ok) for is_read, p, ok in links if not is_read])]
    head = "# Probability of the link models -> share of links that readers found stated; fitted by scripts/fit_calibration.py on judged links.\n"
    pathlib.Path(out).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:-1], out=sys.argv[-1])
