#!/usr/bin/env python3
"""WordNet -> seeds/en/parts_of_speech.tsv: which parts of speech an English word may have. Standard library only.

    parts_of_speech.py /usr/share/wordnet seeds/en/parts_of_speech.tsv

Words that are nouns alone are left out: a word that is not listed may be taken for one. Letters: n noun, v verb, a adjective, r adverb,
d past tense or participle of an irregular verb, N and V for what is mostly a noun or a verb in texts.
"""
import collections
import pathlib
import re
import sys

MOSTLY = 4
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
HEAD = "# From WordNet 3.0, copyright 2006 by Princeton University; its notice stands in seeds/README.md.\n# word\tclasses (n noun, v verb, a adjective, r adverb, d past of a verb, N and V mostly a noun, a verb); nouns that are nothing else are left out\n"


def main(wordnet, target):
    classes = collections.defaultdict(set)
    is_word = re.compile(r"[a-z]{2,}").fullmatch
    for part, letter in PARTS.items():
        for line in (pathlib.Path(wordnet) / f"index.{part}").read_text(encoding="utf-8").splitlines():
            if is_word(word := line.split(" ")[0]):
                classes[word].add(letter)
    for line in (pathlib.Path(wordnet) / "verb.exc").read_text(encoding="utf-8").splitlines():
        form, *_ = line.split(" ")
        if is_word(form) and not form.endswith(("ing", "s")):
            classes[form].add("d")
    # How often a word was a noun and a verb in texts whose senses were marked.
    counts = collections.defaultdict(collections.Counter)
    for line in (pathlib.Path(wordnet) / "cntlist.rev").read_text(encoding="utf-8").splitlines():
        sense, _, count = line.split(" ")
        word, _, rest = sense.partition("%")
        counts[word][{"1": "n", "2": "v"}.get(rest[0])] += int(count)
    for word, count in counts.items():
        for one, other, letter in (("n", "v", "N"), ("v", "n", "V")):
            if {one, other} <= classes.get(word, set()) and count[one] >= MOSTLY * (count[other] + 1):
                classes[word].add(letter)
    kept = {word: "".join(letter for letter in "nvardNV" if letter in parts) for word, parts in classes.items() if parts != {"n"}}
    pathlib.Path(target).write_text(HEAD + "".join(f"{word}\t{kept[word]}\n" for word in sorted(kept)), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
