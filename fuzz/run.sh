#!/usr/bin/env bash
# 模糊测试：每个目标跑 FUZZ_SECONDS 秒（默认 60），用自带的种子；要 nightly 编译器和 cargo-fuzz，没有就装。
# 用法：bash fuzz/run.sh [目标…]（make fuzz）。崩溃的输入在 fuzz/artifacts/，语料在 fuzz/corpus/。
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${FUZZ_SECONDS:-60}
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(read_text docx mentions check_text parsers dismissals table workbook values definitions)

rustup toolchain list 2>/dev/null | grep -q '^nightly' || rustup toolchain install nightly --profile minimal
cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --locked

failed=()
for target in "${targets[@]}"; do
  mkdir -p "fuzz/corpus/$target"
  echo "—— $target，$seconds 秒" >&2
  cargo +nightly fuzz run "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -timeout=20 -max_len=16384 -rss_limit_mb=2048 -print_final_stats=1 ||
    failed+=("$target")
done
[ ${#failed[@]} -eq 0 ] || { echo "有崩溃：${failed[*]}，输入在 fuzz/artifacts/" >&2; exit 1; }
