"""Ten steps of a small network with an l2 penalty and momentum: gradients clipped, and kernels held to constraints, as PyTorch does it."""

import torch
from torch.nn import functional as F
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from fixture import given, write

torch.manual_seed(6)
features = given(40, 5) * 2
labels = (features @ given(5, 3)).argmax(1)
start = {"dense_1.kernel": given(5, 6), "dense_1.bias": given(6), "dense_2.kernel": given(6, 3), "dense_2.bias": given(3)}
kernels = ["dense_1.kernel", "dense_2.kernel"]

# clip_grad_norm_ divides by norm + 1e-6; renorm by norm + 1e-7, for norms above the limit alone.
CLIPPINGS = {
    "value": lambda weights: clip_grad_value_(weights, 0.05),
    "norm": lambda weights: [clip_grad_norm_([one], 0.1) for one in weights],
    "global_norm": lambda weights: clip_grad_norm_(weights, 0.2),
}


def norms(kernel):
    return kernel.norm(dim=0, keepdim=True)


CONSTRAINTS = {
    "max_norm": lambda kernel: kernel.renorm(2, 1, 0.9),
    "unit_norm": lambda kernel: F.normalize(kernel, dim=0),
    "non_negative": lambda kernel: kernel.clamp(min=0),
    "min_max_norm": lambda kernel: kernel * (0.75 * norms(kernel).clamp(0.8, 1.1) + 0.25 * norms(kernel)) / norms(kernel),
}


def run(clip=None, constrain=None):
    weights = {name: each.clone().requires_grad_() for name, each in start.items()}
    optimizer = torch.optim.SGD(weights.values(), lr=0.1, momentum=0.9)
    norm_before = []
    for step in range(10):
        rows = slice(10 * (step % 4), 10 * (step % 4) + 10)
        hidden = torch.tanh(features[rows] @ weights["dense_1.kernel"] + weights["dense_1.bias"])
        loss = F.cross_entropy(hidden @ weights["dense_2.kernel"] + weights["dense_2.bias"], labels[rows])
        loss = loss + sum(0.01 * (weights[name] ** 2).sum() for name in kernels)
        optimizer.zero_grad()
        loss.backward()
        norm_before.append(torch.stack([each.grad.norm() for each in weights.values()]).norm())
        if clip is not None:
            clip(list(weights.values()))
        optimizer.step()
        if constrain is not None:
            with torch.no_grad():
                for name in kernels:
                    weights[name].copy_(constrain(weights[name]))
    return {"norms": norm_before, "end": weights}


write(
    {
        "features": features,
        "labels": labels,
        "start": start,
        "clippings": {name: run(clip=clip) for name, clip in CLIPPINGS.items()},
        "constraints": {name: run(constrain=constrain) for name, constrain in CONSTRAINTS.items()},
    }
)
