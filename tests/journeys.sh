#!/usr/bin/env bash
# 在真的 Chromium 里对着真的服务走一遍：每个角色的一天。加 shots 则给每一页截图，写到 target/shots。
# 用法：tests/journeys.sh [shots | 名字…]；名字如 clerk、report，不写走全部
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/target/release/tongtu
. tests/demo-server.sh

export TONGTU_AT=$base TONGTU_TRY=$folder TONGTU_PROGRAM=$program
cd web
if [ "${1:-}" = shots ]; then
  node journeys/real/shots.mjs
else
  [ $# -gt 0 ] || set -- '*'
  # shellcheck disable=SC2086
  node --test --test-concurrency=1 $(printf 'journeys/real/%s.test.mjs ' "$@")
fi
