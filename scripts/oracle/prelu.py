"""Twenty steps of networks whose slopes are learned, one for each unit and one for the layer: SGD at 0.1, weight decay on kernels."""

import torch
from torch.nn import functional as F

from fixture import given, write

torch.manual_seed(6)
features, target = given(12, 4) * 2, given(12, 3)
start = {"dense_1.kernel": given(4, 5), "dense_1.bias": given(5), "dense_2.kernel": given(5, 3), "dense_2.bias": given(3)}


def train(slopes):
    weights = {name: each.clone().requires_grad_() for name, each in start.items()}
    slope = torch.full((slopes,), 0.25, requires_grad=True)
    weights["prelu_1.alpha"] = slope
    losses, first = [], None
    for _ in range(20):
        sums = features @ weights["dense_1.kernel"] + weights["dense_1.bias"]
        hidden = F.prelu(sums, slope)
        penalty = 0.01 * sum((weights[name] ** 2).sum() for name in ("dense_1.kernel", "dense_2.kernel"))
        loss = F.mse_loss(hidden @ weights["dense_2.kernel"] + weights["dense_2.bias"], target) + penalty
        gradients = torch.autograd.grad(loss, list(weights.values()))
        first = first or dict(zip(weights, gradients))
        with torch.no_grad():
            for weight, gradient in zip(weights.values(), gradients):
                weight -= 0.1 * gradient
        losses.append(loss.detach())
    return {"slope": first["prelu_1.alpha"], "losses": losses, "end": dict(weights)}


write({"features": features, "target": target, "start": start, "unit": train(5), "layer": train(1)})
