#!/usr/bin/python3
"""Whole training steps of one workload in PyTorch: the networks, sizes and output line of bench_steps.

    torch_steps.py WORKLOAD [SECONDS [THREADS]]

Tries contiguous and channels-last memory for a few steps each and goes on with the faster one. `compare` sets the
environment in which malloc keeps its memory, which is worth up to 1.8x at large batches.
"""
import json
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def convnet():
    def block(a, b):
        return [nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True)]
    return nn.Sequential(*block(1, 32), nn.MaxPool2d(2), *block(32, 64), nn.MaxPool2d(2), *block(64, 128),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10))


class WideBlock(nn.Module):
    """Pre-activation residual block; where the shape changes, the shortcut is a 1x1 convolution of the activation."""

    def __init__(self, a, b, stride):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(a), nn.BatchNorm2d(b)
        self.conv1 = nn.Conv2d(a, b, 3, stride, 1, bias=False)
        self.conv2 = nn.Conv2d(b, b, 3, 1, 1, bias=False)
        self.shortcut = nn.Conv2d(a, b, 1, stride, bias=False) if a != b or stride != 1 else None

    def forward(self, x):
        y = F.leaky_relu(self.norm1(x), 0.1, inplace=True)
        if self.shortcut is not None:
            x = self.shortcut(y)
        return x + self.conv2(F.leaky_relu(self.norm2(self.conv1(y)), 0.1, inplace=True))


def wide_resnet(depth, width):
    layers, a = [nn.Conv2d(3, 16, 3, padding=1, bias=False)], 16
    for group, b in enumerate((16 * width, 32 * width, 64 * width)):
        for i in range((depth - 4) // 6):
            layers.append(WideBlock(a, b, 2 if group and i == 0 else 1))
            a = b
    return nn.Sequential(*layers, nn.BatchNorm2d(a), nn.LeakyReLU(0.1, inplace=True), nn.AdaptiveAvgPool2d(1),
                         nn.Flatten(), nn.Linear(a, 10))


def mlp():
    return nn.Sequential(nn.Linear(784, 512), nn.ReLU(inplace=True), nn.Linear(512, 512), nn.ReLU(inplace=True),
                         nn.Linear(512, 10))


WORKLOADS = {
    "convnet-128": ((128, 1, 28, 28), convnet),
    "convnet-960": ((960, 1, 28, 28), convnet),
    "wrn-10-2": ((128, 3, 32, 32), lambda: wide_resnet(10, 2)),
    "wrn-28-2": ((64, 3, 32, 32), lambda: wide_resnet(28, 2)),
    "mlp-128": ((128, 784), mlp),
}


def stepper(shape, make, channels_last):
    net, x, labels = make(), torch.randn(shape), torch.arange(shape[0]) % 10
    if channels_last:
        net, x = net.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    sgd = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)

    def step():
        start = time.perf_counter()
        sgd.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), labels).backward()
        sgd.step()
        return time.perf_counter() - start

    for _ in range(2):
        step()
    return step


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in WORKLOADS:
        sys.exit(f"torch_steps.py: WORKLOAD [SECONDS [THREADS]], with a workload of: {' '.join(WORKLOADS)}")
    budget = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    shape, make = WORKLOADS[sys.argv[1]]
    layouts = (False, True) if len(shape) == 4 else (False,)
    trials = {}
    for channels_last in layouts:  # one at a time, so that the memory of both is not held together
        step = stepper(shape, make, channels_last)
        trials[channels_last] = statistics.median(step() for _ in range(3))
        del step
    best = min(trials, key=trials.get)
    step, times = stepper(shape, make, best), []
    while sum(times) < budget or len(times) < 5:
        times.append(step())
    print(json.dumps({"workload": sys.argv[1], "images_per_second": round(shape[0] / statistics.median(times), 1),
                      "steps": len(times), "threads": torch.get_num_threads(),
                      "layout": "channels_last" if best else "contiguous",
                      "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))


if __name__ == "__main__":
    main()
