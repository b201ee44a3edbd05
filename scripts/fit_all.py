#!/usr/bin/env python3
"""Annotated papers -> all fitted files of seeds/, in the order in which models listen to each other.

    cargo build --release --examples
    expand_annotations.py quality/annotations CORPUS ANNOTATED
    fit_all.py WORK --examples target/release/examples --annotated ANNOTATED --corpus CORPUS --gold CORPUS GOLD.json ... --vectors e5-small-q4.bin
               [--leave quality/unseen.txt] [--folds 3] [--until reader|ties]

Models that listen to others learn from what those say of papers that they have not seen, so every stage is first fitted once for each fold on
all other papers. WORK/full holds the seeds that are fitted on everything, WORK/fold-N those that have not seen fold N. What is there already is
not made again: remove a file of WORK to make it and add what follows from it by hand. Papers that --leave names are left out of everything.
`--until reader` keeps the models of ties and of the last ranking (linked*.json, link_kinds*.json, stated.json, wanted.json), and that of names of one thing (coreference.json), as they are. Two things are done
at a time. Needs numpy, scipy, scikit-learn, lightgbm and torch.
"""
import argparse
import concurrent.futures
import json
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
STAGES = ["borders", "candidates", "termhood", "kinds", "places", "unithood", "reading", "vectors", "pairs", "reader", "ties", "linked", "ranking", "wanted", "again", "together", "modality", "beliefs", "belief", "coreference"]


