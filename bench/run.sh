#!/usr/bin/env bash
# 性能测量：逐项测量，旁边放一个朴素做法作对照，打印一张表，结果写到 target/bench/。
# 用法：bash bench/run.sh（make bench）。TONGTU_BENCH_ROWS 大库记录数，默认 1000000；
# TONGTU_BENCH_KEEP=1 不重建已有的 SQLite 大库。
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${TONGTU_BENCH_ROWS:-1000000}
results=$PWD/target/bench/figures.jsonl
. bench/common.sh
build

# ---- 对照用的 Python 库
python=
if python_with "openpyxl, docx" openpyxl python-docx; then
  python=$venv/bin/python
else
  skip "openpyxl、python-docx 装不上，少两项对照"
fi

# ---- 自己的 PostgreSQL，默认设置，只开套接字
pg=
pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -n "$pg_bin" ] && [ -x "$pg_bin/initdb" ]; then
  pg_home=$(mktemp -d)
  as_pg() { "$@"; }
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$pg_home"
    as_pg() { runuser -u postgres -- "$@"; }
  fi
  stop_pg() {
    (cd / && as_pg "$pg_bin/pg_ctl" -D "$pg_home/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$pg_home"
  }
  trap stop_pg EXIT
  (
    cd /
    as_pg "$pg_bin/initdb" -U tongtu -A trust -E UTF8 --locale=C -D "$pg_home/data" >/dev/null
    as_pg "$pg_bin/pg_ctl" -w -D "$pg_home/data" -l "$pg_home/log" \
      -o "-c listen_addresses= -c unix_socket_directories=$pg_home" start >/dev/null
  )
  "$pg_bin/createdb" -h "$pg_home" -U tongtu tongtu
  export PATH=$PATH:$pg_bin
  pg="postgres://tongtu@localhost/tongtu?host=$pg_home"
else
  skip "没有 PostgreSQL，只测 SQLite"
fi
pg_drop() { echo "psql '$pg' -X -q -c 'SET client_min_messages = error' -c 'DROP SCHEMA IF EXISTS $1 CASCADE'"; }

# ---- 演示库：启动、主流程
say 从进程启动：演示库
from_start start.defs_check 15 -- "$tongtu" defs check
main_job 5
from_start start.figures 25 -- "$tongtu" --base "$demo" figures 2021H1 --json
from_start start.open 15 -- "$tongtu" --base "$demo" open F061 2021H1
from_start start.report 7 -- "$tongtu" --base "$demo" report 2021H1 --out "$out/out"
from_start start.audit 5 -- "$tongtu" --base "$demo" audit
"$bench" idle demo "sqlite:$demo" | keep

say 公文
"$bench" paper "sqlite:$demo" "$out/report.txt" | keep
if [ -n "$python" ]; then
  "$python" bench/beside/python_docx.py "$out/report.txt" "$out/beside.docx" | keep
fi

say 公文校核
"$bench" check "$out/check.txt" "$out/faults.jsonl" | keep
for count in 1 10; do
  "$bench" megabytes "$out/check-$count.txt" $count
  from_start check.memory_$count 1 -- "$bench" check-file "$out/check-$count.txt"
done
if [ -n "$python" ] && python_with autocorrect_py autocorrect-py; then
  "$python" bench/beside/autocorrect.py "$out/check.txt" "$out/faults.jsonl" | keep
else
  skip "autocorrect-py 装不上，少一项对照"
fi
node_home=$PWD/target/bench-node
if command -v npm >/dev/null && { [ -d "$node_home/node_modules/zhlint" ] ||
  npm install --silent --no-audit --no-fund --prefix "$node_home" zhlint >/dev/null 2>&1; }; then
  NODE_PATH=$node_home/node_modules node bench/beside/zhlint.mjs "$out/check.txt" "$out/faults.jsonl" "$node_home" | keep
else
  skip "zhlint 装不上，少一项对照"
fi

say 逐条登记
cp "$demo" "$out/commits.db"
"$bench" commits sqlite "sqlite:$out/commits.db" "$out/commits.sql" | keep
if [ -n "$pg" ]; then
  "$tongtu" --base "$pg&schema=demo" --files "$out/pg.files" --json run --out "$out/out" >/dev/null 2>&1
  "$bench" commits pg "$pg&schema=demo" "$out/commits.sql" | keep
fi

# ---- 十万行工作簿
book=$out/案件十万行.xlsx
say 十万行工作簿
"$bench" workbook "$book" 100000
"$bench" calamine "$book" | keep
for once in sqlite pg; do
  [ $once = pg ] && [ -z "$pg" ] && continue
  if [ $once = sqlite ]; then
    base=$out/import.db
    empty="rm -rf '$base' '$base-wal' '$base-shm' && '$tongtu' --base '$base' init"
  else
    base="$pg&schema=import"
    empty="$(pg_drop import) && '$tongtu' --base '$base' --files '$out/import.files' init"
  fi
  command=("$tongtu" --base "$base" --files "$out/import.files" import enforcement/case "$book" --json)
  from_start "import.$once" 5 --before "$empty" -- "${command[@]}"
  from_start "import_again.$once" 3 -- "${command[@]}"
  from_start "import_dry.$once" 3 --before "$empty" -- "${command[@]}" --dry-run
done
if [ -n "$python" ]; then
  python3 bench/process.py import.openpyxl 3 -- \
    "$python" bench/beside/openpyxl_sqlite.py "$book" "$out/beside.db" | keep
fi

# ---- 大库
big=$out/big-$rows.db
say "大库：$rows 条记录"
if [ ! -f "$big" ] || [ "${TONGTU_BENCH_KEEP:-}" != 1 ]; then
  free_of "$big"
  "$bench" fill sqlite "sqlite:$big" "sqlite:$demo" "$rows" | keep
fi
[ -z "$pg" ] || "$bench" fill pg "$pg&schema=big" "sqlite:$demo" "$rows" | keep
[ -z "$pg" ] || psql "$pg" -X -q -c 'VACUUM (ANALYZE)'
for once in sqlite pg; do
  [ $once = pg ] && [ -z "$pg" ] && continue
  if [ $once = sqlite ]; then url=sqlite:$big base=$big; else url="$pg&schema=big" base=$url; fi
  "$bench" figures $once "$url" "$out/figures-$once.sql" | keep
  "$bench" pages $once "$url" | keep
  "$bench" idle "big_$once" "$url" | keep
  from_start "big_figures.$once" 5 -- "$tongtu" --base "$base" --files "$out/import.files" figures 2021H1 --json
  from_start "big_audit.$once" 1 --cold -- "$tongtu" --base "$base" --files "$out/import.files" audit
done

python3 bench/table.py "$results" "$rows" | tee "$out/latest.md"
say "结果在 target/bench/latest.md，逐项 JSON 在 target/bench/figures.jsonl"
