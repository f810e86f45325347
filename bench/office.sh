#!/usr/bin/env bash
# 整个局的数有多快：146本台账、全部指标，一百万条和一千万条记录，旁边是 DuckDB 算同样的行；定义装载；主流程。
# 用法：bash bench/office.sh [记录数…]，不写是 1000000 10000000。机器闲的时候跑；一千万条要 25 GB 磁盘，建库半小时上下。
# 大库留在 target/bench/，建到一半断了再跑会接着建，建好了直接用；要重建先删去。结果在 target/bench/office.md。
set -euo pipefail
cd "$(dirname "$0")/.."
results=$PWD/target/bench/office.jsonl
. bench/common.sh
[ $# -gt 0 ] || set -- 1000000 10000000
build

say "定义：读、装载、检查"
"$bench" definitions defs | keep
from_start start.defs_check 15 -- "$tongtu" defs check
say 主流程
main_job 5
from_start start.figures 15 -- "$tongtu" --base "$demo" figures 2021H1 --json

python_with duckdb duckdb || skip "duckdb 装不上，少一项对照"
for rows in "$@"; do
  big=$out/big-$rows.db
  label=$rows
  say "大库：$rows 条"
  "$bench" fill "$label" "sqlite:$big" "sqlite:$demo" "$rows" | keep
  sync
  # 让系统忘掉这一个文件，量一次全从磁盘读；不动别人的缓存
  dd if="$big" iflag=nocache count=0 status=none
  from_start "cold_figures.$label" 1 --cold -- "$tongtu" --base "$big" figures 2021H1 --json
  from_start "big_figures.$label" 5 -- "$tongtu" --base "$big" figures 2021H1 --json
  "$bench" figures "$label" "sqlite:$big" "$out/figures-$label.sql" | keep
  if "$venv/bin/python" -c 'import duckdb' 2>/dev/null; then
    "$venv/bin/python" bench/beside/duckdb_figures.py "$label" "$big" "$out/figures-$label.json" "$out/duck-$rows.db" | keep
  fi
  "$bench" idle "big_$label" "sqlite:$big" | keep
done

python3 bench/table.py "$results" "$*" --measured | tee "$out/office.md"
say "结果在 target/bench/office.md，逐项 JSON 在 target/bench/office.jsonl"
