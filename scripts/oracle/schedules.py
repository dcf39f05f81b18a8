"""Learning rates of PyTorch's schedulers at each step, or each epoch, of whole runs; and of Keras's formulas where it has none.

A run has `epochs` epochs of `steps` steps. PyTorch waits one epoch longer than Keras, so that its patience is ours less one.
"""

import math

import torch
from torch.optim import lr_scheduler as L

from fixture import write

epochs, steps = 20, 10
total = epochs * steps
losses = [1.0 / (1 + epoch) if epoch < 8 else 0.2 + 0.1 * math.sin(epoch) for epoch in range(epochs)]


def optimizer(rate):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)


def path(rate, make, count, measures=None):
    """The rate before each of `count` calls of `step`."""
    moving = optimizer(rate)
    schedule = make(moving)
    rates = []
    for i in range(count):
        rates.append(moving.param_groups[0]["lr"])
        moving.step()
        schedule.step(*([] if measures is None else [measures[i]]))
    return rates


def restarts(initial, first, t_mul, m_mul, alpha):
    """Keras's CosineDecayRestarts, as its source has it, with the cycles counted instead of taken from a logarithm."""

    def at(step):
        begun, length, cycle = 0, first, 0
        while step >= begun + length:
            begun, length, cycle = begun + length, length * t_mul, cycle + 1
        part = (step - begun) / length
        decayed = 0.5 * m_mul**cycle * (1 + math.cos(math.pi * part))
        return initial * ((1 - alpha) * decayed + alpha)

    return [at(step) for step in range(total)]


def plateau(initial, factor, patience):
    return path(
        initial,
        lambda o: L.ReduceLROnPlateau(o, factor=factor, patience=patience - 1, threshold=0, eps=0),
        epochs,
        losses,
    )


def warmed(count, into):
    """A linear rise to the first of the other schedule's rates, then that schedule."""
    return [into[0] * (step + 1) / count for step in range(count)] + into[: total - count]


by_step = {
    "constant(0.3)": path(0.3, lambda o: L.ConstantLR(o, factor=1), total),
    "exponential(0.02, every: 20 epochs)": path(0.02, lambda o: L.ExponentialLR(o, 0.1 ** (1 / 20 / steps)), total),
    "exponential(0.02, every: 50%)": path(0.02, lambda o: L.ExponentialLR(o, 0.1 ** (2 / total)), total),
    "power(0.01, every: 10%, c: 1)": path(0.01, lambda o: L.LambdaLR(o, lambda s: 1 / (1 + s / 20)), total),
    "piecewise([0.1, 0.01, 0.001], at: [50%, 80%])": path(0.1, lambda o: L.MultiStepLR(o, [100, 160]), total),
    "cosine(0.1)": path(0.1, lambda o: L.CosineAnnealingWarmRestarts(o, total), total),
    "cosine(0.1, end: 0.001, every: 8 epochs)": path(
        0.1, lambda o: L.CosineAnnealingWarmRestarts(o, 80, eta_min=0.001), total
    ),
    "cosine(0.1, every: 10%, growth: 2)": path(0.1, lambda o: L.CosineAnnealingWarmRestarts(o, 20, T_mult=2), total),
    "cosine(0.1, every: 10 steps, growth: 3)": restarts(0.1, 10, 3, 1, 0),
    "cosine(0.1, end: 0.01, every: 50 steps, growth: 1.5, shrink: 0.8)": restarts(0.1, 50, 1.5, 0.8, 0.1),
    "cosine(0.1, every: 40 steps, shrink: 0.5)": restarts(0.1, 40, 1, 0.5, 0),
    "warmup(40 steps, into: 0.1)": warmed(40, [0.1] * total),
    "warmup(5%, into: cosine(0.1))": warmed(
        10, path(0.1, lambda o: L.CosineAnnealingWarmRestarts(o, total - 10), total - 10)
    ),
    "warmup(2 epochs, into: exponential(0.1, every: 10 epochs))": warmed(
        20, path(0.1, lambda o: L.ExponentialLR(o, 0.1 ** (1 / 100)), total - 20)
    ),
}

by_epoch = {
    "exponential(0.01, every: 20 epochs, by_epoch: true)": path(
        0.01, lambda o: L.ExponentialLR(o, 0.1 ** (1 / 20)), epochs
    ),
    "performance(0.01, factor: 0.5, patience: 5)": plateau(0.01, 0.5, 5),
    "performance(0.1, factor: 0.1, patience: 1)": plateau(0.1, 0.1, 1),
    "performance(0.1, factor: 0.7, patience: 3)": plateau(0.1, 0.7, 3),
}

write({"epochs": epochs, "steps": steps, "losses": losses, "by_step": by_step, "by_epoch": by_epoch})
