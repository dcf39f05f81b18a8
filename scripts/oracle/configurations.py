"""Fifty steps of the two configurations for deep networks, from weights that are given: six hidden layers of 8, batches of ten in order.

The rate and the momentum are OneCycleLR's, whose phases end one step before a share of its steps: with one step more and a first part
of (0.45 · 50 + 1) / 51 they end where ours do. The rate stands inside the velocity, as in Keras: PyTorch's own SGD keeps it outside,
which is another path as soon as the rate moves. The moving variance is that of Keras, by the variance that a batch is normalized by.
"""

import torch
from torch.nn import functional as F
from torch.optim import SGD, lr_scheduler

from fixture import given, write

torch.manual_seed(7)
depth, units, steps, batch = 6, 8, 50, 10
features = given(50, 5) * 1.7
labels = (features @ given(5, 3)).argmax(1)
sides = [5, *[units] * depth, 3]


def kernel(i, gain):
    """Uniform of the variance gain / fan_in, rounded."""
    return (given(sides[i], sides[i + 1]) * (3 * gain / sides[i]) ** 0.5).mul(1e4).round().div(1e4)


def rates(peak):
    """The rate and the momentum before each step."""
    moving = SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak, momentum=0.9)
    schedule = lr_scheduler.OneCycleLR(
        moving,
        max_lr=peak,
        total_steps=steps + 1,
        pct_start=(0.45 * steps + 1) / (steps + 1),
        anneal_strategy="linear",
        base_momentum=0.85,
        max_momentum=0.95,
        div_factor=10,
        final_div_factor=1000,
        three_phase=True,
    )
    for _ in range(steps):
        yield moving.param_groups[0]["lr"], moving.param_groups[0]["momentum"]
        moving.step()
        schedule.step()


def train(start, forward, l2, peak):
    weights = {name: each.clone().requires_grad_() for name, each in start.items()}
    velocities = {name: torch.zeros_like(each) for name, each in weights.items()}
    losses = []
    for step, (rate, momentum) in enumerate(rates(peak)):
        rows = slice(batch * (step % 5), batch * (step % 5) + batch)
        loss = F.cross_entropy(forward(features[rows], weights), labels[rows])
        loss = loss + sum(l2 * (each**2).sum() for name, each in weights.items() if name.endswith("kernel"))
        gradients = torch.autograd.grad(loss, list(weights.values()))
        with torch.no_grad():
            for (name, weight), gradient in zip(weights.items(), gradients):
                velocities[name] = momentum * velocities[name] - rate * gradient
                weight += velocities[name]
        losses.append(loss.detach())
    return {"start": start, "losses": losses, "end": weights}


def default_dnn():
    start = {f"dense_{i + 1}.kernel": kernel(i, 2) for i in range(depth + 1)}
    start[f"dense_{depth + 1}.bias"] = given(3)
    for i in range(1, depth + 1):
        start[f"batch_norm_{i}.gamma"] = given(units) * 0.2 + 1
        start[f"batch_norm_{i}.beta"] = given(units) * 0.2
    moving = {f"batch_norm_{i}": (torch.zeros(units), torch.ones(units)) for i in range(1, depth + 1)}

    def forward(x, weights):
        for i in range(1, depth + 1):
            sums, (mean, variance) = x @ weights[f"dense_{i}.kernel"], moving[f"batch_norm_{i}"]
            with torch.no_grad():
                mean.mul_(0.99).add_(0.01 * sums.mean(0))
                variance.mul_(0.99).add_(0.01 * sums.var(0, unbiased=False))
            gamma, beta = weights[f"batch_norm_{i}.gamma"], weights[f"batch_norm_{i}.beta"]
            x = F.elu(F.batch_norm(sums, None, None, gamma, beta, True, 0, 1e-3))
        return x @ weights[f"dense_{depth + 1}.kernel"] + weights[f"dense_{depth + 1}.bias"]

    figures = train(start, forward, l2=1e-4, peak=0.1)
    for name, (mean, variance) in moving.items():
        figures["end"] = {**figures["end"], f"{name}.mean": mean, f"{name}.variance": variance}
    return figures


def self_normalizing():
    start = {f"dense_{i + 1}.kernel": kernel(i, 1) for i in range(depth + 1)}
    start.update({f"dense_{i + 1}.bias": given(sides[i + 1]) * 0.1 for i in range(depth + 1)})

    def forward(x, weights):
        for i in range(1, depth + 1):
            x = F.selu(x @ weights[f"dense_{i}.kernel"] + weights[f"dense_{i}.bias"])
        return x @ weights[f"dense_{depth + 1}.kernel"] + weights[f"dense_{depth + 1}.bias"]

    return train(start, forward, l2=0, peak=0.05)


write({"features": features, "labels": labels, "default_dnn": default_dnn(), "self_normalizing": self_normalizing()})
