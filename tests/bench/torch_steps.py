#!/usr/bin/python3
"""Whole training steps of one workload in PyTorch: the networks, sizes and output line of bench_steps.

    torch_steps.py WORKLOAD [SECONDS [THREADS]]

Where PyTorch has several ways to do the same (memory layouts, its own transformer layer or one by hand, torch.compile where
this version and this machine have it, augmentation by torchvision in worker processes or on whole batches), each is tried for
a few steps and the fastest goes on. `compare` sets the environment in which malloc keeps its memory, which is worth up to
1.8x at large batches.
"""
import json
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def convnet(head=True):
    def block(a, b):
        return [nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True)]
    return nn.Sequential(*block(1, 32), nn.MaxPool2d(2), *block(32, 64), nn.MaxPool2d(2), *block(64, 128),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), *([nn.Linear(128, 10)] if head else []))


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


class Block(nn.Module):
    """Pre-norm transformer block by hand: one product for queries, keys and values, batched products for the heads."""

    def __init__(self, width=64, heads=4):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.expand, self.contract = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        weights = torch.softmax((q * (d // self.heads) ** -0.5) @ k.transpose(-2, -1), -1)
        x = x + self.proj((weights @ v).transpose(1, 2).reshape(n, t, d))
        return x + self.contract(F.gelu(self.expand(self.norm2(x))))


class VisionTransformer(nn.Module):
    """28 x 28, patch 4, width 64, depth 4, 4 heads; fixed positions, mean of the tokens, linear head."""

    def __init__(self, by_hand):
        super().__init__()
        self.embed = nn.Linear(16, 64)
        self.register_buffer("positions", torch.randn(49, 64))
        self.blocks = nn.Sequential(*[
            Block() if by_hand else nn.TransformerEncoderLayer(64, 4, 256, dropout=0.0, activation="gelu",
                                                               batch_first=True, norm_first=True) for _ in range(4)])
        self.norm, self.head = nn.LayerNorm(64), nn.Linear(64, 10)

    def forward(self, x):
        patches = x.view(-1, 7, 4, 7, 4).transpose(2, 3).reshape(-1, 49, 16)
        return self.head(self.norm(self.blocks(self.embed(patches) + self.positions)).mean(1))


def classification(shape, make, channels_last=False, optimizer=None, compiled=False):
    """A step on one random batch, or rather what makes one."""
    def build():
        net, x, labels = make(), torch.randn(shape), torch.arange(shape[0]) % 10
        if channels_last:
            net, x = net.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
        update = optimizer(net.parameters()) if optimizer else torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
        forward = torch.compile(net) if compiled else net

        def step():
            update.zero_grad(set_to_none=True)
            F.cross_entropy(forward(x), labels).backward()
            update.step()
        return step
    return build


COMPILED = "compiled, "


def ways(shape, make, name="contiguous", **settings):
    """This way, and the same by torch.compile, which PyTorch has since 2.0."""
    found = {name: classification(shape, make, **settings)}
    if hasattr(torch, "compile"):
        found[COMPILED + name] = classification(shape, make, compiled=True, **settings)
    return found


def layouts(shape, make):
    return {**ways(shape, make), **ways(shape, make, "channels_last", channels_last=True)}


def adamw(parameters):
    return torch.optim.AdamW(parameters, lr=0.001, weight_decay=0.0)


def simclr(source, channels_last):
    """SimCLR as t05_contrastive: 256 images, two views each, projection to 64, NT-Xent at temperature 0.2."""
    def build():
        import torch_augment
        batches = torch_augment.contrastive(256, source)
        net = nn.Sequential(convnet(head=False), nn.Linear(128, 128, bias=False), nn.BatchNorm1d(128),
                            nn.ReLU(inplace=True), nn.Linear(128, 64))
        memory = torch.channels_last if channels_last else torch.contiguous_format
        net = net.to(memory_format=memory)
        update = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4)
        partners = (torch.arange(512) + 256) % 512

        def step():
            z = F.normalize(net(next(batches).to(memory_format=memory)))
            similarity = (z @ z.t()) / 0.2
            similarity.fill_diagonal_(float("-inf"))
            update.zero_grad(set_to_none=True)
            F.cross_entropy(similarity, partners).backward()
            update.step()
        return step
    return build


def fixmatch(source, channels_last):
    """FixMatch as t09_fixmatch: 64 labelled, 256 weak and 256 strong views in one forward pass, averaged weights."""
    def build():
        import torch_augment
        batches = torch_augment.fixmatch(64, 256, source)
        memory = torch.channels_last if channels_last else torch.contiguous_format
        net, average = convnet().to(memory_format=memory), convnet().to(memory_format=memory)
        update = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4)
        averaged, online = [list(n.parameters()) for n in (average, net)]

        def step():
            images, labels = next(batches)
            scores = net(images.to(memory_format=memory))
            confidence, guess = torch.softmax(scores[64:320].detach(), 1).max(1)
            loss = F.cross_entropy(scores[:64], labels) + \
                (F.cross_entropy(scores[320:], guess, reduction="none") * (confidence >= 0.8)).mean()
            update.zero_grad(set_to_none=True)
            loss.backward()
            update.step()
            with torch.no_grad():
                torch._foreach_mul_(averaged, 0.999)
                torch._foreach_add_(averaged, online, alpha=0.001)
        return step
    return build


def augmented(method):
    return {f"{source}, {'channels_last' if last else 'contiguous'}": method(source, last)
            for source in ("workers", "batched") for last in (False, True)}


# name: (images a step, {variant: what makes its step})
WORKLOADS = {
    "convnet-128": (128, layouts((128, 1, 28, 28), convnet)),
    "convnet-960": (960, layouts((960, 1, 28, 28), convnet)),
    "wrn-10-2": (128, layouts((128, 3, 32, 32), lambda: wide_resnet(10, 2))),
    "wrn-28-2": (64, layouts((64, 3, 32, 32), lambda: wide_resnet(28, 2))),
    "mlp-128": (128, ways((128, 784), mlp)),
    "vit-128": (128, {**ways((128, 1, 28, 28), lambda: VisionTransformer(True), "by hand", optimizer=adamw),
                      **ways((128, 1, 28, 28), lambda: VisionTransformer(False), "nn.TransformerEncoderLayer",
                             optimizer=adamw)}),
    "simclr-256": (512, augmented(simclr)),
    "fixmatch-64": (576, augmented(fixmatch)),
}


def seconds_of(step):
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in WORKLOADS:
        sys.exit(f"torch_steps.py: WORKLOAD [SECONDS [THREADS]], with a workload of: {' '.join(WORKLOADS)}")
    budget = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    images, variants = WORKLOADS[sys.argv[1]]
    trials = {}
    for name, build in variants.items() if len(variants) > 1 else ():
        step = build()  # one at a time, so that the memory of two is not held together
        try:
            for _ in range(3):
                step()
        except Exception as error:  # torch.compile asks for a compiler and headers
            if not name.startswith(COMPILED):
                raise
            print(f"torch_steps: {name}: left out, {str(error).strip().splitlines()[0][:200]}", file=sys.stderr)
            continue
        trials[name] = statistics.median(seconds_of(step) for _ in range(4))
        del step
    best = min(trials, key=trials.get) if trials else next(iter(variants))
    step, times = variants[best](), []
    for _ in range(3):
        step()
    while sum(times) < budget or len(times) < 5:
        times.append(seconds_of(step))
    print(json.dumps({"workload": sys.argv[1], "images_per_second": round(images / statistics.median(times), 1),
                      "images_per_second_overall": round(images * len(times) / sum(times), 1),
                      "steps": len(times), "threads": torch.get_num_threads(), "variant": best,
                      "trials": {name: round(images / trial, 1) for name, trial in trials.items()},
                      "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))


if __name__ == "__main__":
    main()
