"""Twenty updates of each optimizer, with gradients that are given, at a constant rate."""

import torch

from fixture import given, write

torch.manual_seed(1)
start = given(4)
gradients = given(20, 4)
# One weight whose gradient is nearly nothing: epsilon shows there.
gradients[:, 3] *= 1e-6

makers = {
    "sgd": lambda w: torch.optim.SGD(w, lr=0.05),
    "momentum": lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9),
    "nesterov": lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9, nesterov=True),
    "adam": lambda w: torch.optim.Adam(w, lr=0.05, betas=(0.9, 0.999), eps=1e-7),
}


def path(make):
    w = start.clone().requires_grad_()
    optimizer = make([w])
    points = []
    for gradient in gradients:
        w.grad = gradient.clone()
        optimizer.step()
        points.append(w.detach().clone())
    return points


write({"rate": 0.05, "start": start, "gradients": gradients, "paths": {name: path(make) for name, make in makers.items()}})
