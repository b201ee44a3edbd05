#!/usr/bin/env python3
"""Papers as the network sees them -> seeds/reader.bin: a small recurrent network that judges terms and pairs of terms in their sentences.

    cargo run --release --example observe_reading -- [--seeds DIR] STATEMENTS.jsonl CORPUS GOLD.json ... > reading.jsonl
    fit_reader.py seeds/reader.bin reading.jsonl [...] [--no-words reading.jsonl ...] [--vectors vectors.npz] [--held reading.jsonl ...] [--threads N]

One network learns three tasks at once: which pairs of mentions are linked and how, of which kind a term is, whether an analyst wants it. What
readers of sentences judged teaches beside what annotators marked; whether a sentence states any link and whether a name is a concept are learnt
on the side, for what they teach of words, and are not written. Only
words and parts of words that three papers hold are learnt. Papers behind --no-words teach terms and kinds alone, and no words. Vectors (see e5_vectors.py) are where words start from; without them they start from
noise, and the likeliest way of a link is right about 1.5 in 100 times less often. Papers behind --held are judged by the network after every round.
Needs numpy and torch; fixed seeds, so that the same input on the same machine and threads gives the same file.
"""
import collections
import json
import random
import struct
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

WIDTH, INNER, SIZE = 64, 96, 48
N_TAGS, N_BLOCKS, N_DISTANCES = 19, 10, 17
N_ROUNDS, RATE, DECAY, DROP = 8, 2e-3, 0.05, 0.17
LEAST_PAPERS = 3
# As in examples/fit_pairs.rs: a linked pair counts in full only where the annotator saw the link.
ELSEWHERE = 0.3
# How much what readers of sentences judged counts beside what annotators marked: a link's way, whether there is one, whether a name is a
# concept, its kind.
JUDGED, STATED, KEPT, JUDGED_KINDS = 0.5, 0.15, 0.5, 0.5
SALIENCE_WEIGHT = [1.0, 1.0, 1.3, 1.8]
NEARLY_WEIGHT = 0.5
MOST_WORDS = 6000  # of sentences that are read at once


class Paper:
    def __init__(self, record, pieces, kinds, ways):
        self.name, self.n_concepts = record["doc"], record["n_concepts"]
        used = sorted({at for places, _ in record["terms"] for start, end in places for at in (start, end - 1)}
                      | {at for left, right, verb, *_ in record["pairs"] + record["judged_pairs"] for at in (left[0], left[1] - 1, right[0], right[1] - 1)}
                      | {at for place, *_ in record["judged_terms"] for at in (place[0], place[1] - 1)})
        starts = numpy.array([start for start, _, _ in record["sentences"]])
        sentences = sorted({int(numpy.searchsorted(starts, at, "right")) - 1 for at in used})
        self.place, ids, offsets, tags, blocks, lengths = {}, [], [], [], [], []
        words = [[pieces[piece] for piece in word if piece in pieces] for word in record["words"]]
        for sentence in sentences:
            start, end, block = record["sentences"][sentence]
            lengths.append(end - start)
            for at in range(start, end):
                self.place[at] = len(offsets)
                offsets.append(len(ids))
                ids += words[record["tokens"][at]]
                tags.append(record["tags"][at])
                blocks.append(block)
        tensor = lambda values, kind=torch.long: torch.tensor(numpy.array(values), dtype=kind)
        self.n_words = len(offsets)
        self.ids, self.offsets, self.tags, self.blocks = map(tensor, (ids, offsets, tags, blocks))
        self.batches = batches(lengths)
        terms = [(places, marked) for places, marked in record["terms"] if places] if record["n_concepts"] else []
        self.n_terms = len(terms)
        spans = [(n, *self.words(place)) for n, (places, _) in enumerate(terms) for place in places]
        self.of_term, self.start, self.end = (tensor([span[at] for span in spans]) for at in range(3))
        self.n_places = torch.bincount(self.of_term, minlength=self.n_terms).clamp(min=1).float()[:, None]
        marked = [marked for _, marked in terms]
        self.hit = numpy.array([mark[0] if mark else -1 for mark in marked], int)
        self.kind = tensor([kinds.index(mark[3]) if mark else -1 for mark in marked])
        self.wanted = tensor([float(mark is not None) for mark in marked], torch.float32)
        self.term_weight = tensor([SALIENCE_WEIGHT[mark[1]] * (1 if mark[2] else NEARLY_WEIGHT) if mark else 1.0 for mark in marked], torch.float32)
        judged = record["judged_terms"]
        self.judged_kind = tensor([kinds.index(kind) if kind and not is_bad else -1 for _, kind, is_bad in judged])
        self.kept = tensor([float(not is_bad) for *_, is_bad in judged], torch.float32)
        self.judged_start, self.judged_end = tensor([self.words(place) for place, *_ in judged]).reshape(-1, 2).T
        pairs = record["pairs"] + record["judged_pairs"]
        self.judged = torch.arange(len(pairs)) >= len(record["pairs"])
        left, right = [self.words(pair[0]) for pair in pairs], [self.words(pair[1]) for pair in pairs]
        self.left, self.right = tensor(left).reshape(-1, 2), tensor(right).reshape(-1, 2)
        self.verb = tensor([self.place.get(pair[2], -1) if pair[2] is not None else -1 for pair in pairs])
        self.distance = tensor([pair[3] for pair in pairs])
        self.kinds = tensor([[kinds.index(kind) for kind in pair[4]] for pair in pairs]).reshape(-1, 2)
        self.linked = tensor([float(bool(pair[5] or pair[6])) for pair in pairs], torch.float32)
        self.weight = tensor([1.0 if pair[5] or not pair[6] else ELSEWHERE for pair in pairs], torch.float32)
        self.ways = torch.zeros(len(pairs), len(ways))
        for n, pair in enumerate(pairs):
            for way in pair[5] or pair[6]:
                self.ways[n, ways.index(way)] = 1
        self.size = torch.where(self.judged, torch.tensor(0.1), self.weight).sum()  # of what the paper teaches of pairs
        self.way_weight = torch.where(self.judged, torch.tensor(JUDGED), self.weight)

    def words(self, place):
        start = self.place[place[0]]
        return start, start + place[1] - place[0]


