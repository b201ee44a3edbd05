#!/usr/bin/env python3
"""Candidates of annotated papers -> seeds/lexical.tsv and seeds/termhood.json: what tells a term from a phrase.

    cargo run --release --example observe -- PAPER... > candidates.jsonl
    fit_termhood.py candidates.jsonl SEEDS GOLD.json [GOLD.json ...] [--no-words GOLD.json ...] [--no-figures]

The papers are those that the gold graphs name ("doc", matched by file name). Two models, one on the other: a logistic regression over
the words of a candidate, and boosted trees over its named numbers, of which the answer of the first is one. Prints R-precision on papers
left out (each sixth of them in turn): the share of gold concepts among the K best candidates, K the size of the gold.
Papers behind --no-words teach their numbers; a word counts only where two other papers hold it, so that no coinage of theirs is learnt.
Needs numpy, scipy, scikit-learn and lightgbm; one thread and fixed seeds, so that the same input gives the same files.
"""
import collections
import json
import pathlib
import re
import sys
import unicodedata

import lightgbm
import numpy
import scipy.sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

N_FOLDS = 6
N_TREES = 400
TREES = dict(objective="binary", learning_rate=0.03, num_leaves=31, min_data_in_leaf=40, feature_fraction=0.4, bagging_fraction=0.7,
             bagging_freq=1, lambda_l2=5, verbose=-1, seed=3, num_threads=1, deterministic=True)
LEAST_PAPERS = 2
SALIENCE_WEIGHT = [0.0, 1.0, 1.3, 1.8]
NEARLY_WEIGHT = 0.5
FOREIGN = 1.5  # as in src/extract/salience.rs, here for the figures only
OVERLAP = [(0.8, 2.0), (0.5, 0.6), (0.0, 0.18)]


def norm(text):
    text = re.sub(r"^(the|a|an)\s+", "", unicodedata.normalize("NFKC", text).lower().strip())
    words = re.findall(r"[a-z0-9]+|[\u3400-\u9fff]|[^\W_]", text)
    words = [w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words]
    return tuple(w for w in words if w != "的")


def holds(long, short):
    return any(long[at:at + len(short)] == short for at in range(len(long) - len(short) + 1))


def close(a, b):
    short, long = sorted((a, b), key=len)
    return len(short) >= 2 and len(short) >= 0.8 * len(long) and holds(long, short)


class Data:
    def __init__(self, candidates, golds, without_words):
        by_doc = {pathlib.Path(gold["doc"]).name: gold for gold in golds}
        rows, words = [], []
        self.label, self.paper, self.hit, self.weight, self.foreign, self.size, self.english, papers = [], [], [], [], [], [], [], {}
        for line in open(candidates, encoding="utf-8"):
            seen = json.loads(line)
            name = pathlib.Path(seen["doc"]).name
            if name not in by_doc:
                continue
            if name not in papers:
                papers[name] = len(papers)
                gold = by_doc[name]
                self.size.append(len(gold["concepts"]))
                self.english.append(seen["main"] == "en")
                forms = [{norm(f) for f in [c["label"], *c.get("aliases", [])]} for c in gold["concepts"]]
                exact = {form: at for at, own in enumerate(forms) for form in own}
            form = norm(seen["label"])
            names = [norm(name) for name in seen["names"]]
            hit, weight = next((exact[name] for name in names if name in exact), -1), 1.0
            if hit >= 0:
                weight = SALIENCE_WEIGHT[gold["concepts"][hit]["salience"]]
            else:
                hit = next((at for at, own in enumerate(forms) if any(close(name, other) for name in names for other in own)), -1)
                weight = NEARLY_WEIGHT if hit >= 0 else 1.0
            rows.append(seen["features"])
            words.append({"\t".join(word): 1.0 for word in seen["words"] if word[0] != "bias"})
            self.label.append(form)
            self.paper.append(papers[name])
            self.hit.append(hit)
            self.weight.append(weight)
            self.foreign.append(float(seen["main"] == "zh" and seen["language"] == "en"))
        self.names = list(papers)
        self.paper, self.hit, self.foreign = map(numpy.array, (self.paper, self.hit, self.foreign))
        self.wanted = self.hit >= 0
        per_paper = numpy.bincount(self.paper)
        self.weight = numpy.array(self.weight) * per_paper.mean() / per_paper[self.paper]
        for row in rows:
            row.pop("lexical", None)
        self.numbers = DictVectorizer()
        self.dense = self.numbers.fit_transform(rows).tocsr()
        self.vocabulary = DictVectorizer()
        lexical = self.vocabulary.fit_transform(words).tocsr()
        lends = [at for at, name in enumerate(self.names) if name not in without_words]
        papers = sum((lexical[self.paper == at].sum(axis=0) > 0).astype(int) for at in lends)
        self.kept = numpy.flatnonzero(numpy.asarray(papers).ravel() >= LEAST_PAPERS)
        self.lexical = lexical[:, self.kept]
        # Drafts of one paper stay on one side of every split.
        self.fold = numpy.array([at % N_FOLDS for at in numpy.random.RandomState(1).permutation(len(self.names))])
        drafts = collections.defaultdict(list)
        for at, name in enumerate(self.names):
            drafts[re.sub(r"better-|[^a-z]", "", name) if name.startswith("en-") else name].append(at)
        for same in drafts.values():
            self.fold[same] = self.fold[same[0]]

    def fit_words(self, rows):
        model = LogisticRegression(C=0.1, max_iter=300)
        return model.fit(self.lexical[rows], self.wanted[rows], sample_weight=self.weight[rows])

    def fit_trees(self, rows, lexical):
        table = scipy.sparse.hstack([self.dense, scipy.sparse.csr_matrix(lexical[:, None])]).tocsr().astype(numpy.float32)
        data = lightgbm.Dataset(table[rows], self.wanted[rows].astype(float), weight=self.weight[rows])
        return table, lightgbm.train(TREES, data, N_TREES)

    def words_of_others(self, rows):
        """The answer of the word model for each row of `rows` by a model that did not see its paper."""
        answer = numpy.zeros(len(self.label))
        papers = numpy.unique(self.paper[rows])
        for part in range(4):
            held = numpy.isin(self.paper, papers[part::4])
            answer[held] = self.fit_words(rows & ~held).decision_function(self.lexical[held])
        return answer

    def left_out(self):
        sums = numpy.zeros(len(self.label))
        for fold in range(N_FOLDS):
            held = self.fold[self.paper] == fold
            lexical = self.words_of_others(~held)
            lexical[held] = self.fit_words(~held).decision_function(self.lexical[held])
            table, trees = self.fit_trees(~held, lexical)
            sums[held] = trees.predict(table[held], raw_score=True)
        return sums

    def ranked(self, sums):
        """Sums after the losses of foreign names and of variants, as the program ranks."""
        sums = sums - FOREIGN * self.foreign
        out = sums.copy()
        for paper in range(len(self.names)):
            rows = numpy.flatnonzero(self.paper == paper)
            rows = rows[numpy.argsort(-sums[rows], kind="stable")][:250]
            for place, row in enumerate(rows):
                loss = 0.0
                for better in rows[:place]:
                    short, long = sorted((self.label[row], self.label[better]), key=len)
                    if short and holds(long, short):
                        loss = max(loss, next(cost for share, cost in OVERLAP if len(short) >= share * len(long)))
                out[row] = sums[row] - loss
        return out

    def r_precision(self, sums):
        figures = []
        for paper, size in enumerate(self.size):
            rows = numpy.flatnonzero(self.paper == paper)
            best = rows[numpy.argsort(-sums[rows], kind="stable")][:size]
            figures.append(len({self.hit[row] for row in best if self.hit[row] >= 0}) / size)
        return figures


