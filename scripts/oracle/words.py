"""Activations with their derivatives at a grid, and losses with their gradients."""

import torch
from torch.nn import functional as F

from fixture import given, write

torch.manual_seed(2)
grid = torch.tensor([-100, -30, -8, -2.5, -1, -0.3, -1e-3, 1e-3, 0.2, 0.9, 1.6, 4, 12, 30, 100.0])

# F.softplus is the value itself above 20, so it is written by the logarithm of the sigmoid here.
activations = {
    "linear": lambda x: x * 1,
    "relu": F.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
    "leaky_relu(alpha: 0.3)": lambda x: F.leaky_relu(x, 0.3),
    "elu": F.elu,
    "elu(alpha: 0.5)": lambda x: F.elu(x, 0.5),
    "selu": F.selu,
    "softplus": lambda x: -F.logsigmoid(-x),
    "swish": F.silu,
    "swish(beta: 2)": lambda x: x * torch.sigmoid(2 * x),
    # F.hardsigmoid takes 1 / 6 in float32.
    "hard_sigmoid": lambda x: F.relu6(x + 3) / 6,
    "softsign": F.softsign,
    "relu6": F.relu6,
    "gelu": F.gelu,
    "gelu(approximate: true)": lambda x: F.gelu(x, approximate="tanh"),
    # F.softplus is the value itself above 20, and so is F.mish's.
    "mish": lambda x: x * torch.tanh(-F.logsigmoid(-x)),
    "exponential": torch.exp,
    "prelu": lambda x: F.prelu(x, torch.tensor([0.25])),
    "prelu(alpha: 0.1)": lambda x: F.prelu(x, torch.tensor([0.1])),
    # In inference.
    "rrelu": F.rrelu,
    "rrelu(lower: 0.1, upper: 0.2)": lambda x: F.rrelu(x, 0.1, 0.2),
}


def at_grid(f):
    x = grid.clone().requires_grad_()
    y = f(x)
    y.sum().backward()
    return {"values": y, "slopes": x.grad}


logits = torch.cat([given(4, 3) * 4, torch.tensor([[60.0, -40.0, 0.0]])])
upstream = given(5, 3)
classes = torch.tensor([0, 2, 1, 1, 1])
yes = torch.tensor([[1.0, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0], [0, 1, 0]])
numbers = given(5, 3)

losses = {
    "cross_entropy": ("softmax", F.one_hot(classes, 3).double(), lambda z, t: F.cross_entropy(z, classes)),
    "binary_cross_entropy": ("sigmoid", yes, F.binary_cross_entropy_with_logits),
    "mse": (None, numbers, F.mse_loss),
    "mae": (None, numbers, F.l1_loss),
}


def at_logits(activation, target, f):
    z = logits.clone().requires_grad_()
    loss = f(z, target)
    loss.backward()
    return {"activation": activation, "target": target, "loss": loss, "gradient": z.grad}




def over_rows(f):
    rows = logits.clone().requires_grad_()
    value = f(rows, 1)
    value.backward(upstream)
    return {"logits": logits, "upstream": upstream, "values": value, "gradient": rows.grad}



write(
    {
        "grid": grid,
        "activations": {name: at_grid(f) for name, f in activations.items()},
        "softmax": over_rows(F.softmax),
        "log_softmax": over_rows(F.log_softmax),
        "losses": {name: at_logits(*each) for name, each in losses.items()},
    }
)
