"""Prints the table of all measured figures, each beside its target and its comparison, as Markdown.

python3 bench/table.py FIGURES.JSONL ROWS [--measured]
With --measured only what stands in the file is printed.
"""

import json
import sys
import unicodedata

# Name, target in the unit of the column, figure, and what stands beside it: (words, figure).
# A figure is `key`, `key:fact` for a fact beside it, or `key.p95`.
TABLE = [
    ("导入十万行×20列工作簿，全部校验（SQLite）", "5 s", "import.sqlite",
     [("calamine 只读成单元格", "import.calamine"), ("openpyxl + sqlite3 读了就插，不校验", "import.openpyxl")]),
    ("同上（PostgreSQL）", "5 s", "import.pg", [("openpyxl + sqlite3", "import.openpyxl")]),
    ("同一文件再导入，全部未变（SQLite）", "", "import_again.sqlite", [("首次导入", "import.sqlite")]),
    ("同一文件再导入，全部未变（PostgreSQL）", "", "import_again.pg", [("首次导入", "import.pg")]),
    ("预览，不入库（SQLite）", "", "import_dry.sqlite", [("入库", "import.sqlite")]),
    ("大库全部指标，一次取数（SQLite）", "1 s", "figures.sqlite", [("sqlite3 逐条 SQL", "figures_plain.sqlite")]),
    ("大库全部指标，一次取数（PostgreSQL）", "1 s", "figures.pg", [("psql 逐条 SQL", "figures_plain.pg")]),
    ("大库 tongtu figures，从进程启动（SQLite）", "", "big_figures.sqlite", [("只取数", "figures.sqlite")]),
    ("大库 tongtu figures，从进程启动（PostgreSQL）", "", "big_figures.pg", [("只取数", "figures.pg")]),
    ("穿透 50 行一页，按登记先后，中位（SQLite）", "20 ms", "page.sqlite", [("第 95 百分位", "page.sqlite.p95"), ("最慢", "page.sqlite.high")]),
    ("穿透 50 行一页，按日期倒序，中位（SQLite）", "20 ms", "page_by_day.sqlite", [("第 95 百分位", "page_by_day.sqlite.p95"), ("最慢", "page_by_day.sqlite.high")]),
    ("穿透 50 行一页，按登记先后，中位（PostgreSQL）", "20 ms", "page.pg", [("第 95 百分位", "page.pg.p95"), ("最慢", "page.pg.high")]),
    ("穿透 50 行一页，按日期倒序，中位（PostgreSQL）", "20 ms", "page_by_day.pg", [("第 95 百分位", "page_by_day.pg.p95"), ("最慢", "page_by_day.pg.high")]),
    ("写出半年总结 .docx", "100 ms", "docx.write", [("python-docx 写同样的字", "docx.python_docx")]),
    ("起草半年总结（提纲和数 → 文稿）", "", "docx.draw_up", []),
    ("校核一万一千字（读入、全部规则）", "20 ms", "check.report", [("AutoCorrect 查同样的字", "check.autocorrect"), ("zhlint 查同样的字", "check.zhlint")]),
    ("校核创始报告", "20 ms", "check.founding", []),
    ("校核一百万字节", "1 s", "check.megabyte", []),
    ("校核一百万字节的恶意文本，最慢的一种", "3 s", "check.hostile", []),
    ("恶意文本加长一倍，用时最多变为几倍", "", "check.hostile_growth", []),
    ("校核峰值内存：一百万字节", "", "check.memory_1:peak_mb", [("一千万字节", "check.memory_10:peak_mb")]),
    ("校核查全率（百分数，全部种类）", "", "check.recall", [("AutoCorrect", "check.autocorrect:recall"), ("zhlint", "check.zhlint:recall")]),
    ("校核查全率，最低的一种", "", "check.recall_least", []),
    ("校核误报，每万字（不含可改进）", "1 个", "check.false_alarms", [("AutoCorrect", "check.autocorrect:alarms"), ("zhlint", "check.zhlint:alarms")]),
    ("tongtu report：.docx、.txt、数据底稿，从进程启动", "", "start.report", []),
    ("tongtu figures 2021H1（演示库），从进程启动", "300 ms", "start.figures", []),
    ("tongtu open F061 2021H1（演示库），从进程启动", "", "start.open", []),
    ("全部定义读、装载、检查", "100 ms", "defs.whole", [("其中读文件", "defs.read"), ("处理器时间", "defs.whole:cpu_s")]),
    ("tongtu defs check，从进程启动", "", "start.defs_check", []),
    ("tongtu run，从空库", "20 s", "start.run_empty", [("处理器时间", "start.run_empty:cpu_s")]),
    ("tongtu run，已有库", "2 s", "start.run_again", [("处理器时间", "start.run_again:cpu_s")]),
    ("空闲内存：演示库开着，全部指标算过一次", "60 MB", "idle.demo", [("其中自有", "idle.demo:own_mb"), ("峰值", "idle.demo:peak_mb")]),
    ("空闲内存：大库开着，全部指标算过一次（SQLite）", "60 MB", "idle.big_sqlite", [("其中自有", "idle.big_sqlite:own_mb"), ("峰值", "idle.big_sqlite:peak_mb")]),
    ("空闲内存：大库开着，全部指标算过一次（PostgreSQL）", "60 MB", "idle.big_pg", [("其中自有", "idle.big_pg:own_mb"), ("峰值", "idle.big_pg:peak_mb")]),
    ("峰值内存：tongtu figures（演示库）", "", "start.figures:peak_mb", []),
    ("峰值内存：tongtu run，从空库", "", "start.run_empty:peak_mb", []),
    ("峰值内存：导入十万行（SQLite）", "", "import.sqlite:peak_mb", [("openpyxl + sqlite3", "import.openpyxl:peak_mb")]),
    ("峰值内存：导入十万行（PostgreSQL）", "", "import.pg:peak_mb", []),
    ("逐条登记，一人，每秒条数（SQLite）", "", "commits.sqlite", [("sqlite3 逐条 INSERT，不校验不留痕", "commits_plain.sqlite")]),
    ("逐条登记，八人同时，每秒条数（SQLite）", "", "commits_at_once.sqlite", []),
    ("逐条登记，一人，每秒条数（PostgreSQL）", "", "commits.pg", [("psql 逐条 INSERT，不校验不留痕", "commits_plain.pg")]),
    ("逐条登记，八人同时，每秒条数（PostgreSQL）", "", "commits_at_once.pg", []),
    ("tongtu audit（大库，SQLite）", "", "big_audit.sqlite", []),
    ("tongtu audit（大库，PostgreSQL）", "", "big_audit.pg", []),
    ("建大库：经导入逐批校验、留痕（SQLite）", "", "fill.sqlite", []),
    ("建大库：经导入逐批校验、留痕（PostgreSQL）", "", "fill.pg", []),
]

