#!/usr/bin/env bash
# 按接口的描述造请求（Schemathesis），以几个角色登录：不许有 5xx，不许不回答，答的要和描述的一样。要 Python 3；装不上就跳过并说明。
# 用法：tests/schema.sh [每个角色的秒数，默认 15]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-15}
program=$PWD/target/release/tongtu
venv=$PWD/target/schema-venv
python=$venv/bin/python

if ! "$venv/bin/st" --version >/dev/null 2>&1; then
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --require-virtualenv 'schemathesis==4.32.5'; } >/dev/null 2>&1; then
    echo "skipped: Schemathesis 装不上（没有网络？），接口没有按描述造请求" >&2
    exit 0
  fi
fi

. tests/demo-server.sh

failed=0
for login in taizhang wengao guanli; do
  read -r cookie csrf < <("$python" tests/schema.py "$base" "$login" "$folder/$login.toml")
  # Sessions are not to be ended while they are in use; a stream of events has no end; a backup is the whole base each time.
  if ! timeout $((seconds * 3 + 60)) "$venv/bin/st" --config-file "$folder/$login.toml" run "$base/api/v1/openapi.json" --header "Cookie: $cookie" --header "X-CSRF: $csrf" \
    --checks not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance --request-timeout 20 --phases examples,fuzzing --max-time "$seconds" --max-examples 15 \
    --warnings off --suppress-health-check all --generation-database none --seed 20210630 --no-color \
    --exclude-path-regex '/session|/events|/revoke|/backups$|/handover' >"$folder/$login.txt" 2>&1; then
    failed=1
    echo "$login:" >&2
    cat "$folder/$login.txt" >&2
  else
    grep -aE 'API Operations|Test cases|tested|generated|Operations' "$folder/$login.txt" | sed "s/^/$login: /" || true
  fi
done
curl -sf "$base/healthz" >/dev/null || { echo "服务不回答了" >&2; failed=1; }
grep -E 'panicked|ERROR' "$folder/serve.log" >&2 && failed=1
exit $failed
