#!/usr/bin/env bash
# Measures a store of many papers: time and peak memory of build, of adding and removing one paper, of joining; size of the file.
#
#     measure_store.sh SINOGRAPH FOLDER N WORK
#
# FOLDER holds papers whose paragraphs are recombined to N papers in WORK. Needs python3 and GNU time.
set -euo pipefail
[ $# -eq 4 ] || { sed -n 's/^# \{0,1\}//p' "$0" | tail -n +2; exit 2; }
sinograph=$1 folder=$2 n=$3 work=$4
here=$(dirname "$0")
mkdir -p "$work"
[ -d "$work/papers" ] || python3 "$here/recombine.py" "$folder" "$n" "$work/papers"
measure() {
  local name=$1; shift
  /usr/bin/time -o "$work/time" -f '%e %U %M' "$@" >"$work/out" 2>"$work/err" || { cat "$work/err"; exit 1; }
  read -r wall user kilobytes <"$work/time"
  printf '%-38s %8.1f s  %8.1f s cpu  %6.0f MB\n' "$name" "$wall" "$user" "$((kilobytes / 1024))"
}
cat >"$work/one.md" <<'PAPER'
# 海岛微电网促进渔业升级的调查

摘要：海岛微电网推动了渔业升级。舟山采用“海岛微电网”模式，缓解了供电不足的问题。

一、海岛微电网的作用

海岛微电网推动渔业升级，也需要储能技术。舟山应完善海岛微电网制度，加强渔业升级。
PAPER
rm -rf "$work/store"
echo "$n papers, $(du -sb "$work/papers" | cut -f1) bytes; load $(cut -d' ' -f1-3 /proc/loadavg)"
measure "build, graph.dot written" "$sinograph" build "$work/papers" -o "$work/store" --format dot --quiet
echo "size of the store $(stat -c %s "$work/store/sinograph.db") bytes"
measure "build again, nothing changed" "$sinograph" build "$work/papers" -o "$work/store" --format dot --quiet
measure "add one paper" "$sinograph" add "$work/one.md" --store "$work/store"
measure "status" "$sinograph" status --store "$work/store"
measure "remove one paper" "$sinograph" remove "$work/one.md" --store "$work/store"
measure "add one paper and join" "$sinograph" add "$work/one.md" --store "$work/store" --join
measure "compare two papers (loads the graph)" "$sinograph" compare 00001.md 00002.md --store "$work/store"
measure "remove one paper and join" "$sinograph" remove "$work/one.md" --store "$work/store" --join
measure "verify" "$sinograph" verify --store "$work/store"
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