# What is measured at each size of the big base; `{}` is the number of records.
SIZES = [
    ("{}条：全部指标，一次取数", "figures.{}", {"1000000": "2 s", "10000000": "15 s"},
     [("处理器时间", "figures.{}:cpu_s"), ("DuckDB 按表合问", "figures_duckdb.{}"),
      ("其处理器时间", "figures_duckdb.{}:cpu_s"), ("DuckDB 逐问", "figures_duckdb_alone.{}"),
      ("sqlite3 逐问", "figures_plain.{}")]),
    ("{}条：tongtu figures，从进程启动", "big_figures.{}", {}, [("文件全不在内存，头一次", "cold_figures.{}")]),
    ("{}条：各台账分开取数之和", "figures_by_ledger.{}", {}, [("逐问之和", "figures_by_ledger.{}:ask_by_ask_s")]),
    ("{}条：库开着、全部指标算过一次占的内存", "idle.big_{}", {}, []),
    ("{}条：建库，经导入校验留痕", "fill.{}", {}, []),
    ("{}条：实有记录", "records.{}", {}, [("明细行", "records.{}:child_rows")]),
]


def of_sizes(figures):
    """The lines of the sizes that were measured, the smallest first."""
    sizes = sorted(int(it.split(".")[1]) for it in figures if it.startswith("records.") and it.split(".")[1].isdigit())
    for size in map(str, sizes):
        for words, key, targets, beside in SIZES:
            others = [(other, there.format(size)) for other, there in beside]
            yield words.format(f"{int(size) // 10000}万"), targets.get(size, ""), key.format(size), others


def read(path):
    """The last line of every figure."""
    figures = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            figure = json.loads(line)
            figures[figure["figure"]] = figure
    return figures


def find(figures, key):
    """Number and unit of a figure, of a fact beside it, or of its p95 or high."""
    name, _, fact = key.partition(":")
    if fact:
        figure = figures.get(name)
        unit = "MB" if fact.endswith("_mb") else "s" if fact.endswith("_s") else ""
        return None if figure is None else (figure["facts"][fact], unit)
    for part in ("p95", "high"):
        if key.endswith("." + part):
            figure = figures.get(key[: -len(part) - 1])
            return None if figure is None else (figure[part], figure["unit"])
    figure = figures.get(key)
    return None if figure is None else (figure["median"], figure["unit"])


def shown(found):
    number, unit = found
    if unit == "s" and number < 1:
        return f"{number * 1000:.3g} ms" if number * 1000 < 100 else f"{number * 1000:.0f} ms"
    if unit == "s":
        return f"{number:.2f} s" if number < 100 else f"{number:.0f} s"
    return f"{number:.0f} {unit}".replace(" /s", " 条/s")


def holds(found, target):
    limit, unit = target.split()
    number = found[0] * (1000 if unit == "ms" else 1)
    return number <= float(limit)


def width(text):
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def main():
    figures, rows = read(sys.argv[1]), sys.argv[2]
    table = [("项目", "目标", "实测", "对照（对照 ÷ 实测）")]
    for words, target, key, beside in TABLE + list(of_sizes(figures)):
        found = find(figures, key)
        if found is None and "--measured" in sys.argv:
            continue
        if found is None:
            table.append((words, f"≤ {target}" if target else "", "未测", ""))
            continue
        mark = "" if not target else (" ✓" if holds(found, target) else " ✗")
        others = []
        for other, other_key in beside:
            there = find(figures, other_key)
            if there is None:
                others.append(f"{other}：未测")
            else:
                times = f"（{there[0] / found[0]:.2g}）" if found[0] else ""  # 没有误报的，比不出几倍
                others.append(f"{other} {shown(there)}{times}")
        table.append((words, f"≤ {target}" if target else "", shown(found) + mark, "；".join(others)))
    print(f"大库 {rows} 条记录。时间为几次的中位数，先热身一次。\n")
    widths = [max(width(row[column]) for row in table) for column in range(4)]
    for number, row in enumerate(table):
        cells = [cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths)]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("|" + "|".join("-" * (wide + 2) for wide in widths) + "|")


if __name__ == "__main__":
    main()
