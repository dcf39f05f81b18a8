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

shares = F.softmax(given(5, 3), 1)
counts = torch.tensor([[3.0, 0, 1], [2, 7, 0], [1, 1, 4], [0, 0, 9], [12, 2, 1]])
one_hot = F.one_hot(classes, 3).double()
# Of what is 0 and 1 in the language, -1 and 1 in hinge's formula.
signs = 2 * yes - 1


def weighted(each, weights):
    """Each example's loss by the weight of its class, over the size of the batch, as Keras has it: not over the sum of the weights."""
    return lambda z, t: (each(z, t) * weights[classes]).sum() / len(classes)


losses = {
    "cross_entropy": ("softmax", one_hot, lambda z, t: F.cross_entropy(z, classes)),
    "cross_entropy(label_smoothing: 0.1)": (
        "softmax",
        one_hot,
        lambda z, t: F.cross_entropy(z, classes, label_smoothing=0.1),
    ),
    "binary_cross_entropy": ("sigmoid", yes, F.binary_cross_entropy_with_logits),
    "binary_cross_entropy(label_smoothing: 0.2)": (
        "sigmoid",
        yes,
        lambda z, t: F.binary_cross_entropy_with_logits(z, t * 0.8 + 0.1),
    ),
    "mse": (None, numbers, F.mse_loss),
    "mae": (None, numbers, F.l1_loss),
    "huber": (None, numbers, F.huber_loss),
    "huber(delta: 2.5)": (None, numbers, lambda z, t: F.huber_loss(z, t, delta=2.5)),
    # cosh itself overflows from 710 on; here the errors stay below 64.
    "log_cosh": (None, numbers, lambda z, t: torch.log(torch.cosh(z - t)).mean()),
    "hinge": (None, yes, lambda z, t: F.relu(1 - signs * z).mean()),
}

# Of positive outputs alone: probabilities and rates.
positive = F.softmax(given(5, 3) * 2, 1)
on_positive = {
    "kl_divergence": (shares, lambda y, t: F.kl_div(torch.log(y), t, reduction="batchmean")),
    "poisson": (counts, lambda y, t: F.poisson_nll_loss(y, t, log_input=False, eps=1e-7)),
}

# Trained under class weights.
weights = torch.tensor([0.5, 2.0, 3.0])
under_weights = {
    "cross_entropy": ("softmax", one_hot, weighted(lambda z, t: F.cross_entropy(z, classes, reduction="none"), weights)),
    "mse": (None, one_hot, weighted(lambda z, t: ((z - t) ** 2).mean(1), weights)),
}


def at_logits(activation, target, f, at=logits):
    z = at.clone().requires_grad_()
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
        "positive": {
            "outputs": positive,
            "losses": {name: at_logits(None, *each, at=positive) for name, each in on_positive.items()},
        },
        "weighted": {
            "weights": weights[classes],
            "losses": {name: at_logits(*each) for name, each in under_weights.items()},
        },
    }
)