class Chain:
    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(options.work).resolve()
        self.left = left = set(pathlib.Path(options.leave).read_text(encoding="utf-8").split("\n")) if options.leave else set()
        annotated = [path for path in sorted(pathlib.Path(options.annotated).glob("*.json")) if path.stem not in left]
        # A paper's folder and its annotation, by fold.
        self.papers = [[(self.folder(path), path) for path in annotated[fold::options.folds]] for fold in range(options.folds)]
        self.judgements = ROOT / "quality/statements.jsonl"
        # Papers of which only sentences are judged.
        named = {json.loads(line)["doc"] for line in self.judgements.read_text(encoding="utf-8").splitlines()}
        named -= {json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["doc"] for path in [*annotated, *options.gold[1:]]}
        corpus = pathlib.Path(options.corpus)
        judged = sorted(name for name in named if pathlib.Path(name).stem not in left and (corpus / name).is_file())
        self.judged = [[(corpus, name) for name in judged[fold::options.folds]] for fold in range(options.folds)]
        gold_corpus, *self.gold = options.gold
        self.gold_pairs = [arg for path in self.gold for arg in (gold_corpus, path)]
        self.gold_docs = [str(pathlib.Path(gold_corpus) / json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["doc"]) for path in self.gold]
        self.everything = list(range(options.folds))
        print(f"{len(annotated)} papers in {options.folds} folds", flush=True)

    def folder(self, annotation):
        name = json.loads(annotation.read_text(encoding="utf-8"))["doc"]
        return next(folder for folder in (pathlib.Path(self.options.corpus), ROOT / "quality/papers") if (folder / name).is_file())

    def seeds(self, fold):
        """The seeds that have not seen a fold; of no fold, the seeds fitted on everything."""
        path = self.work / ("full" if fold is None else f"fold-{fold}")
        if not path.exists():
            shutil.copytree(ROOT / "seeds", path)
            # The network must not judge what it is to learn from; it is fitted after it.
            (path / "reader.bin").write_bytes(b"")
        return path

    def others(self, fold):
        return [other for other in self.everything if other != fold]

    def arguments(self, folds):
        """The folder of every paper and its annotation, as the examples take them."""
        return [str(part) for fold in folds for pair in self.papers[fold] for part in pair]

    def with_judged(self, folds):
        """The same with the papers of which only sentences are judged, behind the file of judgements."""
        judged = [str(part) for fold in folds for pair in self.judged[fold] for part in pair]
        return [self.judgements, *self.arguments(folds), *judged]

    def annotations(self, folds):
        return [str(path) for fold in folds for _, path in self.papers[fold]]

    def documents(self, folds):
        read = lambda path: json.loads(path.read_text(encoding="utf-8"))["doc"]
        return [str(folder / read(path)) for fold in folds for folder, path in self.papers[fold]]

    def run(self, done, *command, output=None):
        """Runs a command unless the file that it ends with is there."""
        done = self.work / done
        if done.exists():
            return
        began = time.time()
        log = (self.work / f"{done.name}.log").open("w", encoding="utf-8")
        to = (self.work / f"{output}.part").open("w", encoding="utf-8") if output else log
        subprocess.run([str(part) for part in command], check=True, stdout=to, stderr=log, cwd=ROOT)
        if output:
            (self.work / f"{output}.part").rename(self.work / output)
        done.touch()
        print(f"{done.name}: {time.time() - began:.0f} s", flush=True)

    def example(self, name):
        return pathlib.Path(self.options.examples).resolve() / name

    def script(self, name):
        return [sys.executable, ROOT / "scripts" / name]

    def borders(self, fold):
        self.run(f"borders-{fold}.done", self.example("fit_borders"), self.seeds(fold), *self.arguments(self.others(fold)))

    def candidates(self, fold):
        """Of every paper by borders that have not seen it; gold papers teach none."""
        papers = self.documents([fold]) if fold is not None else self.gold_docs
        self.run(f"candidates-{fold}.done", self.example("observe"), "--seeds", self.seeds(fold), *papers, output=f"candidates-{fold}.jsonl")

    def termhood(self, fold):
        joined = self.work / f"candidates-for-{fold}.jsonl"
        with joined.open("w", encoding="utf-8") as file:
            for other in self.others(fold) + [None]:
                shutil.copyfileobj((self.work / f"candidates-{other}.jsonl").open(encoding="utf-8"), file)
        self.run(f"termhood-{fold}.done", *self.script("fit_termhood.py"), joined, self.seeds(fold), *self.annotations(self.others(fold)), "--no-words",
                 *self.gold, "--no-figures")
        joined.unlink()

    def places(self, fold):
        """Judged places of the papers of a fold, by models that have not seen them; then those of papers without annotation."""
        judged = ROOT / "quality/mentions.jsonl"
        named = {json.loads(line)["doc"] for line in judged.read_text(encoding="utf-8").splitlines()}
        if fold is not None:
            papers = [path for path in self.documents([fold]) if pathlib.Path(path).name in named]
        else:
            known = {pathlib.Path(path).name for path in self.documents(self.everything)}
            unread = [pathlib.Path(self.options.corpus) / name for name in sorted(named - known)]
            papers = [path for path in unread if path.stem not in self.left and path.is_file()]
        self.run(f"places-{fold}.done", self.example("observe_places"), judged, "--seeds", self.seeds(fold), *papers, output=f"places-{fold}.jsonl")

    def unithood(self, fold):
        """Of all judged places; it says what is mentioned once all else is read, so no later stage listens to it."""
        if fold is not None:
            return
        joined = self.work / "places.jsonl"
        joined.write_text("".join((self.work / f"places-{other}.jsonl").read_text(encoding="utf-8") for other in self.everything + [None]), encoding="utf-8")
        self.run("unithood.done", *self.script("fit_unithood.py"), joined, self.seeds(None))

    def kinds(self, fold):
        self.run(f"kinds-{fold}.done", self.example("fit_kinds"), self.seeds(fold) / "kinds.tsv", *self.with_judged(self.others(fold)), "--no-words", *self.gold_pairs,
                 "--no-figures")

    def reading(self, fold):
        papers = self.with_judged([fold]) if fold is not None else [self.judgements, *self.gold_pairs]
        self.run(f"reading-{fold}.done", self.example("observe_reading"), "--seeds", self.seeds(fold), *papers, output=f"reading-{fold}.jsonl")

    def readings(self, folds):
        return [self.work / f"reading-{fold}.jsonl" for fold in folds]

    def vectors(self, fold):
        if fold is None:
            self.run("vectors.done", *self.script("e5_vectors.py"), self.options.vectors, self.work / "vectors.npz", *self.readings(self.everything + [None]))

    def statements(self, fold):
        """The judged sentences of papers outside a fold."""
        target = self.work / f"statements-{fold}.jsonl"
        held = {pathlib.Path(path).name for path in self.documents([fold])} | {name for _, name in self.judged[fold]} if fold is not None else set()
        lines = self.judgements.read_text(encoding="utf-8").splitlines(keepends=True)
        is_open = lambda name: name not in held and pathlib.Path(name).stem not in self.left
        target.write_text("".join(line for line in lines if is_open(json.loads(line)["doc"])), encoding="utf-8")
        return target

    def pairs(self, fold):
        self.run(f"pairs-{fold}.done", self.example("fit_pairs"), self.seeds(fold) / "pairs.tsv", self.options.corpus, self.statements(fold),
                 *self.arguments(self.others(fold)), "--no-figures")

    def reader(self, fold):
        self.run(f"reader-{fold}.done", *self.script("fit_reader.py"), self.seeds(fold) / "reader.bin", *self.readings(self.others(fold)), "--no-words",
                 *self.readings([None]), "--vectors", self.work / "vectors.npz", "--threads", "1")

    def ties(self, fold, again=""):
        if fold is not None:
            self.run(f"ties{again}-{fold}.done", self.example("observe_ties"), "--seeds", self.seeds(fold), *self.with_judged([fold]), output=f"ties{again}-{fold}.jsonl")

    def linked(self, fold, again="", *flags):
        ties = ",".join(str(self.work / f"ties{again}-{other}.jsonl") for other in self.others(fold))
        self.run(f"linked{again}-{fold}.done", *self.script("fit_links.py"), *flags, ties, self.seeds(fold))

    def ranking(self, fold):
        if fold is not None:
            self.run(f"ranking-{fold}.done", self.example("observe_ranking"), "--seeds", self.seeds(fold), *self.documents([fold]), output=f"ranking-{fold}.jsonl")

    def wanted(self, fold):
        rankings = [self.work / f"ranking-{other}.jsonl" for other in self.others(fold)]
        self.run(f"wanted-{fold}.done", *self.script("fit_ranking.py"), self.seeds(fold) / "wanted.json", *rankings, "--gold", *self.annotations(self.others(fold)))

    def again(self, fold):
        self.ties(fold, "-again")

    def together(self, fold):
        self.linked(fold, "-again", "--together")

    def modality(self, fold):
        """By models that are fitted on everything: it looks at words and tags alone."""
        if fold is None:
            self.run("modality.done", self.example("fit_modality"), "--seeds", self.seeds(None), self.seeds(None) / "modality.tsv", *self.with_judged(self.everything))

    def beliefs(self, fold):
        if fold is not None:
            self.run(f"beliefs-{fold}.done", self.example("observe_beliefs"), "--seeds", self.seeds(fold), self.judgements, ROOT / "quality/links.jsonl", *self.with_judged([fold])[1:], output=f"beliefs-{fold}.jsonl")

    def belief(self, fold):
        """Of links by models that have not seen their paper, but for unithood and modality, which are fitted once."""
        if fold is None:
            joined = self.work / "beliefs.jsonl"
            joined.write_text("".join((self.work / f"beliefs-{other}.jsonl").read_text(encoding="utf-8") for other in self.everything), encoding="utf-8")
            self.run("belief.done", *self.script("fit_belief.py"), joined, self.seeds(None))

    def coreference(self, fold):
        """By the models that are fitted on everything: every fold would need a model of its own, and the pairs of a paper say little of others."""
        if fold is not None:
            return
        judged = ROOT / "quality/coreference.jsonl"
        annotated = {pathlib.Path(path).name for path in self.documents(self.everything)}
        unread = {json.loads(line)["doc"] for line in judged.read_text(encoding="utf-8").splitlines()} - annotated
        unread = {name for name in unread if pathlib.Path(name).stem not in self.left}
        corpus = pathlib.Path(self.options.corpus)
        others = [arg for name in sorted(unread) if (corpus / name).is_file() for arg in (corpus, name)]
        self.run("names.done", self.example("observe_coreference"), "--seeds", self.seeds(None), *self.arguments(self.everything), *others, output="names.jsonl")
        self.run("coreference.done", *self.script("fit_coreference.py"), self.work / "names.jsonl", judged, corpus, self.seeds(None),
                 *(["--leave-out", self.options.leave] if self.options.leave else []))

    def stage(self, name):
        do = getattr(self, name)
        # Ties alone are observed by the readers and pairs of folds.
        folds = [] if name in ("pairs", "reader") and self.options.until == "reader" else self.everything
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(do, fold) for fold in folds + [None]]:
                done.result()


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("work")
    for name in ("examples", "annotated", "corpus", "vectors"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--gold", nargs="+", required=True)
    parser.add_argument("--leave")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--until", choices=["reader", "ties"], default="ties")
    options = parser.parse_args()
    pathlib.Path(options.work).mkdir(parents=True, exist_ok=True)
    for name in ("annotated", "corpus", "vectors"):
        setattr(options, name, str(pathlib.Path(getattr(options, name)).resolve()))
    options.gold = [str(pathlib.Path(path).resolve()) for path in options.gold]
    chain = Chain(options)
    stages = STAGES[:STAGES.index("reader") + 1] if options.until == "reader" else STAGES
    for fold in [*chain.everything, None]:
        chain.seeds(fold)
    for name in stages:
        chain.stage(name)


if __name__ == "__main__":
    main()
