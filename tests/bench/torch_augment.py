"""Fashion-MNIST in augmented batches for PyTorch, two ways: "workers" is torchvision's transforms on single images in two
worker processes; "batched" is the same operations on a whole batch of tensors at once. The recipes are those of
selfsame/data/recipes.cpp on grey images, where hue, saturation and grayscale do nothing.
"""
import gzip
import math
import os
import pathlib

import numpy as np
import torch
from torch.nn import functional as F
from torchvision import transforms as T
from torchvision.transforms import functional as TF

MEAN, DEVIATION = 0.286, 0.353
SIDE = 28


def fashion_mnist():
    """Images (60000, 1, 28, 28) of bytes, and labels."""
    for folder in (os.environ.get("SELFSAME_DATA", ""), "/usr/share/datasets/fashion-mnist"):
        for below in ("", "fashion-mnist"):
            path = pathlib.Path(folder) / below
            if (path / "train-images-idx3-ubyte.gz").exists():
                with gzip.open(path / "train-images-idx3-ubyte.gz") as images, \
                        gzip.open(path / "train-labels-idx1-ubyte.gz") as labels:
                    return (torch.from_numpy(np.frombuffer(images.read(), np.uint8, offset=16).copy())
                            .view(-1, 1, SIDE, SIDE),
                            torch.from_numpy(np.frombuffer(labels.read(), np.uint8, offset=8).astype(np.int64)))
    raise FileNotFoundError("train-images-idx3-ubyte.gz; install dataset-fashion-mnist or set SELFSAME_DATA")


# --- torchvision's transforms in worker processes ---------------------------------------------------------------------

FINISH = [T.ToTensor(), T.Normalize(MEAN, DEVIATION)]
CONTRASTIVE = T.Compose([T.RandomResizedCrop(SIDE, scale=(0.2, 1)), T.RandomHorizontalFlip(),
                         T.RandomApply([T.ColorJitter(0.4, 0.4)], 0.8), *FINISH])
WEAK_STEPS = [T.RandomCrop(SIDE, padding=4), T.RandomHorizontalFlip()]
WEAK = T.Compose([*WEAK_STEPS, *FINISH])


