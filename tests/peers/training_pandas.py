"""pandas' merge_asof in `bench training`: training_pandas.py EVENTS.csv LABELS.csv. For its lines see SmartKart.Benchmarks' PeerProcess.

A window's count and sum at a label are differences of running totals: those before the label, less those before the window. That is a merge for
the label's instant and one for each window's beginning, which moves in the window's hop.
"""
import json
import sys
import time

import pandas

MINUTE = 60_000_000
WINDOWS = [(60, 1), (360, 15), (1_440, 15), (10_080, 60), (43_200, 360)]

events = pandas.read_csv(sys.argv[1])
labels = pandas.read_csv(sys.argv[2])


def totals_before(instants, totals):
    rows = pandas.DataFrame({"user_id": labels["user_id"], "ts": instants, "row": labels.index}).sort_values("ts")
    found = pandas.merge_asof(rows, totals, on="ts", by="user_id", allow_exact_matches=False)
    return found.set_index("row")[["count", "sum"]].fillna(0).sort_index()


def features():
    totals = events.sort_values("ts", kind="stable")
    by_user = totals.groupby("user_id", sort=False)
    totals = pandas.DataFrame({
        "user_id": totals["user_id"], "ts": totals["ts"],
        "count": by_user.cumcount() + 1, "sum": by_user["propensity"].cumsum(),
    }).drop_duplicates(["user_id", "ts"], keep="last")
    until = totals_before(labels["ts"], totals)
    result = labels.copy()
    for minutes, hop in WINDOWS:
        begins = (labels["ts"] - minutes * MINUTE) // (hop * MINUTE) * (hop * MINUTE)
        window = until - totals_before(begins, totals)
        result[f"events_{minutes}"] = window["count"]
        result[f"chance_{minutes}"] = window["sum"]
    return result


print("ready", flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    features()
    print(json.dumps({"seconds": time.perf_counter() - began}), flush=True)
