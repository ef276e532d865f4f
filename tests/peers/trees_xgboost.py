"""XGBoost for Python in `bench trees`: trees_xgboost.py ROWS FEATURES ROUNDS PARAMETERS. For its lines see SmartKart.Benchmarks' PeerProcess.

ROWS holds floats: a label for each row, then the rows. A round trains one model, from arrays in memory to the model in memory.
"""
import json
import sys
import time

import numpy
import xgboost

FEATURES, ROUNDS, PARAMETERS = int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
values = numpy.fromfile(sys.argv[1], dtype=numpy.float32)
count = len(values) // (FEATURES + 1)
labels, rows = values[:count].copy(), values[count:].reshape(count, FEATURES).copy()


def train():
    matrix = xgboost.DMatrix(rows, label=labels, nthread=1)
    return xgboost.train(PARAMETERS, matrix, num_boost_round=ROUNDS).save_raw("ubj")


train()
print("ready", flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    train()
    print(json.dumps({"seconds": time.perf_counter() - began}), flush=True)
