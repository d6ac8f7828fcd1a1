"""`make bench`: every measurement, each against its peer in the same run."""

import subprocess
import sys

RUNS = (
    ["bench.mail", *sys.argv[1:]],
    ["bench.pages"],
    ["bench.texts"],
    ["bench.people"],
    ["bench.backup"],
    ["bench.retention"],
    ["bench.risks"],
    ["bench.change"],
    ["bench.sifting", *sys.argv[1:]],
    ["bench.requests"],
)

for module, *arguments in RUNS:
    print(f"\n== {module}", flush=True)
    subprocess.run([sys.executable, "-m", module, *arguments], check=True)
