#!/usr/bin/env bash
# 装好运行或测试要用的系统软件（Debian）。已经有的不再装，装不了就说清楚缺什么。
# 用法：tools/setup.sh run|test
set -euo pipefail

want=${1:-test}
missing=()

need() { # 命令 软件包
  command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}

need cc gcc
need cargo cargo
need node nodejs
need npm npm
if [ "$want" = test ]; then
  [ -x "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1)" ] || missing+=(postgresql)
  need soffice libreoffice-writer-nogui
  need pdftotext poppler-utils
  need sqlite3 sqlite3
  need python3 python3
  need chromium chromium
  fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fonts-noto-cjk fontconfig)
fi
[ ${#missing[@]} -eq 0 ] && exit 0

echo "要安装：${missing[*]}"
case " ${missing[*]} " in *" cargo "*)
  echo "请先装 Rust（1.95 或更新），见 https://www.rust-lang.org/zh-CN/tools/install" >&2
  exit 1 ;;
esac
if ! command -v apt-get >/dev/null 2>&1; then
  echo "这不是 Debian 系统，请自行安装：${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "需要 root 或 sudo 才能安装：${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
