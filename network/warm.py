"""Compile every loop of the analysis and keep it on disk: ``python -m network.warm``.

Set-up runs this once, so that no page waits for a compiler. Where the source folder cannot be
written to, set NUMBA_CACHE_DIR.
"""

import network


def warm() -> None:
    """Run the whole analysis on six organisations. Seconds at first, then next to nothing."""
    letters = "abcdef"
    records = network.build(
        [network.Organisation(x, sector="one" if x < "d" else "other") for x in letters],
        [network.Event(f"m{i}", forum=f"f{i % 2}") for i in range(6)],
        [(x, f"m{i}") for i in range(6) for x in letters if x != letters[i]],
    )
    network.analysis_report(records, samples=2)


if __name__ == "__main__":
    warm()