def batches(lengths):
    """Sentences of like length side by side: words by sentence and place, and which of these are there."""
    order, starts = sorted(range(len(lengths)), key=lambda n: lengths[n]), numpy.concatenate([[0], numpy.cumsum(lengths)]).astype(int)
    found, at = [], 0
    while at < len(order):
        end = at + 1
        while end < len(order) and (end - at + 1) * lengths[order[end]] <= MOST_WORDS:
            end += 1
        own = order[at:end]
        words = torch.zeros(len(own), lengths[own[-1]], dtype=torch.long)
        there = torch.zeros(words.shape, dtype=torch.bool)
        for row, n in enumerate(own):
            words[row, :lengths[n]] = torch.arange(starts[n], starts[n] + lengths[n])
            there[row, :lengths[n]] = True
        found.append((words, there, torch.tensor([lengths[n] for n in own])))
        at = end
    return found


class Network(nn.Module):
    def __init__(self, vectors, n_kinds, n_ways):
        super().__init__()
        self.pieces = nn.EmbeddingBag.from_pretrained(vectors, freeze=False, mode="mean")
        self.tag, self.block = nn.Embedding(N_TAGS, 16), nn.Embedding(N_BLOCKS, 8)
        self.word = nn.Linear(SIZE + 24, WIDTH)
        self.sentence = nn.GRU(WIDTH, WIDTH // 2, bidirectional=True, batch_first=True)
        self.term, self.of_term = nn.Linear(4 * WIDTH, INNER), nn.Linear(2 * INNER, n_kinds + 2)
        self.kind, self.distance = nn.Embedding(n_kinds, 16), nn.Embedding(N_DISTANCES, 16)
        self.pair, self.of_pair = nn.Linear(6 * WIDTH + 48, INNER), nn.Linear(INNER, n_ways + 2)

    def drop(self, values):
        return functional.dropout(values, DROP, self.training)

    def see(self, paper):
        words = torch.cat([self.pieces(paper.ids, paper.offsets), self.tag(paper.tags), self.block(paper.blocks)], 1)
        alone = torch.tanh(self.word(self.drop(words)))
        seen, places = [], []
        for words, there, lengths in paper.batches:
            own = self.drop(alone[words])
            packed = nn.utils.rnn.pack_padded_sequence(own, lengths, batch_first=True, enforce_sorted=False)
            states, _ = nn.utils.rnn.pad_packed_sequence(self.sentence(packed)[0], batch_first=True, total_length=words.shape[1])
            seen.append((states + own)[there])
            places.append(words[there])
        return alone, torch.zeros(paper.n_words, WIDTH).index_copy(0, torch.cat(places), torch.cat(seen))

    def forward(self, paper):
        alone, seen = self.see(paper)
        summed = lambda values: torch.cat([torch.zeros(1, WIDTH), values.cumsum(0)])
        mean = lambda sums, start, end: (sums[end] - sums[start]) / (end - start).clamp(min=1)[:, None]
        sums, alone = summed(seen), summed(alone)
        def of_places(start, end):
            at = torch.cat([mean(sums, start, end), seen[start], seen[end - 1], mean(alone, start, end)], 1)
            return functional.relu(self.term(self.drop(at)))
        places = of_places(paper.start, paper.end)
        mean_place = torch.zeros(paper.n_terms, INNER).index_add(0, paper.of_term, places) / paper.n_places
        most = torch.zeros(paper.n_terms, INNER).index_reduce(0, paper.of_term, places, "amax")
        terms = self.of_term(self.drop(torch.cat([mean_place, most], 1)))
        single = of_places(paper.judged_start, paper.judged_end)
        single = self.of_term(self.drop(torch.cat([single, single], 1)))
        (a, b), (c, d) = paper.left.T, paper.right.T
        near = (paper.distance < 12)[:, None]
        verb = seen[paper.verb.clamp(min=0)] * (paper.verb >= 0)[:, None]
        pairs = torch.cat([mean(sums, a, b), mean(sums, c, d), mean(sums, b, torch.maximum(b, c)) * near, verb, seen[b - 1], seen[d - 1],
                           self.kind(paper.kinds[:, 0]), self.kind(paper.kinds[:, 1]), self.distance(paper.distance)], 1)
        return terms, single, self.of_pair(self.drop(functional.relu(self.pair(self.drop(pairs)))))


def loss(paper, terms, single, pairs):
    marked = paper.kind >= 0
    total = 0.0
    if paper.n_terms:
        total = total + 3 * functional.binary_cross_entropy_with_logits(terms[:, -2], paper.wanted, weight=paper.term_weight)
    if marked.any():
        total = total + functional.cross_entropy(terms[marked, :-2], paper.kind[marked])
    if len(paper.kept):
        total = total + KEPT * functional.binary_cross_entropy_with_logits(single[:, -1], paper.kept)
        read = paper.judged_kind >= 0
        if read.any():
            total = total + JUDGED_KINDS * functional.cross_entropy(single[read, :-2], paper.judged_kind[read])
    if len(paper.linked):
        any_link = functional.binary_cross_entropy_with_logits(torch.where(paper.judged, pairs[:, -1], pairs[:, 0]), paper.linked, reduction="none")
        any_link = (any_link * torch.where(paper.judged, torch.tensor(STATED), paper.weight)).sum()
        linked = paper.linked > 0
        ways = paper.ways[linked] / paper.ways[linked].sum(1, keepdim=True)
        way = -((ways * functional.log_softmax(pairs[linked, 1:-1], 1)).sum(1) * paper.way_weight[linked]).sum()
        total = total + (any_link + way) / (60 + 4 * paper.size ** 0.5)
    return total


def figures(network, papers):
    from sklearn.metrics import average_precision_score
    network.eval()
    linked, chance, way, kind, wanted = [], [], [], [], []
    with torch.no_grad():
        for paper in papers:
            terms, _, pairs = network(paper)
            marked = paper.kind >= 0
            kind += (terms[marked, :-2].argmax(1) == paper.kind[marked]).tolist()
            best = terms[:, -2].argsort(descending=True)[:paper.n_concepts].numpy()
            wanted.append(len({int(hit) for hit in paper.hit[best] if hit >= 0}) / paper.n_concepts)
            linked += paper.linked.tolist()
            chance += pairs[:, 0].tolist()
            own = paper.linked > 0
            way += paper.ways[own].gather(1, pairs[own, 1:-1].argmax(1, keepdim=True)).flatten().tolist()
    return (f"linked pairs: average precision {100 * average_precision_score(linked, chance):.1f}, likeliest way right {100 * numpy.mean(way):.1f} %; "
            f"kinds {100 * numpy.mean(kind):.1f} %; R-precision of terms {100 * numpy.mean(wanted):.1f}")


def write(network, path, pieces, kinds, ways):
    """The tables in the order in which src/knowledge/network.rs reads them; what is linear in one input is multiplied out."""
    state = {name: value.detach().numpy().astype("<f4") for name, value in network.state_dict().items()}
    header = dict(width=WIDTH, inner=INNER, pieces=pieces, n_tags=N_TAGS, n_blocks=N_BLOCKS, n_distances=N_DISTANCES, kinds=kinds, ways=ways)
    header = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    out = [b"sinograph reader 1\n", struct.pack("<I", len(header)), header]
    put = lambda table: out.append(numpy.ascontiguousarray(table, "<f4").tobytes())
    word = state["word.weight"].T
    for row in state["pieces.weight"] @ word[:SIZE]:
        scale = max(abs(row).max(), 1e-9) / 127
        out.append(struct.pack("<f", scale) + numpy.rint(row / scale).astype(numpy.int8).tobytes())
    put(state["tag.weight"] @ word[SIZE:SIZE + 16])
    put(state["block.weight"] @ word[SIZE + 16:])
    put(state["word.bias"])
    for side in ("", "_reverse"):
        put(state[f"sentence.weight_ih_l0{side}"].T)
        put(state[f"sentence.bias_ih_l0{side}"])
        put(state[f"sentence.weight_hh_l0{side}"].T)
        put(state[f"sentence.bias_hh_l0{side}"])
    put(state["term.weight"].T)
    put(state["term.bias"])
    put(state["of_term.weight"][:-1].T)
    put(state["of_term.bias"][:-1])
    pair = state["pair.weight"].T
    put(pair[:6 * WIDTH])
    kind = pair[6 * WIDTH:]
    put(state["kind.weight"] @ kind[:16])
    put(state["kind.weight"] @ kind[16:32])
    put(state["distance.weight"] @ kind[32:])
    put(state["pair.bias"])
    put(state["of_pair.weight"][:-1].T)
    put(state["of_pair.bias"][:-1])
    with open(path, "wb") as file:
        file.write(b"".join(out))


def main(path, files, without_words, held, vectors, n_threads):
    torch.manual_seed(1)
    torch.set_num_threads(n_threads)
    order = random.Random(1)
    records = [json.loads(line) for file in files for line in open(file, encoding="utf-8")]
    no_words = [json.loads(line) for file in without_words for line in open(file, encoding="utf-8")]
    held = [json.loads(line) for file in held for line in open(file, encoding="utf-8")]
    records = [record for record in records if record["n_concepts"] or record["judged_pairs"] or record["judged_terms"]]
    held = [record for record in held if record["n_concepts"]]
    count = collections.Counter(piece for record in records for piece in {piece for word in record["words"] for piece in word})
    names = sorted(piece for piece, n in count.items() if n >= LEAST_PAPERS)
    pieces = {piece: at for at, piece in enumerate(names)}
    for record in no_words:
        record["pairs"] = []
    for record in no_words + held:
        record["judged_pairs"], record["judged_terms"] = [], []
    everything = records + no_words + held
    kinds = sorted({mark[3] for record in everything for _, mark in record["terms"] if mark} | {kind for record in everything for pair in record["pairs"] + record["judged_pairs"] for kind in pair[4]}
                   | {kind for record in everything for _, kind, _ in record["judged_terms"] if kind})
    ways = sorted({way for record in everything for pair in record["pairs"] + record["judged_pairs"] for way in pair[5] + pair[6]})
    start = numpy.random.RandomState(1).randn(len(names), SIZE).astype(numpy.float32) * 0.3
    if vectors:
        known = numpy.load(vectors)
        at = {piece: n for n, piece in enumerate(known["pieces"].tolist())}
        own = [n for n, name in enumerate(names) if name in at]
        start[own] = known["vectors"][[at[names[n]] for n in own], :SIZE]
    papers, held = ([Paper(record, pieces, kinds, ways) for record in some if record["terms"]] for some in (records + no_words, held))
    network = Network(torch.from_numpy(start), len(kinds), len(ways))
    print(f"{len(papers)} papers, {len(names)} pieces, {sum(p.numel() for p in network.parameters())} weights", flush=True)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    n_steps = N_ROUNDS * len(papers)
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, (step + 1) / 60) * max(0, 1 - step / n_steps))
    for number in range(N_ROUNDS):
        network.train()
        order.shuffle(papers)
        began, total = time.time(), 0.0
        for paper in papers:
            optimizer.zero_grad()
            miss = loss(paper, *network(paper))
            miss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            pace.step()
            total += miss.item()
        print(f"round {number + 1}: loss {total / len(papers):.3f}, {time.time() - began:.0f} s" + (f"; {figures(network, held)}" if held else ""), flush=True)
    write(network, path, names, kinds, ways)


if __name__ == "__main__":
    options = {"files": [], "--no-words": [], "--held": [], "--vectors": [], "--threads": ["2"]}
    into = "files"
    for arg in sys.argv[1:]:
        if arg in options:
            into = arg
            options[into] = []
        else:
            options[into].append(arg)
    if len(options["files"]) < 2:
        sys.exit(__doc__)
    main(options["files"][0], options["files"][1:], options["--no-words"], options["--held"], next(iter(options["--vectors"]), None), int(options["--threads"][0]))
