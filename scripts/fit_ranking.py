#!/usr/bin/env python3
"""Terms of annotated papers with their links -> seeds/wanted.json: how much an analyst wants a term once the links are read.

    cargo run --release --example observe_ranking -- --seeds FOLD PAPER... > ranking-FOLD.jsonl
    fit_ranking.py seeds/wanted.json ranking-0.jsonl [ranking-1.jsonl ...] --gold GOLD.json ...

Each ranking file comes from models that did not see its papers. Prints R-precision (the share of gold concepts among the K best terms, K the
size of the gold) by the salience of the first pass and by these trees, the papers of each file left out in turn.
Needs numpy and lightgbm; one thread and fixed seeds, so that the same input gives the same file.
"""
import json
import pathlib
import sys

import lightgbm
import numpy

from fit_termhood import FOREIGN, NEARLY_WEIGHT, SALIENCE_WEIGHT, close, flat, norm

N_TREES = 300
TREES = dict(objective="binary", learning_rate=0.03, num_leaves=15, min_data_in_leaf=60, feature_fraction=0.5, bagging_fraction=0.7,
             bagging_freq=1, lambda_l2=5, verbose=-1, seed=3, num_threads=1, deterministic=True)


class Terms:
    def __init__(self, files, golds):
        by_doc = {pathlib.Path(gold["doc"]).name: gold for gold in golds}
        names, rows = {}, []
        self.fold, self.paper, self.hit, self.exact, self.weight, self.size, self.english = [], [], [], [], [], [], []
        papers = {}
        for fold, file in enumerate(files):
            for line in open(file, encoding="utf-8"):
                term = json.loads(line)
                name = pathlib.Path(term["doc"]).name
                if name not in by_doc:
                    continue
                gold = by_doc[name]
                if name not in papers:
                    papers[name] = len(papers)
                    self.size.append(len(gold["concepts"]))
                    forms = [{norm(form) for form in [c["label"], *c.get("aliases", [])]} for c in gold["concepts"]]
                    exact = {form: at for at, own in enumerate(forms) for form in own}
                    self.english.append(sum(c["label"].isascii() for c in gold["concepts"]) * 2 > len(forms))
                own = [norm(form) for form in term["names"]]
                hit = next((exact[form] for form in own if form in exact), -1)
                is_exact = hit >= 0
                if is_exact:
                    weight = SALIENCE_WEIGHT[gold["concepts"][hit]["salience"]]
                else:
                    hit = next((at for at, others in enumerate(forms) if any(close(a, b) for a in own for b in others)), -1)
                    weight = NEARLY_WEIGHT if hit >= 0 else 1.0
                rows.append({names.setdefault(name, len(names)): value for name, value in term["features"].items()})
                self.fold.append(fold)
                self.paper.append(papers[name])
                self.hit.append(hit)
                self.exact.append(is_exact)
                self.weight.append(weight)
        self.names = list(names)
        self.rows = numpy.zeros((len(rows), len(names)), numpy.float32)
        for at, row in enumerate(rows):
            for column, value in row.items():
                self.rows[at, column] = value
        self.fold, self.paper, self.hit = map(numpy.array, (self.fold, self.paper, self.hit))
        # Each gold concept is wanted once: by the term that bears its very name, else by the most salient of those near it.
        salience = self.rows[:, names["salience"]]
        self.wanted = numpy.zeros(len(rows))
        best = {}
        for at in numpy.flatnonzero(self.hit >= 0):
            key, order = (self.paper[at], self.hit[at]), (self.exact[at], salience[at])
            if key not in best or order > best[key][0]:
                best[key] = order, at
        self.wanted[[at for _, at in best.values()]] = 1
        per_paper = numpy.bincount(self.paper)
        self.weight = numpy.array(self.weight) * per_paper.mean() / per_paper[self.paper]

    def fit(self, rows):
        data = lightgbm.Dataset(self.rows[rows], self.wanted[rows], weight=self.weight[rows])
        return lightgbm.train(TREES, data, N_TREES)

    def left_out(self):
        sums = numpy.zeros(len(self.hit))
        for fold in numpy.unique(self.fold):
            held = self.fold == fold
            sums[held] = self.fit(~held).predict(self.rows[held], raw_score=True)
        # As in src/extract/ranking.rs, for English names in Chinese papers; here for the figures only.
        is_english = self.rows[:, self.names.index("is_zh")] == 0
        return sums - FOREIGN * (is_english & (self.rows[:, self.names.index("is_foreign")] == 1))

    def r_precision(self, sums):
        figures = []
        for paper, size in enumerate(self.size):
            rows = numpy.flatnonzero(self.paper == paper)
            best = rows[numpy.argsort(-sums[rows], kind="stable")][:size]
            figures.append(100 * len({self.hit[row] for row in best if self.hit[row] >= 0}) / size)
        return numpy.array(figures)


def main(target, *rest):
    split = rest.index("--gold")
    golds = [json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in rest[split + 1:]]
    terms = Terms(rest[:split], golds)
    english = numpy.array(terms.english)
    print(f"{len(terms.size)} papers, {len(terms.hit)} terms, {terms.wanted.mean() * 100:.1f} % wanted")
    for name, sums in (("by salience", terms.rows[:, terms.names.index("salience")]), ("by these trees", terms.left_out())):
        figures = terms.r_precision(sums)
        print(f"R-precision {name}: zh {figures[~english].mean():.1f}, en {figures[english].mean():.1f}, all {figures.mean():.1f}")
    trees = [flat(tree) for tree in terms.fit(numpy.ones(len(terms.hit), bool)).dump_model()["tree_info"]]
    model = {"features": terms.names, "trees": [tree for tree in trees if tree["feature"]]}
    pathlib.Path(target).write_text(json.dumps(model, separators=(",", ":")).replace("},{", "},\n{") + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 4 or "--gold" not in sys.argv:
        sys.exit(__doc__)
    main(*sys.argv[1:])
