"""scikit-learn's NMF in `bench factors`: factors_nmf.py FOLDER USERS ITEMS RANK. For its lines see SmartKart.Benchmarks' PeerProcess.

FOLDER has the pairs of users and items; the round leaves both factors there. Single precision and all else at NMF's defaults, on all cores.
"""
import json
import sys
import time
import warnings

import numpy
import scipy.sparse
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning

warnings.simplefilter("ignore", ConvergenceWarning)
FOLDER, USERS, ITEMS, RANK = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
pairs = numpy.fromfile(f"{FOLDER}/pairs.i32", dtype=numpy.int32).reshape(-1, 2)
seen = scipy.sparse.csr_matrix((numpy.ones(len(pairs), numpy.float32), (pairs[:, 0], pairs[:, 1])), shape=(USERS, ITEMS))

print("ready", flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    model = NMF(n_components=RANK, random_state=1)
    users = model.fit_transform(seen)
    seconds = time.perf_counter() - began
    print(f"NMF stopped after {model.n_iter_} iterations", file=sys.stderr)
    users.astype(numpy.float32).tofile(f"{FOLDER}/users.f32")
    model.components_.T.astype(numpy.float32).tofile(f"{FOLDER}/items.f32")
    print(json.dumps({"seconds": seconds}), flush=True)
