"""hnswlib in `bench ann`: ann_hnswlib.py FOLDER DIMS M EF_CONSTRUCTION THREADS EF,EF,… For its lines see SmartKart.Benchmarks' PeerProcess.

FOLDER has vectors.f32 and queries.f32 (float32, rows × DIMS, of length 1), and truth.i32 (int32, queries × k). Its inner product is the cosine
of such vectors. It builds on THREADS threads, and searches on one, all queries in one call. A round gives, for each EF, queries per second
and recall.
"""
import json
import sys
import time

import hnswlib
import numpy

folder, dims, m, ef_construction, threads = sys.argv[1], *map(int, sys.argv[2:6])
efs = [int(ef) for ef in sys.argv[6].split(",")]
vectors = numpy.fromfile(folder + "/vectors.f32", dtype=numpy.float32).reshape(-1, dims)
queries = numpy.fromfile(folder + "/queries.f32", dtype=numpy.float32).reshape(-1, dims)
truth = numpy.fromfile(folder + "/truth.i32", dtype=numpy.int32).reshape(len(queries), -1)
k = truth.shape[1]

index = hnswlib.Index(space="ip", dim=dims)
began = time.perf_counter()
index.init_index(max_elements=len(vectors), ef_construction=ef_construction, M=m, random_seed=1)
index.add_items(vectors, num_threads=threads)
build_s = time.perf_counter() - began
index.set_num_threads(1)


def recall(rows):
    return float(sum(len(numpy.intersect1d(found, exact)) for found, exact in zip(rows, truth)) / truth.size)


index.set_ef(efs[0])
index.knn_query(queries, k=k, num_threads=1)
print("ready", flush=True)
for _ in sys.stdin:
    numbers = {"build_s": build_s}
    for ef in efs:
        index.set_ef(ef)
        began = time.perf_counter()
        rows, _ = index.knn_query(queries, k=k, num_threads=1)
        numbers[f"queries_per_s_{ef}"] = len(queries) / (time.perf_counter() - began)
        numbers[f"recall_{ef}"] = recall(rows)
    print(json.dumps(numbers), flush=True)
