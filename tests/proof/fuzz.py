"""Coverage-guided inputs for what reads hostile input: `python -m tests.proof.fuzz TARGET --seconds 60`, `make fuzz` for all.

Needs the extra [fuzz]. What a target reads and what counts as a fault stands in `fuzz_targets.py`. A fault ends the run: its
input is printed as Python writes it, and read again by `--again FILE`, or as a regression test.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

OURS = ["bot", "handlers", "storage"]
# Not ours, but which forms these tell apart decides what reaches us.
GUIDING = {"telegram": ["telegram"], "xlsx": ["openpyxl"]}
NAMES = ["telegram", "zalo", "replies", "dates", "lines", "csv", "xlsx"]
FAULT = 70
# No reader needs a fraction of it; what does is stopped and told as a fault.
MEGABYTES, HANGS = 1024, 20
PROGRESS = re.compile(r"^#(\d+)\s+(\w+)\s+cov: (\d+)", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the targets one after the other; return 0 if no fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.fuzz", description="Coverage-guided inputs.")
    parser.add_argument("target", choices=[*NAMES, "all"])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument(
        "--corpus", type=Path, help="where to keep inputs that reached something new; else they are thrown away"
    )
    parser.add_argument("--again", type=Path, metavar="FILE", help="read this one input, and nothing else")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.inside:
        fuzz(asked.target, asked.corpus, asked.seconds, asked.seed)
    if asked.again is not None:
        from tests.proof.fuzz_targets import TARGETS

        TARGETS[asked.target].read(asked.again.read_bytes())
        return 0
    targets = NAMES if asked.target == "all" else [asked.target]
    # Every one of them, also after a fault in the first: they have nothing to do with each other.
    return max([outside(each, asked.seconds, asked.seed, asked.corpus) for each in targets])


def outside(target: str, seconds: int, seed: int, corpus: Path | None) -> int:
    """Fuzz one target in a process of its own, which libFuzzer ends as it likes; print what came of it."""
    with tempfile.TemporaryDirectory(prefix="chibo-fuzz-") as thrown_away:
        folder = (corpus or Path(thrown_away)) / target
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", __spec__.name, target, "--inside", "--corpus", str(folder)]
        command += ["--seconds", str(seconds), "--seed", str(seed)]
        ran = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
        )
    steps = PROGRESS.findall(ran.stdout)
    if not steps or (ran.returncode and "FAULT" not in ran.stdout):
        # Not an exception of Python's: memory, time, or the fuzzer itself.
        say(ran.stdout[-4000:])
    begun = next((int(reached) for _, word, reached in steps if word == "INITED"), 0)
    done, reached = (max(int(step[place]) for step in steps) if steps else 0 for place in (0, 2))
    became = "a FAULT" if ran.returncode else "no fault"
    say(f"{target}: {done:,} executions, {reached:,} edges reached, {reached - begun:,} beyond the seeds, {became}")
    if "FAULT" in ran.stdout:
        say(ran.stdout[ran.stdout.index("FAULT") :])
    return int(ran.returncode != 0)


def fuzz(name: str, folder: Path, seconds: int, seed: int) -> NoReturn:
    """Be the process that libFuzzer runs in."""
    import atheris

    with atheris.instrument_imports(include=[*OURS, *GUIDING.get(name, [])]):
        from tests.proof.fuzz_targets import TARGETS

    target = TARGETS[name]
    seeds, words = [each for each in target.seeds() if len(each) <= target.longest], list(target.words())
    for number, content in enumerate(seeds):
        (folder / f"seed-{number:04}").write_bytes(content)
    dictionary = folder.with_suffix(".words")
    dictionary.write_text("\n".join(f'"{quoted(word)}"' for word in words), encoding="ascii")

    def one(data: bytes) -> None:
        try:
            target.read(data)
        except BaseException:  # noqa: BLE001  (whatever it is, it is what is looked for)
            told = traceback.format_exc().strip()
            os.write(
                2, f"\nFAULT\n{told}\nthe input, as Python writes it:\n{data!r}\n".encode("utf-8", errors="replace")
            )
            os._exit(FAULT)

    options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={target.longest}", f"-dict={dictionary}"]
    options += [f"-rss_limit_mb={MEGABYTES}", f"-timeout={HANGS}", f"-artifact_prefix={folder}-", "-verbosity=1"]
    more = {}
    if target.bend is not None:
        from tests.proof.fuzz_bending import Tools

        def mutate(content: bytes, most: int) -> bytes:
            # Asked for at each call, because the fuzzer puts another function there when it begins.
            return atheris.Mutate(content, most)

        tools, bend = Tools(mutate, seeds, words), target.bend

        def bent(data: bytes, most: int, dice: int) -> bytes:
            tools.dice.seed(dice)
            return bend(data, most, tools)

        more["custom_mutator"] = bent
    atheris.Setup([sys.argv[0], *options, str(folder)], one, **more)
    atheris.Fuzz()
    raise SystemExit


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def quoted(word: str) -> str:
    """Return the word as libFuzzer's dictionaries have it: every byte that is no plain letter or figure as \\xAB."""
    return "".join(chr(each) if chr(each).isalnum() and each < 128 else f"\\x{each:02X}" for each in word.encode())


if __name__ == "__main__":
    sys.exit(main())
