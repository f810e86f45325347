"""Runs a command several times from process start and says how long it took and how much memory it held at most.

python3 bench/process.py FIGURE RUNS [--before 'shell command'] [--cold] -- command …
One line of JSON on standard output: seconds (median, best, worst), seconds of the processors and megabytes at the peak.
With --cold the first run counts too; without, it only warms the caches.
"""

import json
import os
import statistics
import subprocess
import sys
import time


def once(command):
    """Wall seconds, processor seconds and peak resident megabytes of one run."""
    with open(os.devnull, "w") as nowhere:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=nowhere, stderr=subprocess.PIPE)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.stderr.write(said.decode("utf-8", "replace"))
        sys.exit(f"{command} ended with {process.returncode}")
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    words = sys.argv[1:]
    at = words.index("--")
    command, words = words[at + 1 :], words[:at]
    figure, runs = words[0], int(words[1])
    before = words[words.index("--before") + 1] if "--before" in words else None
    seconds, worked, megabytes = [], [], []
    warming = 0 if "--cold" in words else 1
    for run in range(runs + warming):
        if before:
            subprocess.run(before, shell=True, check=True, stdout=subprocess.DEVNULL)
        took, cpu, peak = once(command)
        if run >= warming:
            seconds.append(took)
            worked.append(cpu)
            megabytes.append(peak)
    print(
        json.dumps(
            {
                "figure": figure,
                "unit": "s",
                "median": statistics.median(seconds),
                "low": min(seconds),
                "high": max(seconds),
                "runs": runs,
                "facts": {
                    "cpu_s": statistics.median(worked),
                    "peak_mb": statistics.median(megabytes),
                },
            }
        )
    )


if __name__ == "__main__":
    main()
