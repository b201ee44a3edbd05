#!/usr/bin/env python3
"""Make many papers out of the paragraphs of a few, for measuring. Standard library only.

    recombine.py FOLDER N OUTPUT [--bytes MEAN] [--seed S]

Each paper takes the head (title, authors, abstract) of one paper of FOLDER and paragraphs of several others until it is as
long as drawn; the lengths are spread around MEAN (12000 by default). Equal arguments give equal files.
"""
import argparse
import pathlib
import random
import re


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("n", type=int)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--bytes", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    papers = []
    for path in sorted(arguments.folder.iterdir()):
        if path.suffix in (".txt", ".md"):
            text = path.read_text(encoding="utf-8", errors="replace")
            parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
            if len(parts) > 12:
                papers.append(parts)
    random.seed(arguments.seed)
    arguments.output.mkdir(parents=True, exist_ok=True)
    total = 0
    for number in range(arguments.n):
        length = int(random.lognormvariate(0, 0.5) * arguments.bytes / 1.13)
        chosen = random.sample(papers, 6)
        parts = [f"# 第{number}篇 {chosen[0][0].lstrip('# ')}"] + chosen[0][1:5]
        size = sum(len(part.encode()) for part in parts)
        while size < length:
            source = random.choice(chosen)
            at = random.randrange(5, len(source))
            for part in source[at:at + 3]:
                parts.append(part)
                size += len(part.encode())
        text = "\n\n".join(parts) + "\n"
        (arguments.output / f"{number:05}.md").write_text(text, encoding="utf-8")
        total += len(text.encode())
    print(f"{arguments.n} papers, {total / 1e6:.1f} MB in {arguments.output}")


if __name__ == "__main__":
    main()
