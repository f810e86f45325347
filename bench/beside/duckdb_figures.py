"""The same figures over the same rows in DuckDB: every question alone, and all questions of a table together.

python3 bench/beside/duckdb_figures.py LABEL SQLITE_BASE QUESTIONS.json DUCKDB_FILE
QUESTIONS.json comes from `bench figures`: the columns to load, the questions as plain SQL, and our answers, with which
DuckDB's must agree. The rows are read out of the SQLite base by its own shell; a file that was loaded once is kept as
long as the base is not newer.
"""

import decimal
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import duckdb

RUNS = 5
NULL = "~NULL~"


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def load(base, tables, file):
    """Copies the columns that are asked for out of the base; as many rows as there are."""
    if os.path.exists(file):
        os.remove(file)
    database = duckdb.connect(file)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(file))) as folder:
        out = os.path.join(folder, "rows.csv")
        for number, (table, columns) in enumerate(tables.items(), 1):
            wanted = ", ".join(quoted(it) for it in columns)
            script = f".mode csv\n.nullvalue {NULL}\n.output '{out}'\nSELECT {wanted} FROM {quoted(table)};\n"
            subprocess.run(["sqlite3", "-batch", "-bail", base], input=script, text=True, check=True)
            defined = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
            database.execute(f"CREATE TABLE {quoted(table)} ({defined})")
            database.execute(
                f"COPY {quoted(table)} FROM '{out}' (FORMAT csv, HEADER false, AUTO_DETECT false, NULLSTR '{NULL}', QUOTE '\"', ESCAPE '\"')"
            )
            print(f"\r{number}/{len(tables)} {table:<60}", end="", file=sys.stderr)
    print(file=sys.stderr)
    database.execute("CHECKPOINT")
    database.close()


def worked():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measured(ask):
    """Answers, wall seconds of several runs after one that is not counted, and processor seconds of one."""
    answers = ask()
    times, before = [], worked()
    for _ in range(RUNS):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    return answers, times, (worked() - before) / RUNS


def agrees(question, found):
    value, rows = found
    if rows != question["rows"]:
        return False
    if question["value"] is None:
        return True
    ours, theirs = decimal.Decimal(question["value"]), decimal.Decimal(str(value or 0))
    return abs(ours - theirs) <= decimal.Decimal("1e-6") if question["near"] else ours == theirs


def say(figure, times, cpu, facts):
    times.sort()
    line = {
        "figure": figure, "unit": "s", "median": statistics.median(times), "low": times[0], "high": times[-1],
        "runs": len(times), "facts": {"cpu_s": cpu, "duckdb": duckdb.__version__, **facts},
    }
    print(json.dumps(line))


def main():
    label, base, questions, file = sys.argv[1:]
    with open(questions, encoding="utf-8") as text:
        all_of_it = json.load(text)
    asks, together = all_of_it["asks"], all_of_it["together"]
    tables = all_of_it["tables"]
    note = file + ".tables"
    is_fresh = (
        os.path.exists(file) and os.path.exists(note)
        and os.path.getmtime(file) >= os.path.getmtime(base)
        and open(note, encoding="utf-8").read() == json.dumps(tables)
    )
    if not is_fresh:
        load(base, tables, file)
        with open(note, "w", encoding="utf-8") as out:
            out.write(json.dumps(tables))
    database = duckdb.connect(file, read_only=True)

    def alone():
        return [database.execute(it["sql"]).fetchone() for it in asks]

    def grouped():
        answers = [None] * len(asks)
        for statement in together:
            row = database.execute(statement["sql"]).fetchone()
            for at, place in enumerate(statement["places"]):
                answers[place] = row[2 * at : 2 * at + 2]
        return answers

    for figure, ask, statements in (("figures_duckdb_alone", alone, len(asks)), ("figures_duckdb", grouped, len(together))):
        answers, times, cpu = measured(ask)
        for question, found in zip(asks, answers):
            if not agrees(question, found):
                sys.exit(f"{question['sql']}: ours {question['value']}, {question['rows']} rows; DuckDB {found}")
        threads = database.execute("SELECT current_setting('threads')").fetchone()[0]
        say(f"{figure}.{label}", times, cpu, {"statements": statements, "same": len(asks), "threads": threads})


if __name__ == "__main__":
    main()
