"""PyTorch in `bench deepfm`: deepfm_torch.py FOLDER BATCH_SIZE THREADS. For its lines see SmartKart.Benchmarks' PeerProcess.

The same model on the same batches: one table for all fields, sum-square second order, three layers, log loss from scores, Adam. Embeddings can be
updated by dense Adam, which steps every row of the table, or by SparseAdam, which steps those of the batch, as ours does. Both are warmed up, and the
faster one races; stderr says which.
"""
import json
import sys
import time

import numpy
import torch

FOLDER, BATCH_SIZE, THREADS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
EMBEDDING, LAYERS, RATE, WARM_UP_STEPS = 16, [256, 128, 64], 1e-3, 10

torch.set_num_threads(THREADS)
torch.manual_seed(1)
sizes = [int(size) for size in open(f"{FOLDER}/sizes.txt").read().split()]
ids = torch.from_numpy(numpy.fromfile(f"{FOLDER}/ids.i32", dtype=numpy.int32).reshape(-1, len(sizes)).astype(numpy.int64))
ids += torch.tensor([0] + sizes[:-1]).cumsum(0)
labels = torch.from_numpy(numpy.fromfile(f"{FOLDER}/labels.f32", dtype=numpy.float32))


class DeepFM(torch.nn.Module):
    def __init__(self, sparse):
        super().__init__()
        self.table = torch.nn.Embedding(sum(sizes), EMBEDDING, sparse=sparse)
        self.first_order = torch.nn.Embedding(sum(sizes), 1, sparse=sparse)
        torch.nn.init.normal_(self.table.weight, std=0.01)
        torch.nn.init.zeros_(self.first_order.weight)
        widths = [len(sizes) * EMBEDDING] + LAYERS
        layers = []
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU(inplace=True)]
        self.layers = torch.nn.Sequential(*layers, torch.nn.Linear(widths[-1], 1))

    def forward(self, rows):
        embedded = self.table(rows)
        total = embedded.sum(1)
        pairs = (total * total - (embedded * embedded).sum(1)).sum(1) / 2
        return self.first_order(rows).sum((1, 2)) + pairs + self.layers(embedded.flatten(1)).squeeze(1)


class Training:
    def __init__(self, sparse):
        self.name = "SparseAdam" if sparse else "dense Adam"
        self.model = DeepFM(sparse)
        tables = [self.model.table.weight, self.model.first_order.weight]
        if sparse:
            self.optimizers = [torch.optim.SparseAdam(tables, lr=RATE), torch.optim.Adam(self.model.layers.parameters(), lr=RATE)]
        else:
            self.optimizers = [torch.optim.Adam(self.model.parameters(), lr=RATE)]
        self.loss = torch.nn.BCEWithLogitsLoss()

    def steps(self, count):
        """Seconds for as many steps in a new order."""
        began = time.perf_counter()
        order = torch.randperm(len(labels))
        for rows in order.split(BATCH_SIZE)[:count]:
            for optimizer in self.optimizers:
                optimizer.zero_grad(set_to_none=True)
            self.loss(self.model(ids[rows]), labels[rows]).backward()
            for optimizer in self.optimizers:
                optimizer.step()
        return time.perf_counter() - began


def warm(training):
    training.steps(3)
    return training.steps(WARM_UP_STEPS)


candidates = sorted((warm(training), training.name, training) for training in [Training(sparse=True), Training(sparse=False)])
for seconds, name, _ in candidates:
    print(f"{name}: {WARM_UP_STEPS * BATCH_SIZE / seconds:,.0f} examples/s", file=sys.stderr)
racing = candidates[0][2]
del candidates

print("ready", flush=True)
for _ in sys.stdin:
    print(json.dumps({"examples_per_s": len(labels) / racing.steps(len(labels))}), flush=True)
