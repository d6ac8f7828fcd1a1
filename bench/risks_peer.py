"""The same estimates through pyfair; run by `bench.risks` with a Python that has it, and nothing of ours.

python risks_peer.py PORTFOLIO.json YEARS
"""

import json
import math
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
import pyfair

Z90 = NormalDist().inv_cdf(0.95)


def main() -> None:
    """One model for each exposure and one portfolio for each option; prints seconds and means."""
    estimates, years = json.loads(Path(sys.argv[1]).read_text()), int(sys.argv[2])
    by_option = defaultdict(list)
    for found in estimates:
        by_option[found["option"]].append(found)
    begun, before = time.perf_counter(), time.process_time()
    means = {option: portfolio(option, faced, years) for option, faced in by_option.items()}
    seconds, worked = time.perf_counter() - begun, time.process_time() - before
    print(json.dumps({"seconds": seconds, "worked": worked, "means": means}))


def portfolio(option: str, faced: list[dict], years: int) -> float:
    """The mean of an option's simulated years."""
    chance = np.random.default_rng(7)
    models = []
    for found in faced:
        sigma = (math.log(found["high"]) - math.log(found["low"])) / (2 * Z90)
        losses = chance.lognormal((math.log(found["low"]) + math.log(found["high"])) / 2, sigma, years)
        model = pyfair.FairModel(name=found["risk"], n_simulations=years, random_seed=1)
        model.input_data("Loss Event Frequency", constant=found["often"])
        model.input_raw_data("Loss Magnitude", pd.Series(losses))
        models.append(model)
    whole = pyfair.FairMetaModel(name=option, models=models)
    whole.calculate_all()
    return float(whole.export_results()["Risk"].mean())


if __name__ == "__main__":
    main()
