"""Fifty steps of training a small network: elu, softmax cross-entropy, Adam at 0.01, batches of ten in order."""

import torch
from torch.nn import functional as F

from fixture import given, write

torch.manual_seed(4)
features = given(50, 5) * 2
labels = (features @ given(5, 3)).argmax(1)
start = {"dense_1.kernel": given(5, 8), "dense_1.bias": given(8), "dense_2.kernel": given(8, 3), "dense_2.bias": given(3)}
weights = {name: each.clone().requires_grad_() for name, each in start.items()}
optimizer = torch.optim.Adam(weights.values(), lr=0.01, eps=1e-7)

losses = []
for step in range(50):
    rows = slice(10 * (step % 5), 10 * (step % 5) + 10)
    hidden = F.elu(features[rows] @ weights["dense_1.kernel"] + weights["dense_1.bias"])
    loss = F.cross_entropy(hidden @ weights["dense_2.kernel"] + weights["dense_2.bias"], labels[rows])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.detach())

write(
    {
        "features": features,
        "labels": labels,
        "start": start,
        "losses": losses,
        "end": {name: each for name, each in weights.items()},
    }
)
