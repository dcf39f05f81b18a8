"""PyTorch's part in a race: `python3 torch_steps.py JOB THREADS`, orders on standard input, answers on standard output.

The network as PyTorch's users write it: `nn.Sequential`, an optimizer of `torch.optim`, its own clipping and schedules.
"""

import json
import math
import re
import resource
import sys
import time

import torch
from torch import nn

with open(sys.argv[1]) as file:
    job = json.load(file)
torch.set_num_threads(int(sys.argv[2]))
torch.manual_seed(1)
plain, data = job["plain"], job["data"]
count, width, outputs, batch_size = data["count"], data["width"], data["outputs"], plain["batchSize"]


def tell(value):
    print(json.dumps(value), flush=True)


def dense(layer):
    made = nn.Linear(layer["inputs"], layer["units"], bias=layer["bias"])
    nn.init.normal_(made.weight, std=layer["deviation"])
    if layer["bias"]:
        nn.init.zeros_(made.bias)
    return made


modules = {
    "dense": dense,
    "batch_norm": lambda layer: nn.BatchNorm1d(layer["units"], eps=layer["epsilon"], momentum=1 - layer["momentum"]),
    "activation": lambda layer: {"relu": nn.ReLU, "elu": nn.ELU, "selu": nn.SELU, "swish": nn.SiLU}[layer["name"]](),
    "dropout": lambda layer: nn.Dropout(layer["rate"]),
}
model = nn.Sequential(*(modules[layer["kind"]](layer) for layer in plain["layers"]))

# `weight_decay` adds its product with the weight to the gradient, which of l2 is twice as much.
penalized = [
    {"params": [module.weight], "weight_decay": 2 * layer["l2"]}
    for layer, module in zip(plain["layers"], model)
    if layer.get("l2", 0) > 0
]
own = {id(weight) for group in penalized for weight in group["params"]}
groups = [{"params": [weight for weight in model.parameters() if id(weight) not in own]}, *penalized]

name, numbers, rate = plain["optimizer"]["name"], plain["optimizer"]["numbers"], plain["rate"]
moments = {"betas": (numbers.get("beta1"), numbers.get("beta2")), "eps": numbers.get("epsilon")}
optimizer = {
    "sgd": lambda: torch.optim.SGD(groups, lr=rate),
    "momentum": lambda: torch.optim.SGD(groups, lr=rate, momentum=numbers.get("momentum", 0.9)),
    "nesterov": lambda: torch.optim.SGD(groups, lr=rate, momentum=numbers.get("momentum", 0.9), nesterov=True),
    "adam": lambda: torch.optim.Adam(groups, lr=rate, **moments),
    "nadam": lambda: torch.optim.NAdam(groups, lr=rate, **moments),
}[name]()
schedule = None
if plain.get("schedule") is not None:
    if plain["schedule"]["name"] != "one_cycle":
        raise ValueError(f"no schedule {plain['schedule']['name']}")
    peak = plain["schedule"]["numbers"]["peak"]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=peak, total_steps=10**8, pct_start=0.45)
lossOf = nn.MSELoss() if plain["loss"] == "mse" else nn.CrossEntropyLoss()

values = torch.from_file(data["path"], size=count * (width + outputs), dtype=torch.float32)
features = values[: count * width].view(count, width)
targets = values[count * width :].view(count, outputs)
if plain["loss"] == "cross_entropy":
    targets = targets.argmax(1)  # labels, as PyTorch's users have them


def batches():
    while True:
        order = torch.randperm(count)
        for first in range(0, count, batch_size):
            rows = order[first : first + batch_size]
            yield features[rows], targets[rows]


def train(steps):
    loss = math.nan
    for _ in range(steps):
        x, y = next(source)
        optimizer.zero_grad()
        error = lossOf(model(x), y)
        error.backward()
        if plain.get("globalNorm") is not None:
            nn.utils.clip_grad_norm_(model.parameters(), plain["globalNorm"])
        optimizer.step()
        if schedule is not None:
            schedule.step()
        loss = error.item()
    return loss


def resident(what):
    try:
        with open("/proc/self/status") as status:
            return 1024 * int(re.search(what + r":\s*(\d+)", status.read()).group(1))
    except OSError:
        return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss




def blas():
    """What multiplies matrices: Debian's PyTorch takes the system's BLAS, which without another package is the slow reference."""
    if torch.backends.mkl.is_available():
        return "MKL"
    try:
        with open("/proc/self/maps") as maps:
            loaded = maps.read()
    except OSError:
        return "an unknown BLAS"
    known = {"openblas": "OpenBLAS", "blis": "BLIS", "libmkl": "MKL", "atlas": "ATLAS"}
    return next((name for part, name in known.items() if part in loaded), "the reference BLAS")


source = batches()
decay = ["the penalty as weight decay, which is not part of the loss"] if penalized else []
tell({"notes": [f"multiplies by {blas()}", *decay]})
for line in sys.stdin:
    steps = int(line)
    if steps == 0:
        break
    wall, processor = time.perf_counter(), time.process_time()
    loss = train(steps)
    answer = {"wall": 1000 * (time.perf_counter() - wall), "processor": 1000 * (time.process_time() - processor)}
    answer["used"] = 1000 * time.process_time()
    held = {"resident": resident("VmRSS"), "peak": resident("VmHWM")}
    tell({**answer, **held, "loss": None if math.isnan(loss) else loss, "watched": {}})
