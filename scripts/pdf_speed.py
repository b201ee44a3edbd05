"""Pages per second of the PDF reader beside pdftotext on the same files, and its memory.

    python3 scripts/pdf_speed.py SINOGRAPH FOLDER

Every PDF of the folder is read by one `sinograph read-worker`, as `build` uses it, and by one `pdftotext` per file (Debian:
poppler-utils, poppler-data). Memory is the peak of the worker after each file.
"""

import json
import subprocess
import sys
import time
from pathlib import Path


def peak(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    files = sorted(folder.glob("**/*.pdf"))
    limits = {"size": 1 << 28, "seconds": 600, "memory": 1 << 32, "depth": 512, "inflated": 1 << 28, "chars": 20_000_000, "encoding": None}
    worker = subprocess.Popen([program, "read-worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    pages = chars = 0
    ours = theirs = 0.0
    growth = []
    for path in files:
        data = path.read_bytes()
        started = time.perf_counter()
        worker.stdin.write(json.dumps({"format": "pdf", "n_bytes": len(data), "limits": limits}).encode() + b"\n" + data)
        worker.stdin.flush()
        answer = json.loads(worker.stdout.readline())
        ours += time.perf_counter() - started
        growth.append((peak(worker.pid), path.name))
        if "Ok" not in answer:
            print(path.name, answer["Err"])
            continue
        pages += answer["Ok"][0]["pages"]
        started = time.perf_counter()
        text = subprocess.run(["pdftotext", "-q", path, "-"], capture_output=True).stdout
        theirs += time.perf_counter() - started
        chars += len(text.decode("utf-8", "replace"))
    worker.stdin.close()
    worker.wait()
    print(f"{len(files)} files, {pages} pages, {chars} characters")
    print(f"sinograph  {pages / ours:7.1f} pages/s  {ours:6.2f} s")
    print(f"pdftotext  {pages / theirs:7.1f} pages/s  {theirs:6.2f} s")
    print(f"sinograph takes {ours / theirs:.2f} times as long as pdftotext")
    print(f"peak memory of the worker: {growth[0][0]:.0f} MB after the first file, {growth[-1][0]:.0f} MB after all")


main()
