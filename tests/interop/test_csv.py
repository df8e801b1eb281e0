#!/usr/bin/env python3
"""results.csv and metrics.csv of a run and of the stored runs: as many cells in each row as in the header, and numbers
where numbers belong, for Python's own csv module and, without any option, for pandas and R.

pandas and R are tried where they are installed; --require fails where they are not.
"""
import csv
import glob
import math
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NUMBERS = {"split", "seed", "value", "updates", "images_seen", "train_seconds", "run", "step"}


def by_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows, f"{path}: no rows"
    for number, row in enumerate(rows, 2):
        assert None not in row and None not in row.values(), f"{path}:{number}: not as many cells as the header"
        for column in NUMBERS & row.keys():
            assert math.isfinite(float(row[column])), f"{path}:{number}: {column} is {row[column]}"
        assert row["labels"] == "all" or int(row["labels"]) > 0, f"{path}:{number}: labels {row['labels']}"
    return rows


def by_pandas(path, rows):
    import pandas
    table = pandas.read_csv(path)
    assert list(table.columns) == list(rows[0]), f"{path}: pandas reads the columns {list(table.columns)}"
    assert len(table) == len(rows), f"{path}: pandas reads {len(table)} rows of {len(rows)}"
    for column in NUMBERS & set(table.columns):
        assert table[column].dtype.kind in "iuf", f"{path}: pandas reads {column} as {table[column].dtype}"
        for found, row in zip(table[column], rows):  # the last digit is pandas': its default parser rounds for speed
            assert math.isclose(found, float(row[column]), rel_tol=1e-14), f"{path}: {found} in pandas for {row[column]}"
    assert not table.isna().any().any(), f"{path}: pandas misses values"


def by_r(path, rows):
    program = (f't <- read.csv("{path}"); '
               'cat(nrow(t), ncol(t), anyNA(t), is.numeric(t$value), format(sum(t$value), digits = 15))')
    found = subprocess.run(["Rscript", "-e", program], check=True, capture_output=True, text=True).stdout.split()
    total = sum(float(row["value"]) for row in rows)
    expected = [str(len(rows)), str(len(rows[0])), "FALSE", "TRUE"]
    assert found[:4] == expected, f"{path}: R reads {found[:4]}, expected {expected}"
    assert math.isclose(float(found[4]), total, rel_tol=1e-9), f"{path}: R's sum is {found[4]}, not {total}"


def readers():
    """Those that are there; the others are named."""
    found = []
    try:
        import pandas  # noqa: F401
        found.append(by_pandas)
    except ImportError:
        print(f"skipped: pandas is not installed for {sys.executable} (tools/setup --interop)")
    if shutil.which("Rscript"):
        found.append(by_r)
    else:
        print("skipped: R is not installed (tools/setup --interop)")
    if len(found) < 2 and "--require" in sys.argv:
        sys.exit(1)
    return found


others = readers()
with tempfile.TemporaryDirectory() as out:
    # Names with commas and quotes would be the hard part; methods have none, so numbers and "all" are what there is.
    subprocess.run([os.path.join(os.environ["BIN"], "t02_supervised"), "--dataset", "shapes", "--profile", "smoke",
                    "--labels", "60,all", "--out", out], check=True, capture_output=True)
    files = [f"{out}/results.csv", f"{out}/metrics.csv"]
    files += sorted(glob.glob(os.path.join(ROOT, "tutorials/results/*/results.csv")))
    for path in files:
        rows = by_csv(path)
        for reader in others:
            reader(path, rows)
        print(f"ok     {os.path.basename(os.path.dirname(path))}/{os.path.basename(path)}: {len(rows)} rows")
