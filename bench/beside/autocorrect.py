"""Comparison: AutoCorrect lints the same text and the same faults.

python3 bench/beside/autocorrect.py TEXT FAULTS
One line of JSON: seconds for the text, findings in it per 10,000 characters (it is clean), recall on the faults.
A fault counts as found when its paragraph has more findings than before.
"""

import json
import statistics
import sys
import time

import autocorrect_py


# Official documents set no space between Chinese and digits (GB/T 9704): without this every number is a finding.
autocorrect_py.load_config("{rules: {space-word: 0}}")


def findings(text):
    """Lines that stand twice are looked at once: a paragraph that is repeated must not count as found for its old findings."""
    text = "\n".join(dict.fromkeys(text.split("\n")))
    return len(autocorrect_py.lint_for(text, "text").lines)


def words(text):
    """AutoCorrect tells lines, so two faults in one line are one: what it would change is compared as well."""
    return autocorrect_py.format(text)


def found(before, after):
    if findings(after) > findings(before):
        return True
    # The same lines are told as before: found only when the correction takes the fault away.
    return after != before and words(after) == words(before)


source, faults = sys.argv[1:3]
with open(source, encoding="utf-8") as file:
    text = file.read()
findings(text)
times = []
for _ in range(20):
    started = time.perf_counter()
    findings(text)
    times.append(time.perf_counter() - started)
kinds = {}
with open(faults, encoding="utf-8") as lines:
    for line in lines:
        fault = json.loads(line)
        tried, hit = kinds.get(fault["kind"], (0, 0))
        kinds[fault["kind"]] = (tried + 1, hit + found(fault["before"], fault["after"]))
tried, hit = (sum(it[place] for it in kinds.values()) for place in (0, 1))
print(
    json.dumps(
        {
            "figure": "check.autocorrect",
            "unit": "s",
            "median": statistics.median(times),
            "low": min(times),
            "high": max(times),
            "runs": len(times),
            "facts": {
                "recall": 100 * hit / tried,
                "alarms": 10000 * findings(text) / len(text),
                "found": {kind: f"{it[1]}/{it[0]}" for kind, it in kinds.items() if it[1]},
            },
        },
        ensure_ascii=False,
    )
)
