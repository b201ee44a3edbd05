#!/usr/bin/env python3
"""Links where they are told -> seeds/belief.json: how sure a reader is that the passage says so.

    cargo run --release --example observe_beliefs -- STATEMENTS.jsonl LINKS.jsonl CORPUS GOLD.json|PAPER ... > beliefs.jsonl
    fit_belief.py beliefs.jsonl SEEDS

Boosted trees learn from links that are told in sentences whose links readers named in full, where a link not named is a wrong one, and so is one of
a name that is no concept; and from links that readers judged one by one, strictly. What makes a link likelier may not make it less sure (monotone constraints), so that the order of the models that chose it is kept. Prints what is right
in papers left out, by how sure a link is, beside the probability of the models. These have seen the papers; judge what is promised by links
of papers that they have not. What is promised here is before doubt of the ends (src/extract/belief.rs). Needs numpy, scikit-learn and lightgbm; one thread and fixed seeds, so that the same input gives the same file.
"""
import hashlib
import json
import pathlib
import sys

import lightgbm
import numpy
from sklearn.metrics import average_precision_score

from fit_termhood import flat

N_TREES, N_FOLDS = 300, 5
RISING = {"believed", "linked", "stated", "share", "read", "read_linked", "read_chance", "source_unithood", "target_unithood"}
TREES = dict(objective="binary", learning_rate=0.05, num_leaves=31, min_data_in_leaf=40, feature_fraction=0.4, bagging_fraction=0.7,
             bagging_freq=1, lambda_l2=5, verbose=-1, seed=3, num_threads=1, deterministic=True, monotone_constraints_method="advanced")
BANDS = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01]


def read(file):
    links = [json.loads(line) for line in open(file, encoding="utf-8")]
    names = sorted({name for link in links for name in link["features"]})
    columns = {name: at for at, name in enumerate(names)}
    rows = numpy.zeros((len(links), len(names)), numpy.float32)
    for row, link in zip(rows, links):
        for name, value in link["features"].items():
            row[columns[name]] = value
    right = numpy.array([link["is_right"] for link in links])
    fold = numpy.array([int(hashlib.sha256(link["doc"].encode()).hexdigest(), 16) % N_FOLDS for link in links])
    return names, rows, right, fold


def fit(names, rows, right):
    rising = [int(name in RISING) for name in names]
    return lightgbm.train(dict(TREES, monotone_constraints=rising), lightgbm.Dataset(rows, right), N_TREES)


def main(file, seeds):
    names, rows, right, fold = read(file)
    sure = numpy.zeros(len(right))
    for held in range(N_FOLDS):
        sure[fold == held] = fit(names, rows[fold != held], right[fold != held]).predict(rows[fold == held])
    models = rows[:, names.index("believed")]
    print(f"{len(right)} links told in judged sentences, {100 * right.mean():.1f} % right; average precision of papers left out: "
          f"{100 * average_precision_score(right, models):.1f} by the models, {100 * average_precision_score(right, sure):.1f} by belief")
    for n in (1000, 2000, 4000, 8000, 16000):
        best = [100 * right[numpy.argsort(-score, kind="stable")[:n]].mean() for score in (models, sure)]
        print(f"  surest {n}: {best[0]:.1f} and {best[1]:.1f} % right")
    for low, high in zip(BANDS, BANDS[1:]):
        band = (sure >= low) & (sure < high)
        if band.any():
            print(f"  from {low}: {band.sum()} links, {100 * sure[band].mean():.1f} % promised, {100 * right[band].mean():.1f} % right")
    trees = [flat(tree) for tree in fit(names, rows, right).dump_model()["tree_info"]]
    text = json.dumps({"features": names, "trees": [tree for tree in trees if tree["feature"]]}, separators=(",", ":"))
    (pathlib.Path(seeds) / "belief.json").write_text(text.replace("},{", "},\n{") + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
