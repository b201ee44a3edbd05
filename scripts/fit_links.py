#!/usr/bin/env python3
"""Ties of papers -> seeds/linked.json and seeds/link_kinds.json: which terms of a paper are linked, and in which way.

    cargo run --release --example observe_ties -- STATEMENTS.jsonl CORPUS GOLD.json ... > ties.jsonl
    fit_links.py ties.jsonl SEEDS
    cargo run --release --example observe_ties -- STATEMENTS.jsonl CORPUS GOLD.json ... > again.jsonl
    fit_links.py --together again.jsonl SEEDS

The second time the ties also hold what the models of the first time say of all other ties of their paper, and the models that judge each tie
beside the others are fitted: seeds/linked_together.json, seeds/link_kinds_together.json and seeds/stated.json. Annotators name the links that
they want, so their ties teach whether a tie is linked; readers of sentences named every link that a sentence states, so theirs teach whether it
is stated, between two names that are concepts; both teach in which way. Ties should come from models that did not see their paper, or the numbers of readings promise too much: give several files, each observed with the models of a fold (`--seeds DIR`), joined
by commas; each file is then a fold, and what the models read in it when they are fitted on the others is printed. Needs numpy, scikit-learn and lightgbm;
one thread and fixed seeds, so that the same input gives the same files.
"""
import json
import pathlib
import sys

import lightgbm
import numpy
from sklearn.metrics import average_precision_score

from fit_termhood import flat

N_TREES = 160
LINKED = dict(objective="binary", learning_rate=0.06, num_leaves=15, min_data_in_leaf=40, feature_fraction=0.4, bagging_fraction=0.7,
              bagging_freq=1, lambda_l2=5, verbose=-1, seed=3, num_threads=1, deterministic=True)
KINDS = dict(LINKED, num_leaves=15, min_data_in_leaf=30, feature_fraction=0.4)
# How much a link of readers counts beside one of annotators.
JUDGED = 0.5
# As in src/extract/relations/ties/decide.rs.
SECOND, MOST_WAYS = 0.4, 2
THRESHOLDS = [0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.10, 0.14, 0.20, 0.30]


class Ties:
    def __init__(self, files, together):
        self.rows, self.ways, self.fold = [], [], []
        # Of two terms that annotators marked, and that readers of a sentence judged.
        self.marked, self.right, self.core, self.read, self.judged, self.bad = ([] for _ in range(6))
        self.n_core = {}
        for fold, file in enumerate(files):
            lines = open(file, encoding="utf-8")
            header = json.loads(next(lines))
            self.of_tie = header["alone"] + (header["together"] if together else [])
            self.of_way = header["of_way"] + (header["of_way_together"] if together else [])
            for line in lines:
                tie = json.loads(line)
                if tie["core"] is not None:
                    self.n_core[tie["doc"]] = tie["n_core"]
                self.labels = [(kind, flipped) for kind, flipped, *_ in tie["ways"]]
                judged, bad = tie["judged"] or ([], False)
                of = lambda ways: [label in {tuple(way) for way in ways} for label in self.labels]
                self.rows.append(numpy.array(tie["numbers"] + (tie["together"] if together else []), numpy.float32))
                self.ways.append(numpy.array([alone + (beside if together else []) for *_, alone, beside in tie["ways"]], numpy.float32))
                self.right.append(of(tie["linked"]))
                self.judged.append(of(judged))
                self.marked.append(tie["core"] is not None)
                self.read.append(tie["judged"] is not None)
                self.core.append(bool(tie["core"]))
                self.bad.append(bad)
                self.fold.append(fold)
        for name in ("rows", "fold", "marked", "right", "core", "read", "judged", "bad"):
            setattr(self, name, numpy.array(getattr(self, name)))
        self.linked, self.stated = self.right.any(axis=1), self.judged.any(axis=1)
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
        ties = ties[self.marked[ties]]
        return lightgbm.train(LINKED, lightgbm.Dataset(self.rows[ties], self.linked[ties].astype(float)), N_TREES)

    def fit_stated(self, ties):
        ties = ties[self.read[ties]]
        return lightgbm.train(LINKED, lightgbm.Dataset(self.rows[ties], (self.stated & ~self.bad)[ties].astype(float)), N_TREES)

    def fit_kinds(self, ties):
        """By the links of annotators, and by those of readers where annotators link nothing."""
        ties = ties[self.linked[ties] | self.stated[ties]]
        by_annotator = self.linked[ties][:, None]
        right = numpy.where(by_annotator, self.right[ties], self.judged[ties])
        weight = numpy.repeat(numpy.where(self.linked[ties], 1.0, JUDGED), len(self.labels))
        return lightgbm.train(KINDS, lightgbm.Dataset(self.of_ways(ties), right.ravel().astype(float), weight=weight), N_TREES)

    def shares(self, kinds, ties):
        """How likely each way is if the tie is linked."""
        shares = kinds.predict(self.of_ways(ties)).reshape(len(ties), -1)
        return shares / shares.sum(axis=1, keepdims=True)


