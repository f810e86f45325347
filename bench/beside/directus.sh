#!/usr/bin/env bash
# 旁边的 Directus（SQLite）：同样的检查登记一百万条，同样的一页，再导入十万行。由 bench/server.sh 调用。
# 用法：directus.sh 检查登记.csv 秒数 [提优先级的命令]
set -euo pipefail
cd "$(dirname "$0")/../.."
table=$1 seconds=$2 first=${3:-}
home=$PWD/target/bench-directus
out=$PWD/target/bench
port=18055
at=http://127.0.0.1:$port
mkdir -p "$home"
[ -d "$home/node_modules/directus" ] ||
  npm install --silent --no-audit --no-fund --prefix "$home" directus@11.1.0 sqlite3@5.1.7 >&2

cd "$home"
export DB_CLIENT=sqlite3 DB_FILENAME=$out/directus.db SECRET=bench ADMIN_EMAIL=bench@example.com ADMIN_PASSWORD=bench-2021 \
  HOST=127.0.0.1 PORT=$port LOG_LEVEL=warn TELEMETRY=false MAX_PAYLOAD_SIZE=200mb
mkdir -p uploads extensions
rm -f "$DB_FILENAME"*
npx directus bootstrap >&2
# 同样的内容和索引：编号唯一，日期、结果有索引
python3 - "$table" "$DB_FILENAME" "$out/directus-import.csv" <<'PY'
import csv, itertools, sqlite3, sys
table, base, piece = sys.argv[1:]
columns = ["no", "attendance", "checked_on", "checked_at", "plate", "kind", "axles", "weighed_kg", "result"]
results = {"放行": "passed", "称重未超限": "within_limit", "教育放行": "educated", "立案": "filed", "查处": "filed"}
db = sqlite3.connect(base)
db.execute("CREATE TABLE check_row (id INTEGER PRIMARY KEY, no VARCHAR(20) NOT NULL UNIQUE, attendance VARCHAR(40), checked_on DATE,"
           " checked_at VARCHAR(8), plate VARCHAR(20), kind VARCHAR(20), axles INTEGER, weighed_kg INTEGER, result VARCHAR(20))")
with open(table, encoding="utf-8") as file:
    rows = csv.reader(file)
    next(rows)
    typed = ([*row[:6], row[6] or None, row[7] or None, results[row[8]]] for row in rows)
    insert = f"INSERT INTO check_row ({','.join(columns)}) VALUES ({','.join('?' * 9)})"
    db.executemany(insert, typed)
db.execute("CREATE INDEX check_row_day ON check_row (checked_on)")
db.execute("CREATE INDEX check_row_result ON check_row (result, checked_on)")
db.commit()
with open(table, encoding="utf-8") as file, open(piece, "w", encoding="utf-8", newline="") as to:
    rows, write = csv.reader(file), csv.writer(to)
    next(rows)
    write.writerow(columns)
    for row in itertools.islice(rows, 100000):
        write.writerow(["D" + row[0], *row[1:8], results[row[8]]])
PY

# shellcheck disable=SC2086
$first node node_modules/directus/cli.js start >"$out/directus.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait 2>/dev/null' EXIT
trap 'exit 1' INT TERM
for _ in $(seq 600); do curl -sf "$at/server/ping" >/dev/null && break; sleep 0.1; done
# 令牌 15 分钟有效
sign_in() {
  curl -sf "$at/auth/login" -H 'content-type: application/json' -d "{\"email\":\"$ADMIN_EMAIL\",\"password\":\"$ADMIN_PASSWORD\"}" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["data"]["access_token"])'
}
token=$(sign_in)
$first node "$OLDPWD/bench/beside/load.mjs" directus-list "$at" 50 5 "$token" >/dev/null
$first node "$OLDPWD/bench/beside/load.mjs" directus-list "$at" 200 "$seconds" "$token"
# 先导一万行，再导十万行；半小时没有回答就停
for rows in 10000 100000; do
  token=$(sign_in)
  piece=$out/directus-$rows.csv
  head -n $((rows + 1)) "$out/directus-import.csv" | sed "2,\$s/^/$rows-/" >"$piece"
  $first node "$OLDPWD/bench/beside/load.mjs" directus-import "$at" "$token" "$piece" 30
done
rss=$(ps -eo rss=,args= | awk '/directus.cli.js start/ && !/awk/ && $1 > most { most = $1 } END { printf "%d", most / 1024 }')
echo "{\"name\":\"beside.directus.memory\",\"rss_mb\":${rss:-0}}"
