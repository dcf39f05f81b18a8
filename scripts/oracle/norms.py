"""Layer norm, and batch norm without its scale or its shift: forward and backward; batch norm's running averages over batches."""

import torch
from torch.nn import functional as F

from fixture import given, write

torch.manual_seed(5)
epsilon, keeps = 1e-3, 0.9
x = given(6, 4) * 3 + 1
images = given(3, 2, 4) * 2 - 1
gamma, beta = given(4) + 1.5, given(4)


def pulled(norm, x, gamma, beta):
    leaves = [None if each is None else each.clone().requires_grad_() for each in (x, gamma, beta)]
    upstream = given(*x.shape)
    value = norm(*leaves)
    value.backward(upstream)
    return {"upstream": upstream, "value": value, "gradients": [each.grad for each in leaves if each is not None]}


def layer_norm(x, gamma, beta):
    return F.layer_norm(x, (4,), gamma, beta, epsilon)


def batch_norm(x, gamma, beta):
    return F.batch_norm(x, None, None, gamma, beta, True, 0, epsilon)


batches = [given(5, 4) * (i + 1) + i for i in range(4)]
mean, variance = torch.zeros(4), torch.ones(4)
moved = []
for each in batches:
    F.batch_norm(each, mean, variance, None, None, True, 1 - keeps, epsilon)
    moved.append(mean.tolist())
    # By n / (n - 1) times the variance that the batch is normalized by.
moved_variance = variance

write(
    {
        "x": x,
        "images": images,
        "gamma": gamma,
        "beta": beta,
        "layer_norm": pulled(layer_norm, x, gamma, beta),
        "layer_norm_of_images": pulled(layer_norm, images, gamma, beta),
        "layer_norm_without_beta": pulled(layer_norm, x, gamma, None),
        "layer_norm_without_gamma": pulled(layer_norm, x, None, beta),
        "layer_norm_alone": pulled(layer_norm, x, None, None),
        "batch_norm_without_beta": pulled(batch_norm, x, gamma, None),
        "batch_norm_without_gamma": pulled(batch_norm, x, None, beta),
        "batch_norm_alone": pulled(batch_norm, x, None, None),
        "batches": batches,
        "moved_means": torch.tensor(moved),
        "moved_variance": moved_variance,
    }
)
