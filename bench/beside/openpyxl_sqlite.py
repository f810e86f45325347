"""Comparison: the workbook read by openpyxl and put into a bare SQLite table, as a script would do it; no checks.

python3 bench/beside/openpyxl_sqlite.py WORKBOOK DATABASE
"""

import os
import sqlite3
import sys

from openpyxl import load_workbook

source, target = sys.argv[1:3]
for ending in ("", "-wal", "-shm"):
    if os.path.exists(target + ending):
        os.remove(target + ending)
sheet = load_workbook(source, read_only=True, data_only=True).active
rows = sheet.iter_rows(values_only=True)
header = next(rows)
base = sqlite3.connect(target)
base.execute("PRAGMA journal_mode = WAL")
columns = ", ".join(f'"{title}"' for title in header)
base.execute(f'CREATE TABLE records ({columns}, PRIMARY KEY ("{header[0]}"))')
marks = ", ".join("?" * len(header))
plain = ([str(cell) if hasattr(cell, "isoformat") else cell for cell in row] for row in rows)
base.executemany(f"INSERT INTO records VALUES ({marks})", plain)
base.commit()
count = base.execute("SELECT COUNT(*) FROM records").fetchone()[0]
print(f"{count} rows")
