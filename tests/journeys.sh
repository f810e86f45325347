#!/usr/bin/env bash
# 在真的 Chromium 里对着真的服务走一遍：每个角色的一天。加 shots 则给每一页截图，写到 target/shots。
# 用法：tests/journeys.sh [shots]
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/target/release/tongtu
folder=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT

"$program" --base "$folder/demo.db" run 2021H1 --out "$folder/out" > "$folder/run.log" 2>&1 || { cat "$folder/run.log"; exit 1; }
: > "$folder/serve.log"
"$program" --base "$folder/demo.db" serve --listen 127.0.0.1:0 --demo --day 2021-06-30 2>> "$folder/serve.log" > /dev/null &
server=$!
for _ in $(seq 100); do
  base=$(sed -n 's/^通途已启动.*\(http:[^ ]*\).*/\1/p' "$folder/serve.log")
  [ -n "$base" ] && break
  kill -0 "$server" 2>/dev/null || { cat "$folder/serve.log"; exit 1; }
  sleep 0.1
done

export TONGTU_AT=$base TONGTU_TRY=$folder
cd web
if [ "${1:-}" = shots ]; then
  node journeys/real/shots.mjs
else
  node --test --test-concurrency=1 journeys/real/*.test.mjs
fi