def figures(ties, linked, shares):
    """What is read of ties of annotated concepts."""
    n_core, own = sum(ties.n_core.values()), numpy.flatnonzero(ties.marked)
    likely = linked[own, None] * shares[own]
    right, is_linked = ties.right[own], ties.linked[own]
    best = likely.argmax(axis=1)
    best_right = right[numpy.arange(len(best)), best]
    print(f"{len(ties.n_core)} papers, {len(best)} ties of gold concepts, {is_linked.sum()} linked, {n_core} core links; likeliest way right: "
          f"{100 * best_right[is_linked].mean():.1f} %; linked, average precision {100 * average_precision_score(is_linked, linked[own]):.1f}")
    order = numpy.sort(likely, axis=1)[:, ::-1]
    for least in THRESHOLDS:
        kept = (likely >= least) & (likely >= SECOND * order[:, :1]) & (likely >= order[:, MOST_WAYS - 1:MOST_WAYS])
        read, any_way = kept.sum(), kept.any(axis=1)
        hits = kept & right
        per_core = right * ties.core[own][:, None]
        print(f"  at {least:.2f}: {read / len(ties.n_core):5.1f} a paper, linked {100 * is_linked[any_way].mean():4.1f} %, this way {100 * hits.sum() / read:4.1f} %, "
              f"recall {100 * per_core[any_way].sum() / n_core:4.1f} %, typed {100 * (hits * ties.core[own][:, None]).sum() / n_core:4.1f} %")


def figures_of_read(ties, linked, stated, shares):
    """What readers say of the ties of sentences that they judged, and how true the promised share of right links is."""
    own = numpy.flatnonzero(ties.read)
    is_good = (ties.stated & ~ties.bad)[own]
    best = shares[own].argmax(axis=1)
    right = ties.judged[own, best] & ~ties.bad[own]
    print(f"{len(own)} ties judged by readers, {is_good.sum()} stated; average precision {100 * average_precision_score(is_good, stated[own]):.1f} "
          f"(of linked: {100 * average_precision_score(is_good, linked[own]):.1f}); likeliest way right: {100 * ties.judged[own, best][is_good].mean():.1f} %")
    # Nearly as src/extract/relations/ties/decide.rs believes a link: there ways that nothing speaks for have no share, and what a frame surely
    # states has that of the likeliest.
    believed = (linked[own] * stated[own]) ** 0.5
    promised = believed * shares[own].max(axis=1)
    print(f"  average precision of both together: {100 * average_precision_score(is_good, believed):.1f}")
    order = numpy.argsort(promised, kind="stable")
    for part in numpy.array_split(order, 20)[8:]:
        print(f"  promised {100 * promised[part].mean():5.1f} %, right {100 * right[part].mean():5.1f} %")


def main(files, seeds, together):
    ties = Ties(files.split(","), together)
    everything = numpy.arange(len(ties.rows))
    linked, stated, shares = numpy.zeros(len(everything)), numpy.zeros(len(everything)), numpy.zeros(ties.right.shape)
    for fold in sorted(set(ties.fold)):
        others, held = everything[ties.fold != fold], everything[ties.fold == fold]
        if len(others):
            linked[held] = ties.fit_linked(others).predict(ties.rows[held])
            if ties.read[others].any():
                stated[held] = ties.fit_stated(others).predict(ties.rows[held])
            shares[held] = ties.shares(ties.fit_kinds(others), held)
    figures(ties, linked, shares)
    if ties.read.any():
        figures_of_read(ties, linked, stated, shares)
    if seeds == "-":
        return
    end = "_together" if together else ""
    models = [("linked" + end, ties.fit_linked, ties.of_tie), ("link_kinds" + end, ties.fit_kinds, ties.of_tie + ties.of_way)]
    models += [("stated", ties.fit_stated, ties.of_tie)] if together else []
    for name, fit, names in models:
        trees = [flat(tree) for tree in fit(everything).dump_model()["tree_info"]]
        text = json.dumps({"features": names, "trees": [tree for tree in trees if tree["feature"]]}, separators=(",", ":"))
        (pathlib.Path(seeds) / f"{name}.json").write_text(text.replace("},{", "},\n{") + "\n", encoding="utf-8")


if __name__ == "__main__":
    args = [arg for arg in sys.argv[1:] if arg != "--together"]
    if len(args) != 2:
        sys.exit(__doc__)
    main(*args, together=len(args) < len(sys.argv) - 1)
