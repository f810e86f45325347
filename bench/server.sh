#!/usr/bin/env bash
# 服务的速度和大小：一本台账一百万条，从另一个进程按固定的频率请求；旁边放 Directus，同样的数据、同样的页。
# 再在真的 Chromium 里量第一眼、第二页、筛选和滚动。用法：bash bench/server.sh。要 Node 20；结果逐项打印，写到 target/bench/server.jsonl。
# TONGTU_BENCH_ROWS 记录数（默认 1000000）；TONGTU_BENCH_SECONDS 每项几秒（默认 20）；TONGTU_BENCH_KEEP=1 用已有的大库；
# TONGTU_BENCH_DIRECTUS=0 不测 Directus。机器上有别的程序时用 root 跑：服务和加压都提到实时优先级。
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${TONGTU_BENCH_ROWS:-1000000}
seconds=${TONGTU_BENCH_SECONDS:-20}
out=$PWD/target/bench
tongtu=$PWD/target/release/tongtu
results=$out/server.jsonl
port=${TONGTU_BENCH_PORT:-18080}
at=http://127.0.0.1:$port
mkdir -p "$out"
: >"$results"

say() { echo "—— $*" >&2; }
keep() { tee -a "$results"; }
skip() { echo "skipped: $*" >&2; }
first=
chrt --rr 1 true 2>/dev/null && first='chrt --rr 1'
[ -n "$first" ] || skip "提不了优先级，机器忙时数字偏大"
load() { $first node bench/beside/load.mjs "$@" | keep; }

pids=()
pg_home=
# shellcheck disable=SC2086
as_pg() { if [ "$(id -u)" -eq 0 ]; then $first runuser -u postgres -- "$@"; else $first "$@"; fi; }
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  if [ -n "$pg_home" ]; then
    (cd / && as_pg "$pg_bin/pg_ctl" -D "$pg_home/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$pg_home"
  fi
}
trap finish EXIT

[ -x "$tongtu" ] || cargo build --release --locked --bin tongtu

# ---- 数据：演示的检查登记错开编号复制
table=$out/checks-$rows.csv
if [ ! -f "$table" ]; then
  demo_rows=$(($(wc -l <demo/06-治超检查登记.csv) - 1))
  awk -F, -v OFS=, -v rows="$rows" -v copies=$(((rows + demo_rows - 1) / demo_rows)) '
    NR == 1 { print; next } { line[NR] = $0 }
    END {
      for (copy = 1; copy <= copies; copy++)
        for (at = 2; at <= NR && made < rows; at++) {
          comma = index(line[at], ","); made++
          print substr(line[at], 1, comma - 1) "-" copy substr(line[at], comma)
        }
    }' demo/06-治超检查登记.csv >"$table"
fi

# 空库装入演示台账，再分批导入检查登记。
fill() { # 库
  "$tongtu" --base "$1" --files "$out/server.files" run 2021H1 --out "$out/out" >/dev/null 2>&1
  head -n 1 "$table" >"$out/head.csv"
  tail -n +2 "$table" | split -l 100000 --filter="cat '$out/head.csv' - > '$out/part.csv' && \
    '$tongtu' --base '$1' --files '$out/server.files' import overload/check '$out/part.csv' >/dev/null" -
}

serve() { # 库
  # shellcheck disable=SC2086
  $first "$tongtu" --base "$1" --files "$out/server.files" serve --demo --day 2021-06-30 --listen "127.0.0.1:$port" \
    >/dev/null 2>"$out/server.log" &
  server=$!
  pids+=("$server")
  for _ in $(seq 300); do
    curl -sf "$at/healthz" >/dev/null && return
    sleep 0.1
  done
  cat "$out/server.log" >&2
  exit 1
}
resident() { awk '/VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$1/status"; }

measure() { # 名字 库
  export TONGTU_BENCH_LABEL=$1
  say "$1：启动"
  load start "$at" $first "$tongtu" --base "$2" --files "$out/server.files" serve --demo --day 2021-06-30 --listen "127.0.0.1:$port"
  serve "$2"
  say "$1：列表、详情、登记"
  load list "$at" 50 5 >/dev/null # 热身
  sleep 2
  echo "{\"name\":\"server.idle.$1\",\"rss_mb\":$(resident "$server"),\"load\":\"$(cut -d' ' -f1-3 /proc/loadavg)\"}" | keep
  load list "$at" 200 "$seconds"
  load detail "$at" 200 "$seconds"
  load create "$at" 100 "$seconds"
  say "$1：首页、待办、合计"
  load home "$at" 50 "$seconds"
  load todo "$at" 50 "$seconds"
  load totals "$at" 20 "$seconds"
  load totals-moving "$at" 20 "$seconds"
  load create "$at" 20 "$seconds" 500 "$server"
  # 再导入十万行，与旁边的同一张表：编号另起
  { head -n 1 "$table" && sed -n '2,100001p' "$table" | sed 's/^/D-/'; } >"$out/import.csv"
  load import "$at" "$out/import.csv"
  if [ -d web/node_modules/playwright-core ] && command -v "${CHROMIUM:-chromium}" >/dev/null; then
    say "$1：浏览器"
    # shellcheck disable=SC2086
    $first node bench/beside/browser.mjs "$at" overload/check 5 | keep
  else
    skip "没有 Chromium 或没有在 web/ 里 npm ci，不测浏览器"
  fi
  kill "$server"
  wait "$server" 2>/dev/null || true
}

echo "{\"name\":\"server.binary\",\"mb\":$(($(stat -c %s "$tongtu") / 1024 / 1024))}" | keep
big=$out/server-$rows.db
if [ ! -f "$big" ] || [ "${TONGTU_BENCH_KEEP:-}" != 1 ]; then
  say "SQLite 大库，$rows 条"
  rm -f "$big" "$big-wal" "$big-shm"
  fill "$big"
fi
measure sqlite "$big"

pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -n "$pg_bin" ] && [ -x "$pg_bin/initdb" ] && [ "${TONGTU_BENCH_PG:-1}" = 1 ]; then
  say "PostgreSQL 大库，默认设置，本机套接字"
  pg_home=$(mktemp -d)
  [ "$(id -u)" -ne 0 ] || chown postgres "$pg_home"
  (
    cd /
    as_pg "$pg_bin/initdb" -U tongtu -A trust -E UTF8 --locale=C -D "$pg_home/data" >/dev/null
    as_pg "$pg_bin/pg_ctl" -w -D "$pg_home/data" -l "$pg_home/log" \
      -o "-c listen_addresses= -c unix_socket_directories=$pg_home" start >/dev/null
  )
  "$pg_bin/createdb" -h "$pg_home" -U tongtu tongtu
  pg="postgres://tongtu@localhost/tongtu?host=$pg_home"
  fill "$pg"
  "$pg_bin/psql" "$pg" -X -q -c 'VACUUM (ANALYZE)'
  measure pg "$pg"
else
  skip "PostgreSQL"
fi

if [ "${TONGTU_BENCH_DIRECTUS:-1}" = 1 ]; then
  bash bench/beside/directus.sh "$table" "$seconds" "$first" | keep || skip "Directus 装不上或起不来"
fi
say "结果在 target/bench/server.jsonl"