def flat(tree):
    nodes, leaves = [], []

    def walk(node):
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"], 6))
            return -len(leaves)
        at = len(nodes)
        nodes.append(None)
        assert node["decision_type"] == "<="
        left, right = walk(node["left_child"]), walk(node["right_child"])
        nodes[at] = (node["split_feature"], float(f"{node['threshold']:.7g}"), left, right)
        return at

    walk(tree["tree_structure"])
    feature, threshold, left, right = zip(*nodes)
    return {"feature": feature, "threshold": threshold, "left": left, "right": right, "leaf": leaves}


def write_words(path, script, label, model, names):
    """A logistic regression over words, `names` those of its columns, as a file of weights."""
    rows = [f"bias\t{code}\t\t{label}\t{model.intercept_[0]:.3f}" for code in ("en", "zh")]
    rows += [f"{name}\t{label}\t{weight:.3f}" for name, weight in zip(names, model.coef_[0]) if abs(weight) >= 0.02
             and name.count("\t") == 2 and all(part == part.strip() for part in name.split("\t"))]
    head = f"#template\tword\tword\tlabel\tweight (fitted by scripts/{script}; do not edit by hand)"
    path.write_text("\n".join([head, *sorted(rows)]) + "\n", encoding="utf-8")


def main(candidates, seeds, *paths):
    with_figures, paths = "--no-figures" not in paths, [path for path in paths if path != "--no-figures"]
    split = paths.index("--no-words") if "--no-words" in paths else len(paths)
    golds = [json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in paths if path != "--no-words"]
    data = Data(candidates, golds, {pathlib.Path(gold["doc"]).name for gold in golds[split:]})
    print(f"{len(data.names)} papers, {len(data.label)} candidates, {data.wanted.mean() * 100:.1f} % gold")
    if with_figures:
        figures = numpy.array(data.r_precision(data.ranked(data.left_out()))) * 100
        english = numpy.array([data.english[at] for at in range(len(data.names))])
        print(f"R-precision, papers left out: zh {figures[~english].mean():.1f}, en {figures[english].mean():.1f}, all {figures.mean():.1f}")
    seeds = pathlib.Path(seeds)
    everything = numpy.ones(len(data.label), bool)
    words = data.fit_words(everything)
    write_words(seeds / "lexical.tsv", "fit_termhood.py", "term", words, data.vocabulary.get_feature_names_out()[data.kept])
    _, trees = data.fit_trees(everything, data.words_of_others(everything))
    features = [*data.numbers.get_feature_names_out(), "lexical"]
    model = {"features": features, "trees": [flat(tree) for tree in trees.dump_model()["tree_info"]]}
    model["trees"] = [tree for tree in model["trees"] if tree["feature"]]
    (seeds / "termhood.json").write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")).replace("},{", "},\n{") + "\n",
                                         encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
