"""Writes figures of PyTorch (Debian's python3-torch, 1.13) as fixtures; all are computed in float64.

    /usr/bin/python3 scripts/oracle/<name>.py    # writes test/fixtures/<name>.json
"""

import json
import pathlib
import sys

import torch

torch.set_default_dtype(torch.float64)

name = pathlib.Path(sys.argv[0]).stem


def given(*shape):
    """Numbers from -1 to 1 of four places, so that a fixture is small."""
    return (torch.rand(*shape) * 2 - 1).mul(1e4).round().div(1e4)


def write(figures):
    torch_free = {key: plain(value) for key, value in figures.items()}
    text = json.dumps({"by": f"scripts/oracle/{name}.py, PyTorch {torch.__version__}", **torch_free})
    path = pathlib.Path(__file__).parents[2] / "test" / "fixtures" / f"{name}.json"
    path.write_text(text + "\n")


def plain(value):
    if isinstance(value, torch.Tensor):
        return value.detach().tolist()
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value
