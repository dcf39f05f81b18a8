"""Twenty updates of each optimizer, with gradients that are given, at a constant rate."""

import torch

from fixture import given, write

torch.manual_seed(1)
start = given(4)
gradients = given(20, 4)
# One weight whose gradient is nearly nothing: epsilon shows there.
gradients[:, 3] *= 1e-6

# PyTorch adds epsilon to the root, Keras 3 adds it under the root (rmsprop, adagrad) or to the largest gradient after the maximum
# (adamax): with an epsilon of next to nothing the two are one.
nothing = 1e-30

makers = {
    "sgd": lambda w: torch.optim.SGD(w, lr=0.05),
    "momentum": lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9),
    "nesterov": lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9, nesterov=True),
    "adam": lambda w: torch.optim.Adam(w, lr=0.05, betas=(0.9, 0.999), eps=1e-7),
    "adamax(epsilon: 1e-30)": lambda w: torch.optim.Adamax(w, lr=0.05, eps=nothing),
    "adamw": lambda w: torch.optim.AdamW(w, lr=0.05, eps=1e-7, weight_decay=0.004),
    "adagrad(epsilon: 1e-30)": lambda w: torch.optim.Adagrad(w, lr=0.05, initial_accumulator_value=0.1, eps=nothing),
    "rmsprop(epsilon: 1e-30)": lambda w: torch.optim.RMSprop(w, lr=0.05, alpha=0.9, eps=nothing),
    "rmsprop(epsilon: 1e-30, momentum: 0.9)": lambda w: torch.optim.RMSprop(w, lr=0.05, alpha=0.9, eps=nothing, momentum=0.9),
    "rmsprop(epsilon: 1e-30, centered: true)": lambda w: torch.optim.RMSprop(w, lr=0.05, alpha=0.9, eps=nothing, centered=True),
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


def by_hand(step):
    """A reference by hand where PyTorch is none: `step(t, w, g, state)` gives the weights."""
    w, state, points = start.clone(), {}, []
    for t, gradient in enumerate(gradients, 1):
        w = step(t, w, gradient, state)
        points.append(w)
    return points


# Keras 3's update_step with its own epsilon.
def adamax(t, w, g, state):
    state["m"] = 0.9 * state.get("m", 0) + 0.1 * g
    state["u"] = torch.maximum(0.999 * state.get("u", torch.zeros_like(g)), g.abs())
    return w - 0.05 * state["m"] / ((1 - 0.9**t) * (state["u"] + 1e-7))


def adagrad(t, w, g, state):
    state["accumulator"] = state.get("accumulator", 0.1) + g**2
    return w - 0.05 * g / torch.sqrt(state["accumulator"] + 1e-7)


def rmsprop(momentum, centered):
    def step(t, w, g, state):
        state["square"] = 0.9 * state.get("square", 0) + 0.1 * g**2
        state["average"] = 0.9 * state.get("average", 0) + 0.1 * g
        size = state["square"] - state["average"] ** 2 if centered else state["square"]
        state["velocity"] = momentum * state.get("velocity", 0) + 0.05 * g / torch.sqrt(size + 1e-7)
        return w - state["velocity"]

    return step


# PyTorch's from 2.0 on: that of 1.13 takes the momentum of the step into the next product twice.
def nadam(t, w, g, state):
    momentum = lambda at: 0.9 * (1 - 0.5 * 0.96 ** (0.004 * at))
    state["product"] = state.get("product", 1) * momentum(t)
    state["m"] = 0.9 * state.get("m", 0) + 0.1 * g
    state["v"] = 0.999 * state.get("v", 0) + 0.001 * g**2
    denominator = (state["v"] / (1 - 0.999**t)).sqrt() + 1e-7
    w = w - 0.05 * (1 - momentum(t)) / (1 - state["product"]) * g / denominator
    return w - 0.05 * momentum(t + 1) / (1 - state["product"] * momentum(t + 1)) * state["m"] / denominator


references = {
    "nadam": nadam,
    "adamax": adamax,
    "adagrad": adagrad,
    "rmsprop": rmsprop(0, False),
    "rmsprop(momentum: 0.9)": rmsprop(0.9, False),
    "rmsprop(centered: true)": rmsprop(0, True),
}

write({"rate": 0.05, "start": start, "gradients": gradients, "paths": {name: path(make) for name, make in makers.items()}, "by_hand": {name: by_hand(step) for name, step in references.items()}})
