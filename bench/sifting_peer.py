"""The same texts through datasketch's MinHashLSH; run by `bench.sifting` with a Python that has it, nothing of ours.

python sifting_peer.py TEXTS.json
"""

import json
import re
import sys
import time
from pathlib import Path

from datasketch import MinHash, MinHashLSH

WORD = re.compile(r"\w+")
ALIKE = 0.8


def main() -> None:
    """Runs of three words, 128 permutations, threshold 0.8; prints seconds, and its pairs compared exactly."""
    texts = json.loads(Path(sys.argv[1]).read_text())
    begun, before = time.perf_counter(), time.process_time()
    sketches = [sketch(text) for text in texts]
    index = MinHashLSH(threshold=ALIKE, num_perm=128)
    pairs = set()
    for number, made in enumerate(sketches):
        pairs.update((int(other), number) for other in index.query(made))
        index.insert(str(number), made)
    seconds, worked = time.perf_counter() - begun, time.process_time() - before
    alike = [pair for pair in sorted(pairs) if jaccard(texts[pair[0]], texts[pair[1]]) >= ALIKE]
    told = {"seconds": seconds, "worked": worked, "pairs": len(pairs), "false": len(pairs) - len(alike), "alike": alike}
    print(json.dumps(told))


def runs(text: str) -> set[bytes]:
    """All runs of three words."""
    words = WORD.findall(text.lower())
    return {" ".join(words[at : at + 3]).encode("utf-8", "replace") for at in range(len(words) - 2)}


def sketch(text: str) -> MinHash:
    """Its MinHash, all runs at once, which is datasketch's quickest way."""
    made = MinHash(num_perm=128, seed=1)
    made.update_batch(sorted(runs(text)))
    return made


def jaccard(one: str, other: str) -> float:
    """What two texts share, exactly."""
    first, second = runs(one), runs(other)
    return len(first & second) / len(first | second)


if __name__ == "__main__":
    main()
