"""Batch norm: forward and backward in training, the running averages, and inference."""

import torch
from torch.nn import functional as F

from fixture import given, write

torch.manual_seed(3)
epsilon, keeps = 1e-3, 0.99
# The last feature is the same for all examples.
x = given(6, 4) * 3 + 1
x[:, 3] = 0.25
gamma, beta, upstream = given(4) + 1.5, given(4), given(6, 4)
mean, variance = given(4), given(4).abs() + 0.5

moved_mean, moved_variance = mean.clone(), variance.clone()
leaves = [each.clone().requires_grad_() for each in (x, gamma, beta)]
value = F.batch_norm(leaves[0], moved_mean, moved_variance, leaves[1], leaves[2], True, 1 - keeps, epsilon)
value.backward(upstream)
inference = F.batch_norm(x, mean, variance, gamma, beta, False, 0, epsilon)

write(
    {
        "x": x,
        "gamma": gamma,
        "beta": beta,
        "upstream": upstream,
        "mean": mean,
        "variance": variance,
        "value": value,
        "gradients": [each.grad for each in leaves],
        "moved_mean": moved_mean,
        # By the unbiased variance of the batch, which is n / (n - 1) times the one it is normalized by.
        "moved_variance": moved_variance,
        "inference": inference,
    }
)
