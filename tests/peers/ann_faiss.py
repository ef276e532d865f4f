"""faiss' IndexHNSWFlat in `bench ann`: ann_faiss.py FOLDER DIMS M EF_CONSTRUCTION THREADS EF,EF,… For its lines see SmartKart.Benchmarks' PeerProcess.

FOLDER has vectors.f32 and queries.f32 (float32, rows × DIMS), and truth.i32 (int32, queries × k). Vectors are of length 1: among those the
nearest by Euclid's distance are the nearest by cosine, and it is the metric that IndexHNSWFlat is made for. It builds on THREADS threads, and
searches on one, all queries in one call. A round gives, for each EF, queries per second and recall.
"""
import json
import sys
import time

import faiss
import numpy

folder, dims, m, ef_construction, threads = sys.argv[1], *map(int, sys.argv[2:6])
efs = [int(ef) for ef in sys.argv[6].split(",")]
vectors = numpy.fromfile(folder + "/vectors.f32", dtype=numpy.float32).reshape(-1, dims)
queries = numpy.fromfile(folder + "/queries.f32", dtype=numpy.float32).reshape(-1, dims)
truth = numpy.fromfile(folder + "/truth.i32", dtype=numpy.int32).reshape(len(queries), -1)
k = truth.shape[1]

index = faiss.IndexHNSWFlat(dims, m)
index.hnsw.efConstruction = ef_construction
faiss.omp_set_num_threads(threads)
began = time.perf_counter()
index.add(vectors)
build_s = time.perf_counter() - began
faiss.omp_set_num_threads(1)


def recall(rows):
    return float(sum(len(numpy.intersect1d(found, exact)) for found, exact in zip(rows, truth)) / truth.size)


index.hnsw.efSearch = efs[0]
index.search(queries, k)
print("ready", flush=True)
for _ in sys.stdin:
    numbers = {"build_s": build_s}
    for ef in efs:
        index.hnsw.efSearch = ef
        began = time.perf_counter()
        _, rows = index.search(queries, k)
        numbers[f"queries_per_s_{ef}"] = len(queries) / (time.perf_counter() - began)
        numbers[f"recall_{ef}"] = recall(rows)
    print(json.dumps(numbers), flush=True)
