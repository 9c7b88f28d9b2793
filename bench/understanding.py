"""How well and how fast replies are understood: accuracy per label, what was taken for what, microseconds per reply.

Run from the checkout: `python -m bench.understanding` (add `--wrong` to list every reply that was read differently).
"""

from __future__ import annotations

import statistics
import sys
import time

from handlers.understanding import understand
from tests.understanding.corpus import KEYS, Score, lines, score

LABELS = ("attend", "late", "absent", "unsure", "None")
ROUNDS = 5


def accuracy(title: str, result: Score) -> None:
    print(f"\n{title}: {result.size} replies")
    for key in KEYS:
        print(f"  {key:<13}{result.share(key):7.1%}   ({result.size - result.right[key]} wrong)")
    print(f"  attend taken for absent or the reverse: {len(result.opposite)}")


def confusion(result: Score) -> None:
    corner = "meant / read"
    print(f"\n  {corner:<14}" + "".join(f"{label:>8}" for label in LABELS))
    for meant in LABELS:
        print(f"  {meant:<14}" + "".join(f"{result.confusion[(meant, read)]:>8}" for read in LABELS))


def speed() -> None:
    texts = [line["text"] for line in lines()]
    for text in texts:
        understand(text)
    taken = []
    for _ in range(ROUNDS):
        for text in texts:
            begin = time.perf_counter()
            understand(text)
            taken.append((time.perf_counter() - begin) * 1e6)
    taken.sort()
    letter = "không dự được vì bận việc, " * 200
    begin = time.perf_counter()
    understand(letter)
    long_one = (time.perf_counter() - begin) * 1e3
    mean, median, slowest = statistics.fmean(taken), statistics.median(taken), taken[int(len(taken) * 0.99)]
    print(f"\nspeed: mean {mean:.0f} µs, median {median:.0f} µs, 99 of 100 under {slowest:.0f} µs per reply")
    print(f"a text of {len(letter)} characters: {long_one:.1f} ms")


def main() -> None:
    for title, held_out in (("held out from rule writing", True), ("used for rule writing", False)):
        result = score(lines(held_out=held_out))
        accuracy(title, result)
        confusion(result)
        if "--wrong" in sys.argv:
            print("\n".join(["", *result.wrong]))
    speed()


if __name__ == "__main__":
    main()
