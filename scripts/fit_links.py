#!/usr/bin/env python3
"""Ties of annotated papers -> seeds/linked.json and seeds/link_kinds.json: which terms of a paper are linked, and in which way.

    cargo run --release --example observe_ties -- CORPUS GOLD.json ... > ties.jsonl
    fit_links.py ties.jsonl SEEDS
    cargo run --release --example observe_ties -- CORPUS GOLD.json ... > again.jsonl
    fit_links.py --together again.jsonl SEEDS

The second time the ties also hold what the models of the first time say of all other ties of their paper, and the models that judge each tie
beside the others are fitted: seeds/linked_together.json and seeds/link_kinds_together.json. Ties should come from models that did not see
their paper, or the numbers of readings promise too much: give several files, each observed with the models of a fold (`--seeds DIR`), joined
by commas; each file is then a fold, and what the models read in it when they are fitted on the others is printed. Needs numpy and lightgbm;
one thread and fixed seeds, so that the same input gives the same files.
"""
import json
import pathlib
import sys

import lightgbm
import numpy

from fit_termhood import flat

N_TREES = 160
LINKED = dict(objective="binary", learning_rate=0.06, num_leaves=15, min_data_in_leaf=40, feature_fraction=0.4, bagging_fraction=0.7,
              bagging_freq=1, lambda_l2=5, verbose=-1, seed=3, num_threads=1, deterministic=True)
KINDS = dict(LINKED, num_leaves=15, min_data_in_leaf=30, feature_fraction=0.4)
# As in src/extract/relations/ties/decide.rs.
SECOND, MOST_WAYS = 0.6, 2
THRESHOLDS = [0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.10, 0.14, 0.20, 0.30]


class Ties:
    def __init__(self, files, together):
        self.rows, self.ways, self.right, self.core, self.fold, self.paper = [], [], [], [], [], []
        self.n_core = {}
        for fold, file in enumerate(files):
            lines = open(file, encoding="utf-8")
            header = json.loads(next(lines))
            self.of_tie = header["alone"] + (header["together"] if together else [])
            self.of_way = header["of_way"] + (header["of_way_together"] if together else [])
            for line in lines:
                tie = json.loads(line)
                self.n_core[tie["doc"]] = tie["n_core"]
                self.labels = [(kind, flipped) for kind, flipped, *_ in tie["ways"]]
                linked = {tuple(way) for way in tie["linked"]}
                self.rows.append(numpy.array(tie["numbers"] + (tie["together"] if together else []), numpy.float32))
                self.ways.append(numpy.array([alone + (beside if together else []) for *_, alone, beside in tie["ways"]], numpy.float32))
                self.right.append([label in linked for label in self.labels])
                self.core.append(tie["core"])
                self.fold.append(fold)
                self.paper.append(tie["doc"])
        self.rows, self.right, self.fold, self.core = map(numpy.array, (self.rows, self.right, self.fold, self.core))
        self.linked = self.right.any(axis=1)
        sources = [at for at, name in enumerate(self.of_tie) if name.endswith("_source")]
        targets = [self.of_tie[at].removesuffix("_source") + "_target" for at in sources]
        assert targets == [self.of_tie[at + 1] for at in sources], "the number of a target stands behind that of its source"
        self.sources = numpy.array(sources)

    def of_ways(self, ties):
        """One row for every way of every tie, seen from the source of the way."""
        rows = numpy.repeat(self.rows[ties], len(self.labels), axis=0)
        flipped = numpy.flatnonzero(numpy.tile([flipped for _, flipped in self.labels], len(ties)))[:, None]
        sources = rows[flipped, self.sources]
        rows[flipped, self.sources] = rows[flipped, self.sources + 1]
        rows[flipped, self.sources + 1] = sources
        return numpy.hstack([rows, numpy.concatenate([self.ways[at] for at in ties])])

    def fit_linked(self, ties):
        return lightgbm.train(LINKED, lightgbm.Dataset(self.rows[ties], self.linked[ties].astype(float)), N_TREES)

    def fit_kinds(self, ties):
        ties = ties[self.linked[ties]]
        return lightgbm.train(KINDS, lightgbm.Dataset(self.of_ways(ties), self.right[ties].ravel().astype(float)), N_TREES)

    def likely(self, linked, kinds, ties):
        """How likely each tie is linked in each way."""
        shares = kinds.predict(self.of_ways(ties)).reshape(len(ties), -1)
        return linked.predict(self.rows[ties])[:, None] * shares / shares.sum(axis=1, keepdims=True)


def figures(ties, likely):
    n_core = sum(ties.n_core.values())
    best = likely.argmax(axis=1)
    right = ties.right[numpy.arange(len(best)), best]
    print(f"{len(ties.n_core)} papers, {len(best)} ties of gold concepts, {ties.linked.sum()} linked, {n_core} core links; likeliest way right: "
          f"{100 * right[ties.linked].mean():.1f} %")
    order = numpy.sort(likely, axis=1)[:, ::-1]
    for least in THRESHOLDS:
        kept = (likely >= least) & (likely >= SECOND * order[:, :1]) & (likely >= order[:, MOST_WAYS - 1:MOST_WAYS])
        read, any_way = kept.sum(), kept.any(axis=1)
        hits = kept & ties.right
        per_core = ties.right * ties.core[:, None]
        print(f"  at {least:.2f}: {read / len(ties.n_core):5.1f} a paper, linked {100 * ties.linked[any_way].mean():4.1f} %, this way {100 * hits.sum() / read:4.1f} %, "
              f"recall {100 * per_core[any_way].sum() / n_core:4.1f} %, typed {100 * (hits * ties.core[:, None]).sum() / n_core:4.1f} %")


def main(files, seeds, together):
    ties = Ties(files.split(","), together)
    everything = numpy.arange(len(ties.rows))
    likely = numpy.zeros(ties.right.shape)
    for fold in sorted(set(ties.fold)):
        others, held = everything[ties.fold != fold], everything[ties.fold == fold]
        if len(others):
            likely[held] = ties.likely(ties.fit_linked(others), ties.fit_kinds(others), held)
    figures(ties, likely)
    if seeds == "-":
        return
    for name, model, names in (("linked", ties.fit_linked(everything), ties.of_tie),
                               ("link_kinds", ties.fit_kinds(everything), ties.of_tie + ties.of_way)):
        trees = [flat(tree) for tree in model.dump_model()["tree_info"]]
        text = json.dumps({"features": names, "trees": [tree for tree in trees if tree["feature"]]}, separators=(",", ":"))
        (pathlib.Path(seeds) / f"{name}{'_together' if together else ''}.json").write_text(text.replace("},{", "},\n{") + "\n", encoding="utf-8")


if __name__ == "__main__":
    args = [arg for arg in sys.argv[1:] if arg != "--together"]
    if len(args) != 2:
        sys.exit(__doc__)
    main(*args, together=len(args) < len(sys.argv) - 1)
