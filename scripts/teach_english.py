#!/usr/bin/env python3
"""English sentences -> silver: the same sentences with the parts of speech that a parser of whole sentences gives their words.

    cargo run --release --example english_sentences -- PAPER ... > sentences.jsonl
    teach_english.py sentences.jsonl /usr/share/wordnet > silver.tsv
    cargo run --release --example train_tagger -- en silver.tsv seeds/en/tagger.bin

The teacher is Link Grammar (D. Sleator and D. Temperley, *Parsing English with a link grammar*, 1991; its program and dictionary are LGPL,
Debian's python3-link-grammar). Sentences that it cannot parse as a whole are left out, so are those of more than 45 words, and those set without gaps or misread: with two words
that WordNet does not know, or one that is too long. Words it leaves
without a part of speech keep none (`?`), and teach nothing; what a capitalised word inside a sentence is taken for is told by src/segment/english.rs.
"""
import json
import os
import sys

import linkgrammar
from linkgrammar import clinkgrammar

LONGEST, SHORTEST, SECONDS, LONGEST_WORD = 45, 4, 2, 19
# A word that hangs on a noun by these is an attribute of it; one that governs by these is no noun.
ATTRIBUTE, GOVERNS, PROGRESSIVE = ("A",), ("O", "MV", "P", "TO", "I", "CP", "TH", "K", "B"), ("Pg",)
PARTS = {"n": "Noun", "s": "Noun", "l": "Noun", "b": "Noun", "f": "Noun", "m": "Noun", "t": "Noun", "v": "Verb", "w": "Verb", "q": "Verb", "a": "Adjective",
         "e": "Adverb", "ij": "Other"}


def kind(link):
    return link.rstrip("*^abcdefghijklmnopqrstuvwxyz")


def part_of(at, word, links):
    """The part of speech of a parsed word; `None` where the parser says nothing of use."""
    if "[?" in word or "[~" in word:
        return None
    name, _, mark = word.rpartition(".")
    if not name:
        return "Noun" if "[!<CAPITALIZED" in word or "[!<HYPHENATED" not in word and "NOUN" in word else None
    mark = mark.split("-")[0].split("[")[0]
    right = [label for left, right, label in links if left == at]
    left = [label for left, right, label in links if right == at]
    is_attribute = any(kind(label) in ATTRIBUTE for label in right)
    if mark in ("v", "g") and is_attribute:
        return "Adjective"
    if mark == "g":
        is_verb = any(label.startswith(PROGRESSIVE) for label in left) or any(kind(label) in GOVERNS for label in right)
        return "Verb" if is_verb else "Noun"
    return PARTS.get(mark)


def known_words(wordnet):
    lines = (line for part in ("noun", "verb", "adj", "adv") for line in open(f"{wordnet}/index.{part}", encoding="utf-8"))
    return {line.split(" ")[0] for line in lines}


def is_known(word, known):
    """Whether a word, or one that it may be a form or another spelling of, is known."""
    word = word.lower()
    forms = [word, word[:-1], word[:-2], word[:-3], word[:-3] + "y", word[:-1] + "e", word[:-3] + "e", word[:-2] + "e", word.replace("our", "or"), word.replace("is", "iz")]
    return any(form in known for form in forms)


def is_garbled(words, known):
    plain = [word for word in words if word.isalpha() and len(word) > 4 and not word[0].isupper()]
    return sum(not is_known(word, known) for word in plain) > 1 or any(len(word) > LONGEST_WORD for word in plain)


def main(sentences, wordnet):
    known = known_words(wordnet)
    dictionary = linkgrammar.Dictionary("en")
    options = linkgrammar.ParseOptions(linkage_limit=10, max_parse_time=SECONDS, min_null_count=0, max_null_count=0, verbosity=0, short_length=12)
    for line in open(sentences, encoding="utf-8"):
        record = json.loads(line)
        text, words = record["text"].replace("\n", " ").replace("’", "'").replace("–", "-"), record["words"]
        if not SHORTEST <= len(words) <= LONGEST or text.strip()[-1:] not in tuple(".?!;:"):
            continue
        raw = record["text"].encode()
        if is_garbled([raw[start:end].decode() for start, end, *_ in words], known):
            continue
        parse = next(iter(linkgrammar.Sentence(text, dictionary, options).parse()), None)
        if parse is None:
            continue
        handle, names = parse._obj, list(parse.words())
        starts = {clinkgrammar.linkage_get_word_char_start(handle, at): at for at in range(1, len(names) - 1)}
        links = [(clinkgrammar.linkage_get_link_lword(handle, at), clinkgrammar.linkage_get_link_rword(handle, at),
                  clinkgrammar.linkage_get_link_label(handle, at)) for at in range(clinkgrammar.linkage_get_num_links(handle))]
        of_byte, at = {}, 0
        for n, letter in enumerate(record["text"]):
            of_byte[at] = n
            at += len(letter.encode())
        parts = []
        for start, end, *_ in words:
            at = starts.get(of_byte[start])
            part = part_of(at, names[at], links) if at is not None else None
            parts.append(raw[start:end].decode() + "/" + (part or "?"))
        print("\t".join(parts))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    # The parser writes remarks on its locale to standard error.
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    main(*sys.argv[1:])
