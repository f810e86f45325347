# 两个测量脚本共用：结果放哪里，怎样说话，怎样从进程启动量起。由 run.sh、office.sh 先定 results 再读入。
out=$PWD/target/bench
venv=$PWD/target/bench-venv
tongtu=$PWD/target/release/tongtu
bench=$PWD/target/release/bench
demo=$out/demo.db
mkdir -p "$out"
: >"$results"

say() { echo "—— $*" >&2; }
keep() { tee -a "$results"; }
skip() { echo "skipped: $*" >&2; }
from_start() { python3 bench/process.py "$@" | keep; }
free_of() { rm -rf "$1" "$1-wal" "$1-shm" "${1%.db}.files"; } # SQLite 库文件

# 对照用的 Python 库：python_with 模块 包…；装得上就在 $venv 里
python_with() {
  local module=$1
  shift
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv" || return 1
  # 用 python -m pip：随文件夹搬来的 pip 会装到别处去。
  "$venv/bin/python" -c "import $module" 2>/dev/null || "$venv/bin/python" -m pip install --quiet "$@"
}

build() {
  say 编译
  cargo build --release --locked --bin tongtu
  cargo build --release --locked --package bench
}

# 主流程从空库跑，再在已有的库上跑；大库由这个演示库放大
main_job() {
  from_start start.run_empty "$1" --before "rm -rf '$demo' '$demo-wal' '$demo-shm'" -- \
    "$tongtu" --base "$demo" run --out "$out/out"
  from_start start.run_again "$1" -- "$tongtu" --base "$demo" run --out "$out/out"
}