class Cutout:
    """Blackens a square of half the side whose centre is anywhere."""

    def __call__(self, image):
        image = np.array(image)
        y, x = (int(v) for v in torch.randint(-SIDE // 4, SIDE - SIDE // 4, (2,)))
        image[max(y, 0):y + SIDE // 2, max(x, 0):x + SIDE // 2] = 0
        return image[:, :, None]


STRONG = T.Compose([*WEAK_STEPS, T.RandAugment(2), Cutout(), *FINISH])


class Views(torch.utils.data.Dataset):
    """Item (i, views): image i through each of these transforms."""

    def __init__(self):
        self.images, self.labels = fashion_mnist()

    def __getitem__(self, item):
        i, views = item
        image = TF.to_pil_image(self.images[i])
        return [view(image) for view in views], int(self.labels[i])


class Endless:
    """Batches of items for a DataLoader: for each (count, views), that many random images."""

    def __init__(self, *parts):
        self.parts = parts

    def __iter__(self):
        while True:
            yield [(int(i), views) for count, views in self.parts for i in torch.randint(60000, (count,))]


def by_view(items):
    """All first views, then all second views; and the labels of the images."""
    most = max(len(views) for views, _ in items)
    images = [views[v] for v in range(most) for views, _ in items if v < len(views)]
    return torch.stack(images), torch.tensor([label for _, label in items])


def from_workers(*parts):
    return iter(torch.utils.data.DataLoader(Views(), batch_sampler=Endless(*parts), num_workers=2, collate_fn=by_view))


# --- whole batches of tensors -----------------------------------------------------------------------------------------

def uniform(n, low, high):
    return torch.rand(n) * (high - low) + low


def warped(x, theta):
    """x (N, 1, H, W) sampled through one affine map an image, theta (N, 2, 3)."""
    return F.grid_sample(x, F.affine_grid(theta, list(x.shape), align_corners=False), align_corners=False)


def maps(xx, xy, x0, yx, yy, y0):
    return torch.stack([torch.stack([xx, xy, x0], 1), torch.stack([yx, yy, y0], 1)], 1)


def flips(n):
    return 1 - 2 * (torch.rand(n) < 0.5).float()


def blended(x, other, factor):
    return (other + factor.view(-1, 1, 1, 1) * (x - other)).clamp_(0, 1)


def contrastive_batch(x):
    n = len(x)
    area, ratio = uniform(n, 0.2, 1), torch.exp(uniform(n, math.log(3 / 4), math.log(4 / 3)))
    w, h = (area * ratio).sqrt().clamp_(max=1), (area / ratio).sqrt().clamp_(max=1)
    zero = torch.zeros(n)
    x = warped(x, maps(w * flips(n), zero, uniform(n, -1, 1) * (1 - w), zero, h, uniform(n, -1, 1) * (1 - h)))
    jitter = torch.rand(n) < 0.8
    brightness, contrast = [torch.where(jitter, uniform(n, 0.6, 1.4), torch.ones(n)) for _ in range(2)]
    x = (x * brightness.view(-1, 1, 1, 1)).clamp_(0, 1)
    return blended(x, x.mean((1, 2, 3), keepdim=True), contrast)


def weak_batch(x):
    n = len(x)
    one, zero = torch.ones(n), torch.zeros(n)
    step = lambda: torch.randint(-4, 5, (n,)).float() * 2 / SIDE
    return warped(x, maps(flips(n), zero, step(), zero, one, step()))


def autocontrast(x):
    low, high = x.amin((1, 2, 3), keepdim=True), x.amax((1, 2, 3), keepdim=True)
    return torch.where(high > low, (x - low) / (high - low).clamp_(min=1e-6), x)


def sharpness(x, factor):
    kernel = torch.tensor([[1.0, 1, 1], [1, 5, 1], [1, 1, 1]]).view(1, 1, 3, 3) / 13
    smooth = x.clone()
    smooth[:, :, 1:-1, 1:-1] = F.conv2d(x, kernel)
    return blended(x, smooth, factor)


def rand_augment_batch(x):
    """One of twelve operations for each image, applied with probability 1/2; all geometric ones in one sampling."""
    n = len(x)
    op = torch.where(torch.rand(n) < 0.5, torch.randint(12, (n,)), torch.zeros(n, dtype=torch.long))
    m = uniform(n, 0.1, 0.9)
    signed, one, zero = m * flips(n), torch.ones(n), torch.zeros(n)
    at = lambda code, values, other: torch.where(op == code, values, other)
    angle = at(7, signed * math.pi / 6, zero)
    shear_x, shear_y = at(8, 0.3 * signed, zero), at(9, 0.3 * signed, zero)
    move_x, move_y = at(10, 0.6 * signed, zero), at(11, 0.6 * signed, zero)
    rows = (op >= 7).nonzero().flatten()
    theta = maps(torch.cos(angle), shear_x - torch.sin(angle), move_x, shear_y + torch.sin(angle), torch.cos(angle),
                 move_y)
    if len(rows):
        x[rows] = warped(x[rows], theta[rows])
    enhance = 0.1 + 1.8 * m
    operations = {
        1: lambda v, f, k: autocontrast(v),
        2: lambda v, f, k: TF.equalize((v * 255).to(torch.uint8)).float() / 255,
        3: lambda v, f, k: torch.floor(v * 255 / 2 ** k) * 2 ** k / 255,
        4: lambda v, f, k: blended(v, v.mean((1, 2, 3), keepdim=True), f),
        5: lambda v, f, k: (v * f.view(-1, 1, 1, 1)).clamp_(0, 1),
        6: lambda v, f, k: sharpness(v, f),
    }
    for code, operation in operations.items():
        rows = (op == code).nonzero().flatten()
        if len(rows):
            x[rows] = operation(x[rows], enhance[rows], torch.round(4 * m[rows]).view(-1, 1, 1, 1))
    return x


def strong_batch(x):
    n = len(x)
    x = rand_augment_batch(rand_augment_batch(weak_batch(x)))
    lines = torch.arange(SIDE)
    inside = [((lines - torch.randint(-SIDE // 4, SIDE - SIDE // 4, (n, 1))) // (SIDE // 2)) == 0 for _ in range(2)]
    return x.masked_fill_((inside[0][:, :, None] & inside[1][:, None, :])[:, None], 0)


def finished(x):
    return (x - MEAN) / DEVIATION


def contrastive(count, source):
    """Endless (2 count, 1, 28, 28): first views, then second views."""
    if source == "workers":
        return (images for images, _ in from_workers((count, (CONTRASTIVE, CONTRASTIVE))))

    def batches():
        images, _ = fashion_mnist()
        while True:
            x = images[torch.randint(60000, (count,))].float().div_(255)
            yield finished(contrastive_batch(torch.cat([x, x])))
    return batches()


def fixmatch(labelled, unlabelled, source):
    """Endless (labelled + 2 unlabelled, 1, 28, 28): weak labelled, weak, strong; and the labels of the first."""
    def from_processes():
        for (images, labels) in from_workers((labelled, (WEAK,)), (unlabelled, (WEAK, STRONG))):
            yield images, labels[:labelled]

    def batches():
        images, labels = fashion_mnist()
        while True:
            rows = torch.randint(60000, (labelled + unlabelled,))
            x = images[rows].float().div_(255)
            yield (finished(torch.cat([weak_batch(x), strong_batch(x[labelled:])])), labels[rows[:labelled]])
    return from_processes() if source == "workers" else batches()
