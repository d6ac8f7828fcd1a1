"""Simulated years of an appraisal against pyfair on the same estimates, each in its own process.

Ours draws Poisson counts and the loss of every event with common random numbers, sorts the curves and reckons who
expects the least. pyfair multiplies one frequency by one loss a year, which has the same mean: it is the cross-check.
pyfair is fetched for the bench alone, with uv or else with pip, into a folder that goes away.

python -m bench.risks [--years N] [--exposures N] [--options N] [--rounds N]
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench import hall

AIM_SECONDS, AIM_MB, PEER = 1.0, 300, "pyfair==0.1a13"


def main() -> None:
    """Measure both in one run, and print the ratio and how far the means agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=100_000)
    parser.add_argument("--exposures", type=int, default=30)
    parser.add_argument("--options", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--portfolio", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.portfolio:
        print(json.dumps(simulate(json.loads(options.portfolio.read_text()), options.years, options.rounds)))
        return
    print(f"{options.years:,} years, {options.exposures} exposures, {options.options} options")
    with hall.data_folder() as folder:
        ours = {}
        for name, spread in (("points", 1.0), ("intervals", 4.0)):
            path = folder / f"{name}.json"
            path.write_text(json.dumps(portfolio(options.exposures, options.options, spread)))
            ours[name] = measured(name, path, options.years, options.rounds)
        against_peer(folder, ours["points"], options.years)


def portfolio(exposures: int, options: int, spread: float) -> list[dict[str, float | str]]:
    """Made-up estimates: once in a hundred years to three times a year; a thousand pounds to a million."""
    chance = random.Random(5)
    estimates = []
    for number in range(exposures):
        often, low = 10 ** chance.uniform(-2, 0.5), 10 ** chance.uniform(3, 5)
        for option in range(options):
            share = chance.uniform(0.3, 1)
            estimates.append(
                {
                    "option": f"O{option}",
                    "risk": f"R{number}",
                    "often": often * share,
                    "often_high": often * share * spread,
                    "low": low * share,
                    "high": low * share * 10,
                }
            )
    return estimates


def measured(name: str, path: Path, years: int, rounds: int) -> dict:
    """Seconds and peak of our own process."""
    command = [sys.executable, "-m", "bench.risks", "--portfolio", str(path)]
    cost = hall.run([*command, "--years", str(years), "--rounds", str(rounds)])
    told = json.loads(cost.output.splitlines()[-1])
    print(
        f"moothall, {name:10}{told['seconds']:8.2f} s   {told['worked']:.2f} s of processor   "
        f"peak {cost.peak_mb:.0f} MB   (frequencies as {name}; aim: under {AIM_SECONDS:.0f} s and {AIM_MB} MB)"
    )
    return told


def simulate(estimates: list[dict], years: int, rounds: int) -> dict:
    """The middle of several runs, and the mean of every option as simulated and in closed form."""
    from moothall.risks.choices import Unit
    from moothall.risks.quantities import Interval, Loss
    from moothall.risks.simulation import Exposure, compare

    exposures = [
        Exposure(
            found["option"],
            found["risk"],
            "doing",
            Loss(Interval(found["often"], found["often_high"]), Interval(found["low"], found["high"]), Unit.POUNDS),
        )
        for found in estimates
    ]
    times, worked = [], []
    for _round in range(rounds):
        begun, before = time.perf_counter(), time.process_time()
        (comparison,) = compare(exposures, years=years)
        times.append(time.perf_counter() - begun)
        worked.append(time.process_time() - before)
    means = {found.option: (found.curve.area, found.expectation) for found in comparison.prospects}
    return {"seconds": median(times), "worked": median(worked), "means": means}


def against_peer(folder: Path, ours: dict, years: int) -> None:
    """The same estimates through pyfair, if it can be had."""
    python = peer_python(folder / "peer")
    if python is None:
        return
    script = Path(__file__).with_name("risks_peer.py")
    try:
        cost = hall.run([*python, str(script), str(folder / "points.json"), str(years)])
    except subprocess.CalledProcessError:
        print("pyfair did not run here: the ratio is not measured.")
        return
    told = json.loads(cost.output.splitlines()[-1])
    print(
        f"pyfair              {told['seconds']:8.2f} s   {told['worked']:.2f} s of processor   "
        f"peak {cost.peak_mb:.0f} MB   (drawing its losses included)"
    )
    by_clock, by_work = told["seconds"] / ours["seconds"], told["worked"] / ours["worked"]
    print(f"ratio               {by_clock:8.1f} times our time by the clock, {by_work:.1f} times by the processor")
    for option, (area, expectation) in ours["means"].items():
        theirs = told["means"][option]
        print(
            f"mean of {option:11} closed form £{expectation:,.0f}; simulated {area / expectation - 1:+.2%}; "
            f"pyfair {theirs / expectation - 1:+.2%}"
        )


def peer_python(folder: Path) -> list[str] | None:
    """A Python that has pyfair; None, with words, when it can't be fetched."""
    if shutil.which("uv"):
        python = ["uv", "run", "--no-project", "--with", PEER, "python"]
        made = subprocess.run([*python, "-c", "import pyfair"], capture_output=True, check=False, cwd=folder.parent)
    else:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, check=True)
        python = [str(folder / "bin" / "python")]
        made = subprocess.run([*python, "-m", "pip", "install", "-q", PEER], capture_output=True, check=False)
    if made.returncode:
        print("pyfair can't be fetched here: the ratio is not measured.")
        return None
    return python


if __name__ == "__main__":
    main()
