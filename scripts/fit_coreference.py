#!/usr/bin/env python3
"""Pairs of names of annotated papers -> seeds/coreference.json: which names of a paper are names of one thing.

    cargo run --release --example observe_coreference -- CORPUS GOLD.json ... > names.jsonl
    fit_coreference.py names.jsonl quality/coreference.jsonl CORPUS SEEDS [--leave-out quality/unseen.txt]

Two names are of one thing where an annotator made them names of one concept, and of two where they name two concepts; these count less than
pairs that readers judged (`s` same, `d` different, `u` cannot be told; positions of both names in a paper that CORPUS or the folder `papers`
beside the judgements holds). Of all other pairs, those that a first model finds unlikely count a little as different. Papers that
--leave-out names teach nothing; their pairs are figures only. Prints how many are right of the pairs of papers left out, a fifth in turn,
by how likely the model holds them. Needs numpy and lightgbm; one thread and fixed seeds, so that the same input gives the same file.
"""
import hashlib
import json
import pathlib
import sys

import lightgbm
import numpy

from fit_termhood import flat

N_TREES, N_FOLDS = 300, 5
TREES = dict(objective="binary", learning_rate=0.05, num_leaves=31, min_data_in_leaf=20, feature_fraction=0.4, bagging_fraction=0.7,
             bagging_freq=1, lambda_l2=8, verbose=-1, seed=3, num_threads=1, deterministic=True)
OF_ANNOTATORS, OF_READERS, OF_NOBODY = 0.3, 1.0, 0.02
UNLIKELY, MOST_UNLIKELY = 0.08, 20_000


class Pairs:
    def __init__(self, file, judged, left_out):
        self.papers, self.right, self.weight, self.by, rows = [], [], [], [], []
        for line in open(file, encoding="utf-8"):
            pair = json.loads(line)
            verdict = judged.get((pair["doc"], *pair["names"]))
            if verdict == "u":
                continue
            by = "reader" if verdict else "annotator" if pair["same"] is not None else "nobody"
            self.right.append(verdict == "s" if verdict else bool(pair["same"]))
            self.weight.append({"reader": OF_READERS, "annotator": OF_ANNOTATORS, "nobody": OF_NOBODY}[by])
            self.by.append(by)
            self.papers.append(pair["doc"])
            rows.append(pair["features"])
        self.names = sorted({name for row in rows for name in row})
        place = {name: at for at, name in enumerate(self.names)}
        self.rows = numpy.zeros((len(rows), len(self.names)), numpy.float32)
        for at, row in enumerate(rows):
            for name, value in row.items():
                self.rows[at, place[name]] = value
        self.right, self.weight, self.by = map(numpy.array, (self.right, self.weight, self.by))
        self.left_out = numpy.array([pathlib.Path(paper).stem in left_out for paper in self.papers])
        self.fold = numpy.array([hashlib.sha256(paper.encode()).digest()[0] % N_FOLDS for paper in self.papers])

    def fit(self, pairs):
        data = lightgbm.Dataset(self.rows[pairs], self.right[pairs].astype(float), weight=self.weight[pairs])
        return lightgbm.train(TREES, data, N_TREES)

    def teaching(self, papers):
        """The pairs of some papers that a model is fitted on: the labelled ones, and of the others those that a first model finds unlikely."""
        labelled = papers & (self.by != "nobody")
        others = numpy.flatnonzero(papers & (self.by == "nobody"))
        unlikely = others[self.fit(labelled).predict(self.rows[others]) < UNLIKELY]
        labelled[numpy.random.RandomState(5).permutation(unlikely)[:MOST_UNLIKELY]] = True
        return labelled

    def figures(self, what, chosen, likely):
        for by in ("reader", "annotator"):
            pairs = chosen & (self.by == by)
            if pairs.any():
                shares = [(least, pairs & (likely >= least)) for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.9)]
                print(f"{what}, labelled by {by}s ({pairs.sum()}): " + "; ".join(
                    f"{least}: {100 * self.right[kept].mean():.1f} % of {kept.sum()} right, {100 * self.right[kept].sum() / self.right[pairs].sum():.0f} % found"
                    for least, kept in shares if kept.any()))


def judgements(file, corpus):
    texts, judged = {}, {}
    for line in open(file, encoding="utf-8"):
        pair = json.loads(line)
        if pair["doc"] not in texts:
            folders = [pathlib.Path(corpus), pathlib.Path(file).parent / "papers"]
            document = next((folder / pair["doc"] for folder in folders if (folder / pair["doc"]).is_file()), None)
            texts[pair["doc"]] = document.read_text(encoding="utf-8") if document else ""
            if not document:
                print(f"{pair['doc']}: not there; its judgements are left out", file=sys.stderr)
        names = [texts[pair["doc"]][start:end] for start, end in (pair["long"], pair["short"])]
        judged[pair["doc"], *names] = pair["verdict"]
    return judged


def main(file, judged, corpus, seeds, left_out):
    pairs = Pairs(file, judgements(judged, corpus), left_out)
    own = ~pairs.left_out
    likely = numpy.zeros(len(pairs.right))
    for fold in range(N_FOLDS):
        held = own & (pairs.fold == fold)
        likely[held] = pairs.fit(pairs.teaching(own & ~held)).predict(pairs.rows[held])
    pairs.figures("papers left out in turn", own, likely)
    model = pairs.fit(pairs.teaching(own))
    likely[pairs.left_out] = model.predict(pairs.rows[pairs.left_out])
    pairs.figures("papers that teach nothing", pairs.left_out, likely)
    trees = [flat(tree) for tree in model.dump_model()["tree_info"]]
    text = json.dumps({"features": pairs.names, "trees": [tree for tree in trees if tree["feature"]]}, separators=(",", ":"))
    (pathlib.Path(seeds) / "coreference.json").write_text(text.replace("},{", "},\n{") + "\n", encoding="utf-8")


if __name__ == "__main__":
    args = sys.argv[1:]
    left_out = set()
    if "--leave-out" in args:
        at = args.index("--leave-out")
        left_out = {line.strip() for line in open(args[at + 1], encoding="utf-8") if line.strip() and not line.startswith("#")}
        del args[at:at + 2]
    if len(args) != 4:
        sys.exit(__doc__)
    main(*args, left_out)
