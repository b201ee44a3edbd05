#!/usr/bin/env python3
"""Judged places of papers -> seeds/unit_words.tsv and seeds/unithood.json: where a candidate is a term with the right borders.

    cargo run --release --example observe_places -- quality/mentions.jsonl PAPER... > places.jsonl
    fit_unithood.py places.jsonl SEEDS

Two models, one on the other: a logistic regression over the words of a place and those beside it, and boosted trees over its named numbers,
of which the answer of the first is one. A word counts only where two papers hold it. Prints, of papers left out (each fifth of them in turn),
how many places are kept from a probability on, how many of those readers kept, and how many that readers kept are lost.
Needs numpy, scipy, scikit-learn and lightgbm; one thread and fixed seeds, so that the same input gives the same files.
"""
import collections
import json
import pathlib
import sys

import lightgbm
import numpy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from fit_termhood import flat, write_words

N_FOLDS = 5
N_TREES = 400
TREES = dict(objective="binary", learning_rate=0.05, num_leaves=15, min_data_in_leaf=30, feature_fraction=0.3, bagging_fraction=0.7,
             bagging_freq=1, lambda_l2=5, verbose=-1, seed=3, num_threads=1, deterministic=True)
LEAST_PAPERS = 2
WORDS = "words"


class Places:
    def __init__(self, file):
        with open(file, encoding="utf-8") as source:
            places = [json.loads(line) for line in source]
        papers = sorted({place["doc"] for place in places})
        fold_of = dict(zip(numpy.random.RandomState(0).permutation(papers).tolist(), numpy.arange(len(papers)) % N_FOLDS))
        self.fold = numpy.array([fold_of[place["doc"]] for place in places])
        self.kept = numpy.array([place["kept"] for place in places])
        self.english = numpy.array([not place["features"].get("is_zh") for place in places])
        self.numbers = DictVectorizer(sparse=False)
        self.rows = self.numbers.fit_transform([{name: value for name, value in place["features"].items() if name != WORDS} for place in places])
        holders = collections.defaultdict(set)
        rows = [{"\t".join(word) for word in place["words"] if word[0] != "bias"} for place in places]
        for row, place in zip(rows, places):
            for word in row:
                holders[word].add(place["doc"])
        self.vocabulary = DictVectorizer()
        self.lexical = self.vocabulary.fit_transform(
            [{word: 1.0 for word in row if len(holders[word]) >= LEAST_PAPERS} for row in rows]).tocsr()

    def fit_words(self, rows):
        return LogisticRegression(C=0.1, max_iter=300).fit(self.lexical[rows], self.kept[rows])

    def words_of_others(self, rows):
        """The answer of the word model for each of `rows` by a model that did not see its paper."""
        answer = numpy.zeros(len(self.kept))
        for fold in numpy.unique(self.fold[rows]):
            held = rows & (self.fold == fold)
            answer[held] = self.fit_words(rows & ~held).decision_function(self.lexical[held])
        return answer

    def fit_trees(self, rows, words):
        table = numpy.column_stack([self.rows, words])
        return table, lightgbm.train(TREES, lightgbm.Dataset(table[rows], self.kept[rows].astype(float)), N_TREES)

    def left_out(self):
        likely = numpy.zeros(len(self.kept))
        for fold in range(N_FOLDS):
            held = self.fold == fold
            words = self.words_of_others(~held)
            words[held] = self.fit_words(~held).decision_function(self.lexical[held])
            table, trees = self.fit_trees(~held, words)
            likely[held] = trees.predict(table[held])
        return likely


def main(file, seeds):
    places = Places(file)
    likely = places.left_out()
    for name, own in (("all", places.fold >= 0), ("zh", ~places.english), ("en", places.english)):
        kept = places.kept[own]
        print(f"{name}: {own.sum()} places, {100 * kept.mean():.1f} % kept by readers, area under ROC {roc_auc_score(kept, likely[own]):.3f}")
        for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
            chosen = likely[own] >= least
            print(f"  from {least}: {100 * chosen.mean():.1f} % of places, {100 * kept[chosen].mean():.1f} % of them right, "
                  f"{100 * (kept & ~chosen).sum() / kept.sum():.1f} % of the right ones lost")
    seeds, everything = pathlib.Path(seeds), numpy.ones(len(places.kept), bool)
    words = places.fit_words(everything)
    write_words(seeds / "unit_words.tsv", "fit_unithood.py", "unit", words, places.vocabulary.get_feature_names_out())
    _, trees = places.fit_trees(everything, places.words_of_others(everything))
    trees = [flat(tree) for tree in trees.dump_model()["tree_info"]]
    model = {"features": [*places.numbers.get_feature_names_out(), WORDS], "trees": [tree for tree in trees if tree["feature"]]}
    text = json.dumps(model, ensure_ascii=False, separators=(",", ":")).replace("},{", "},\n{")
    (seeds / "unithood.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
