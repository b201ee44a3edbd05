"""The Chinese papers of a folder, written in other encodings, give the same graph.

    python3 -m venv venv && venv/bin/pip install opencc-python-reimplemented
    venv/bin/python scripts/check_encodings.py SINOGRAPH FOLDER [EVERY]

takes every EVERY-th paper (default 1) that is mostly Chinese. Simplified text is compared as UTF-8, GB18030 and UTF-16;
what Big5 holds of the text in traditional characters as UTF-8 and Big5: concepts, links, quotes and positions must be equal.
The whole text in traditional characters, its names simplified again, must share 97 % of concepts and links with the simplified
text; words that the converter of the test does not bring back count against it. Ends with 1 when either fails.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from opencc import OpenCC


def facts(program, path, out):
    """The graph of one paper: the order of papers in a larger graph follows their bytes, which differ here."""
    code = subprocess.run([program, "build", path, "-o", out, "--format", "json", "--quiet", "--threads", "1"]).returncode
    assert code == 0, f"{path}: the build ended with {code}"
    graph = json.loads((out / "graph.json").read_text("utf-8"))
    shutil.rmtree(out)

    def places(item):
        return sorted((e["start"], e["end"], e["quote"], e["rule"]) for e in item["evidence"])

    names = {node["id"]: (path.name, node["type"], node["label"]) for node in graph["nodes"]}
    nodes = {names[node["id"]]: places(node) for node in graph["nodes"]}
    edges = {(names[edge["source"]], edge["key"], names[edge["target"]]): places(edge) for edge in graph["edges"]}
    return nodes, edges


def in_big5(text):
    """The characters that Big5 has; rows C6 to C8 (kana, circled digits) differ among its variants."""
    encoded = ((c, c.encode("cp950", "ignore")) for c in text)
    return "".join(c for c, code in encoded if code and not 0xC6A1 <= int.from_bytes(code, "big") <= 0xC8FE)


def shared(ours, theirs):
    return 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1)


def main():
    program, folder, every = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
    work = Path(tempfile.mkdtemp())
    convert, simplify = OpenCC("s2t").convert, OpenCC("t2s").convert
    writers = {
        "utf-8": lambda text: text.encode("utf-8"),
        "gb18030": lambda text: text.encode("gb18030"),
        "utf-16": lambda text: text.encode("utf-16"),
        "traditional": lambda text: convert(text).encode("utf-8"),
        "traditional-utf-8": lambda text: in_big5(convert(text)).encode("utf-8"),
        "traditional-big5": lambda text: in_big5(convert(text)).encode("cp950"),
    }
    n_papers = 0
    for path in sorted(folder.iterdir())[::every]:
        text = path.read_text("utf-8", errors="ignore").lstrip("\ufeff")
        if path.suffix not in (".md", ".txt") or sum("\u4e00" <= c <= "\u9fff" for c in text) * 3 < len(text):
            continue
        n_papers += 1
        for name, write in writers.items():
            (work / name).mkdir(exist_ok=True)
            (work / name / path.name).write_bytes(write(text))
    found = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name in writers:
            found[name] = ({}, {})
            paths = sorted((work / name).iterdir())
            for of_paper in pool.map(lambda path: facts(program, path, work / f"{path.name}.out"), paths):
                for all_facts, facts_of_paper in zip(found[name], of_paper):
                    all_facts.update(facts_of_paper)
    is_same = True
    for name, reference in (("gb18030", "utf-8"), ("utf-16", "utf-8"), ("traditional-big5", "traditional-utf-8")):
        for what, ours, theirs in zip(("concepts", "links"), found[name], found[reference]):
            odd = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
            print(f"{name} beside {reference}: {n_papers} papers, {len(theirs)} {what}, {len(odd)} differ", *odd[:3])
            is_same &= not odd
    plain = lambda key: simplify(json.dumps(key, ensure_ascii=False))
    for what, ours, theirs in zip(("concepts", "links"), found["traditional"], found["utf-8"]):
        share = shared({plain(key) for key in ours}, {plain(key) for key in theirs})
        print(f"traditional beside simplified: {n_papers} papers, {len(theirs)} {what}, {share:.2%} shared")
        is_same &= share >= 0.97
    sys.exit(0 if is_same else 1)


main()
