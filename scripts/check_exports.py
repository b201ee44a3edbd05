#!/usr/bin/env python3
"""Read every export of every sample graph with the tool it is for, and compare nodes, links and labels with graph.json.

    check_exports.py SCHEMA.json FOLDER

FOLDER is what `cargo run --example export_samples` wrote: one folder per graph. Needs networkx, jsonschema, igraph, pandas, rdflib,
kuzu and PyYAML; uses `dot` and `rapper` where they are installed.
"""
import collections
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import igraph
import jsonschema
import kuzu
import networkx
import pandas
import rdflib
import yaml

SG = "urn:sinograph:"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
# Above this many nodes, tools that hold everything in Python objects are left out.
LARGE = 5_000


class Sample:
    """A graph as graph.json has it."""

    def __init__(self, folder):
        self.folder = folder
        self.data = json.loads((folder / "graph.json").read_text(encoding="utf-8"))
        self.nodes = {node["id"]: node for node in self.data["nodes"]}
        self.edges = self.data["edges"]
        self.large = len(self.nodes) > LARGE

    def text(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def links(self):
        """Every link by ends, kind and modality."""
        return collections.Counter((e["source"], e["target"], e["type"], e["modality"]) for e in self.edges)

    def labels(self):
        return {id_: node["label"] for id_, node in self.nodes.items()}


def same(what, found, expected):
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = [k for k in set(found) | set(expected) if found.get(k) != expected.get(k)][:3]
        raise AssertionError(f"{what}: {len(found)} for {len(expected)}; " + "; ".join(
            f"{k!r}: {found.get(k)!r} for {expected.get(k)!r}"[:400] for k in keys))
    raise AssertionError(f"{what}: {found!r:.300} for {expected!r:.300}")


def check_json(sample, schema):
    jsonschema.validators.validator_for(schema)(schema).validate(sample.data)
    graph = networkx.node_link_graph(sample.data, edges="edges")
    same("nodes", dict(graph.nodes(data="label")), sample.labels())
    found = collections.Counter((s, t, d["type"], d["modality"]) for s, t, d in graph.edges(data=True))
    same("links", found, sample.links())


def check_dot(sample):
    if not shutil.which("dot"):
        return "no dot here"
    run = subprocess.run(["dot", "-Tjson0", sample.folder / "graph.dot"], capture_output=True, timeout=120)
    same("exit code of dot", (run.returncode, run.stderr.decode()[:300] if run.returncode else ""), (0, ""))
    drawn = json.loads(run.stdout)
    squeeze = lambda text: re.sub(r"\s+|\\n", "", text)
    known = {squeeze(text) for node in sample.nodes.values() for text in [node["label"], *node["labels"].values()]}
    concepts = [o for o in drawn.get("objects", []) if re.fullmatch(r"c\d+", o["name"])]
    for node in concepts:
        label = squeeze(node["label"].replace("&amp;", "&").replace("\\\\", "\\"))
        assert label in known or label.endswith("…"), f"dot shows {label!r:.200}"
    text = sample.text("graph.dot")
    same("nodes of dot", len(concepts), len(re.findall(r'^ *"c\d+" \[', text, re.M)))
    numbers = {node["_gvid"] for node in concepts}
    between = [e for e in drawn.get("edges", []) if e["tail"] in numbers and e["head"] in numbers]
    same("links of dot", len(between), len(re.findall(r'^ *"c\d+" -> "c\d+" \[', text, re.M)))


def check_graphml(sample):
    graph = networkx.read_graphml(sample.folder / "graph.graphml", force_multigraph=True)
    assert graph.is_directed(), "networkx reads no directed graph"
    ids = dict(graph.nodes(data="concept"))
    same("networkx labels", {d["concept"]: d["label"] for _, d in graph.nodes(data=True)}, sample.labels())
    same("English labels", {d["concept"]: d["label_en"] for _, d in graph.nodes(data=True)},
         {n: node["labels"].get("en", "") for n, node in sample.nodes.items()})
    found = collections.Counter((ids[s], ids[t], d["type"], d["modality"]) for s, t, d in graph.edges(data=True))
    same("networkx links", found, sample.links())
    same("statements", sum(d["weight"] for *_, d in graph.edges(data=True)), sum(e["weight"] for e in sample.edges))
    graph = igraph.Graph.Read_GraphML(str(sample.folder / "graph.graphml"))
    vertices = {v["concept"]: v["label"] for v in graph.vs} if len(graph.vs) else {}
    same("igraph labels", vertices, sample.labels())
    ids = graph.vs["concept"] if len(graph.vs) else []
    found = collections.Counter((ids[e.source], ids[e.target], e["type"], e["modality"]) for e in graph.es)
    same("igraph links", found, sample.links())


def check_gexf(sample):
    graph = networkx.read_gexf(sample.folder / "graph.gexf")
    squeeze = lambda text: re.sub(r"\s+", " ", text)
    same("labels", {n: squeeze(d["label"]) for n, d in graph.nodes(data=True)},
         {n: squeeze(label) for n, label in sample.labels().items()})
    found = collections.Counter((s, t, d["type"], d["modality"]) for s, t, d in graph.edges(data=True))
    same("links", found, sample.links())
    assert all("color" in d["viz"] for _, d in graph.nodes(data=True)), "a node has no colour"


def table(sample, name):
    return pandas.read_csv(sample.folder / name, dtype=str, keep_default_na=False, encoding="utf-8-sig", lineterminator=None)


def plain_lines(text):
    """pandas reads CRLF inside quotes as it is; nothing to undo, but other tools may fold it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_csv(sample):
    assert (sample.folder / "csv/nodes.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "no byte order mark"
    nodes, edges, evidence = (table(sample, f"csv/{name}.csv") for name in ("nodes", "edges", "evidence"))
    lines = {plain_lines(i): plain_lines(label) for i, label in sample.labels().items()}
    same("labels", {plain_lines(i): plain_lines(label) for i, label in zip(nodes["id"], nodes["label"])}, lines)
    found = collections.Counter(zip(map(plain_lines, edges["source"]), map(plain_lines, edges["target"]), edges["relation"], edges["modality"]))
    expected = collections.Counter()
    for (source, target, *kind), n in sample.links().items():
        expected[plain_lines(source), plain_lines(target), *kind] += n
    same("links", found, expected)
    same("evidence", len(evidence), sum(len(x["evidence"]) for x in [*sample.nodes.values(), *sample.edges]))
    assert edges["id"].is_unique and nodes["id"].is_unique, "an id stands twice"


def check_neo4j(sample):
    concepts, documents, relations, mentions = (
        table(sample, f"neo4j-csv/{name}.csv") for name in ("concepts", "documents", "relations", "mentions"))
    ids = set(concepts["id:ID(Concept)"])
    same("concepts", len(ids), len(sample.nodes))
    assert set(relations[":START_ID(Concept)"]) | set(relations[":END_ID(Concept)"]) <= ids, "a link ends nowhere"
    assert set(mentions[":START_ID(Concept)"]) <= ids, "a mention is of no concept"
    assert set(mentions[":END_ID(Document)"]) <= set(documents["id:ID(Document)"]), "a mention is in no document"
    found = collections.Counter(zip(relations[":TYPE"].str.lower(), relations["modality"]))
    same("links", found, collections.Counter((e["type"], e["modality"]) for e in sample.edges))
    with open(sample.folder / "neo4j-csv/concepts.csv", encoding="utf-8", newline="") as f:
        same("lines", sum(1 for _ in f), len(sample.nodes) + 1)


def statements(text):
    """Cypher statements: those end with a semicolon at the end of a line outside of strings, and strings have no line breaks."""
    return [part for part in re.split(r";\n", text) if part.strip()]


def for_kuzu(statement):
    """kuzu keeps to Cypher but for two things: it does not know \\n and its like, and an empty value has to say its type."""
    plain = {"n": "\n", "r": "\r", "t": "\t"}
    typed = {"[]": "CAST([] AS STRING[])", "null": "CAST(NULL AS INT64)"}

    def letter(match):
        name = match[1]
        return chr(int(name[1:], 16)) if name[0] == "u" else plain.get(name, match[0])

    def token(match):
        return typed[match[0]] if match[0] in typed else re.sub(r"\\(u[0-9A-F]{4}|.)", letter, match[0], flags=re.S)

    return re.sub(r"'(?:\\.|[^'\\])*'|\[\]|\bnull\b", token, statement, flags=re.S)


def check_cypher(sample):
    text = sample.text("graph.cypher")
    parts = statements(text)
    if sample.large:
        same("batches", sum(part.startswith("UNWIND") for part in parts) > len(sample.nodes) / 1000, True)
        return "counted only"
    with tempfile.TemporaryDirectory() as folder:
        # kuzu wants a schema and has no constraints; its strings and its MERGE are those of Cypher.
        connection = kuzu.Connection(kuzu.Database(os.path.join(folder, "db")))
        run = connection.execute
        run("CREATE NODE TABLE Concept(id STRING PRIMARY KEY, label STRING, label_zh STRING, label_en STRING, type STRING, "
            "aliases STRING[], papers INT64, mentions INT64, score DOUBLE, confidence DOUBLE, community INT64)")
        run("CREATE NODE TABLE Document(id STRING PRIMARY KEY, title STRING, authors STRING[], year INT64, source STRING, "
            "doi STRING, path STRING)")
        run("CREATE REL TABLE MENTIONED_IN(FROM Concept TO Document)")
        for kind in sorted({e["type"].upper() for e in sample.edges}):
            run(f"CREATE REL TABLE {kind}(FROM Concept TO Concept, id STRING, modality STRING, predicate STRING, weight INT64, "
                "papers INT64, confidence DOUBLE, documents STRING[], quotes STRING[])")
        for again in range(2):  # twice: MERGE must not double anything
            for part in parts:
                if part.startswith("UNWIND"):
                    run(for_kuzu(part))
        rows = run("MATCH (n:Concept) RETURN n.id, n.label").get_all()
        same("labels", dict(map(tuple, rows)), sample.labels())
        if not sample.edges:
            return "no links"
        rows = run("MATCH (a:Concept)-[x]->(b:Concept) RETURN a.id, b.id, lower(label(x)), x.modality").get_all()
        same("links", collections.Counter(map(tuple, rows)), sample.links())


def triples_by_rapper(path, syntax):
    run = subprocess.run(["rapper", "-q", "-i", syntax, "-o", "ntriples", path], capture_output=True, timeout=120)
    same(f"exit code of rapper on {path.name}", (run.returncode, run.stderr.decode()[:300]), (0, ""))
    return len(run.stdout.splitlines())


def check_rdf(sample):
    n_lines = sum(1 for line in sample.text("graph.nt").split("\n") if line)
    if shutil.which("rapper"):
        same("triples by rapper, N-Triples", triples_by_rapper(sample.folder / "graph.nt", "ntriples"), n_lines)
        same("triples by rapper, Turtle", triples_by_rapper(sample.folder / "graph.ttl", "turtle"), n_lines)
    if sample.large:
        return "rdflib left out"
    graphs = {name: rdflib.Graph().parse(sample.folder / f"graph.{name}", format=form)
              for name, form in (("nt", "nt"), ("ttl", "turtle"), ("jsonld", "json-ld"))}
    distinct = len(graphs["nt"])
    for name, graph in graphs.items():
        same(f"triples of {name}", len(graph), distinct)
        names = {str(o): str(s) for s, o in graph.subject_objects(rdflib.URIRef(SKOS + "notation"))}
        same(f"concepts of {name}", set(names), set(sample.nodes))
        zh = {str(s): str(o) for s, o in graph.subject_objects(rdflib.URIRef(SKOS + "prefLabel")) if o.language == "zh"}
        same(f"labels of {name}", zh, {names[i]: n["labels"]["zh"] for i, n in sample.nodes.items() if "zh" in n["labels"]})
        ends = lambda what: dict(graph.subject_objects(rdflib.URIRef(what)))
        source, kind, target, modality = ends(RDF + "subject"), ends(RDF + "predicate"), ends(RDF + "object"), ends(SG + "modality")
        by_iri = {iri: name for name, iri in names.items()}
        found = collections.Counter(
            (by_iri[str(source[x])], by_iri[str(target[x])], str(kind[x]).rsplit(":", 1)[1], str(modality[x])) for x in source)
        same(f"links of {name}", found, sample.links())
        n_evidence = len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(SG + "Evidence"))))
        same(f"evidence of {name}", n_evidence, sum(len(x["evidence"]) for x in [*sample.nodes.values(), *sample.edges]))


def check_mermaid(sample):
    lines = sample.text("graph.mmd").splitlines()
    same("first line", lines[0], "flowchart LR")
    nodes = [line for line in lines if re.fullmatch(r'  n\d+\["[^"\[\](){}<>|`\\]*"\]:::k_\w+', line)]
    links = [line for line in lines if re.fullmatch(r'  n\d+ (-->|-\.->|--x)\|"[^"|<>`\\]*"\| n\d+', line)]
    classes = [line for line in lines if re.fullmatch(r"  classDef k_\w+ fill:#[0-9a-fA-F]{6},stroke:#7f7f7f,color:#222", line)]
    same("lines", 1 + len(nodes) + len(links) + len(classes), len(lines))
    same("nodes", len(nodes), min(60, len(sample.nodes)))
    if len(sample.nodes) <= 60:
        same("links", len(links), len(sample.edges))


def check_obsidian(sample):
    folder = sample.folder / "obsidian"
    notes = sorted((folder / "concepts").glob("*.md")) if sample.nodes else []
    papers = sorted((folder / "papers").glob("*.md")) if sample.data["graph"]["documents"] else []
    same("notes", len(notes), len(sample.nodes))
    stems = [path.stem for path in [*notes, *papers]]
    same("names that differ in case alone", len({stem.casefold() for stem in stems}), len({stem for stem in stems}))
    bad = [stem for stem in stems if re.search(r'[*"\\/<>:|?#^\[\]\x00-\x1f]', stem) or stem != stem.strip() or len(stem.encode()) > 200]
    assert not bad, f"unsafe file names: {bad[:3]}"
    ids, n_links, known = {}, 0, set(stems)
    for path in notes[: 500 if sample.large else None]:
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        properties = yaml.safe_load(front)
        assert properties["generator"] == "sinograph" and isinstance(properties["aliases"], list), path
        ids[properties["id"]] = path.stem
        targets = re.findall(r"\[\[([^\]|]+)\|[^\]]*\]\]", body)
        lost = [target for target in targets if target not in known]
        assert not lost, f"{path.name}: links to nothing: {lost[:3]}"
        n_links += len(re.findall(r"^- \[\[", body, re.M))
    if not sample.large:
        same("ids", set(ids), set(sample.nodes))
        same("links, from both ends, and papers", n_links,
             2 * len(sample.edges) + sum(len(node["documents"]) for node in sample.nodes.values()))


def check_cyjs(sample):
    elements = json.loads(sample.text("graph.cyjs"))["elements"]
    same("labels", {n["data"]["id"]: n["data"]["label"] for n in elements["nodes"]}, sample.labels())
    found = collections.Counter(
        (e["data"]["source"], e["data"]["target"], e["data"]["type"], e["data"]["modality"]) for e in elements["edges"])
    same("links", found, sample.links())
    same("ids of links", len({e["data"]["id"] for e in elements["edges"]}), len(sample.edges))


def check_vosviewer(sample):
    rows = list(csv.DictReader(sample.text("vosviewer/map.txt").split("\n"), delimiter="\t"))
    same("items", len(rows), len(sample.nodes))
    assert all(row["id"] == str(n + 1) and None not in row for n, row in enumerate(rows)), "a row is broken"
    assert all(1 <= int(row["cluster"]) <= 1000 for row in rows), "a cluster is beyond what VOSviewer has"
    network = [list(map(int, line.split("\t"))) for line in sample.text("vosviewer/network.txt").splitlines()]
    total = sum(e["weight"] for e in sample.edges if e["modality"] != "negated" and e["source"] != e["target"])
    same("strength", sum(strength for *_, strength in network), total)
    assert all(1 <= a < b <= len(rows) for a, b, _ in network), "a link ends nowhere"
    data = json.loads(sample.text("vosviewer/vosviewer.json"))["network"]
    same("JSON", (len(data["items"]), len(data["links"])), (len(rows), len(network)))
    same("labels", [item["label"] for item in data["items"]], [row["label"] for row in rows])


def check_report(sample):
    text = sample.text("report.md")
    n_columns = None
    for line in text.splitlines():
        if line.startswith("| "):
            n = len(re.findall(r"(?<!\\)\|", line.replace("\\\\", "")))
            assert n_columns in (None, n), f"a row has {n} borders for {n_columns}: {line[:200]}"
            n_columns = n
        else:
            n_columns = None
    same("papers", len(re.findall(r"^\d+\. ", text.rsplit("\n## ", 1)[1], re.M)), len(sample.data["graph"]["documents"]))


def main(argv):
    if len(argv) != 3:
        sys.exit(__doc__)
    schema = json.loads(pathlib.Path(argv[1]).read_text(encoding="utf-8"))
    checks = [
        ("json", lambda sample: check_json(sample, schema)), ("dot", check_dot), ("graphml", check_graphml), ("gexf", check_gexf),
        ("csv", check_csv), ("neo4j-csv", check_neo4j), ("cypher", check_cypher), ("rdf", check_rdf), ("mermaid", check_mermaid),
        ("obsidian", check_obsidian), ("cyjs", check_cyjs), ("vosviewer", check_vosviewer), ("report", check_report),
    ]
    failed = 0
    for folder in sorted(path for path in pathlib.Path(argv[2]).iterdir() if path.is_dir()):
        sample = Sample(folder)
        print(f"{folder.name}: {len(sample.nodes)} nodes, {len(sample.edges)} links", flush=True)
        for name, check in checks:
            started = time.monotonic()
            try:
                note = check(sample) or ""
                print(f"  {name:<10} equal  {time.monotonic() - started:5.1f} s  {note}", flush=True)
            except Exception as error:  # one broken format must not hide another
                failed += 1
                print(f"  {name:<10} DIFFERS: {type(error).__name__}: {str(error)[:900]}", flush=True)
    sys.exit(f"{failed} exports differ" if failed else 0)


if __name__ == "__main__":
    csv.field_size_limit(sys.maxsize)
    main(sys.argv)
