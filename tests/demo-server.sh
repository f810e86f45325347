# 给测试脚本 source 的：起一个带演示台账的服务，停在 2021-06-30。
# 之后 $base 是它的地址，$folder 是它的文件夹；脚本一完，服务停掉、文件夹删掉。先要有 $program。
folder=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT

"$program" --base "$folder/demo.db" run 2021H1 --out "$folder/out" >"$folder/run.log" 2>&1 || { cat "$folder/run.log"; exit 1; }
: >"$folder/serve.log"
"$program" --base "$folder/demo.db" serve --listen 127.0.0.1:0 --demo --day 2021-06-30 2>>"$folder/serve.log" >/dev/null &
server=$!
for _ in $(seq 200); do
  base=$(sed -n 's/^通途已启动.*\(http:[^ ]*\).*/\1/p' "$folder/serve.log")
  [ -n "$base" ] && break
  kill -0 "$server" 2>/dev/null || { cat "$folder/serve.log"; exit 1; }
  sleep 0.1
done
