"""The three networks in PyTorch, with our names for their parts: what is left to convert are layouts."""
import math

import torch
from torch import nn
from torch.nn import functional as F


# [convnet]
class ConvNet(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.blocks = len(channels) - 1
        self.features = channels[-1]
        for i in range(1, len(channels)):
            setattr(self, f"conv{i}", nn.Conv2d(channels[i - 1], channels[i], 3, padding=1, bias=False))
            setattr(self, f"norm{i}", nn.BatchNorm2d(channels[i]))

    def forward(self, x):
        for i in range(1, self.blocks + 1):
            x = F.relu(getattr(self, f"norm{i}")(getattr(self, f"conv{i}")(x)))
            if i < self.blocks:
                x = F.max_pool2d(x, 2)
        return x.mean(dim=(2, 3))
# [convnet]


# [wide_resnet]
class ResidualBlock(nn.Module):
    def __init__(self, wide_in, wide_out, stride):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(wide_in)
        self.conv1 = nn.Conv2d(wide_in, wide_out, 3, stride=stride, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(wide_out)
        self.conv2 = nn.Conv2d(wide_out, wide_out, 3, padding=1, bias=False)
        if wide_in != wide_out or stride != 1:
            self.shortcut = nn.Conv2d(wide_in, wide_out, 1, stride=stride, bias=False)

    def forward(self, x):
        y = F.leaky_relu(self.norm1(x), 0.1)
        change = self.conv2(F.leaky_relu(self.norm2(self.conv1(y)), 0.1))
        return change + (self.shortcut(y) if hasattr(self, "shortcut") else x)


class WideResNet(nn.Module):
    def __init__(self, image_channels, depth, width):
        super().__init__()
        self.features = 64 * width
        self.stem = nn.Conv2d(image_channels, 16, 3, padding=1, bias=False)
        self.blocks = []
        wide_in = 16
        for group in (1, 2, 3):
            for i in range(1, (depth - 4) // 6 + 1):
                self.blocks.append(f"group{group}_block{i}")
                stride = 2 if group > 1 and i == 1 else 1
                setattr(self, self.blocks[-1], ResidualBlock(wide_in, 8 * 2 ** group * width, stride))
                wide_in = 8 * 2 ** group * width
        self.norm = nn.BatchNorm2d(self.features)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = getattr(self, block)(x)
        return F.leaky_relu(self.norm(x), 0.1).mean(dim=(2, 3))
# [wide_resnet]


# [transformer]
class Attention(nn.Module):
    def __init__(self, features, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(features, 3 * features)  # queries, keys, values, head by head in each third
        self.proj = nn.Linear(features, features)

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(2, 3) / math.sqrt(d // self.heads)).softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(n, t, d))


class Block(nn.Module):
    def __init__(self, features, heads, mlp_ratio):
        super().__init__()
        self.norm1 = nn.LayerNorm(features)
        self.attention = Attention(features, heads)
        self.norm2 = nn.LayerNorm(features)
        self.expand = nn.Linear(features, mlp_ratio * features)
        self.contract = nn.Linear(mlp_ratio * features, features)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.contract(F.gelu(self.expand(self.norm2(x))))


class VisionTransformer(nn.Module):
    def __init__(self, image, patch, features, depth, heads, mlp_ratio):
        super().__init__()
        height, width, channels = image
        self.patch, self.features, self.depth = patch, features, depth
        self.embed = nn.Linear(patch * patch * channels, features)
        for i in range(1, depth + 1):
            setattr(self, f"block{i}", Block(features, heads, mlp_ratio))
        self.norm = nn.LayerNorm(features)
        # Positions are not trained and in no file: sines and cosines of the row, then of the column.
        steps = 10000.0 ** (-torch.arange(features // 4) / (features / 4))
        row = torch.arange(height // patch)[:, None, None] * steps + torch.zeros(1, width // patch, 1)
        col = torch.arange(width // patch)[None, :, None] * steps + torch.zeros(height // patch, 1, 1)
        self.positions = torch.cat([row.sin(), row.cos(), col.sin(), col.cos()], dim=2).reshape(-1, features)

    def forward(self, x):
        n, c, h, w = x.shape
        p = self.patch
        patches = x.reshape(n, c, h // p, p, w // p, p).permute(0, 2, 4, 3, 5, 1)  # (n, rows, cols, p, p, c)
        x = self.embed(patches.reshape(n, -1, p * p * c)) + self.positions
        for i in range(1, self.depth + 1):
            x = getattr(self, f"block{i}")(x)
        return self.norm(x).mean(dim=1)
# [transformer]


# [classifier]
class Classifier(nn.Module):
    """What a file's `classifier` says, as a network. Its input is (N, C, H, W), normalised."""

    def __init__(self, said):
        super().__init__()
        if said["network"] == "ConvNet":
            self.encoder = ConvNet(said["channels"])
        elif said["network"] == "WideResNet":
            self.encoder = WideResNet(said["image"][2], said["depth"], said["width"])
        else:
            sizes = {key: said[key] for key in ("image", "patch", "features", "depth", "heads", "mlp_ratio")}
            self.encoder = VisionTransformer(**sizes)
        self.head = nn.Linear(self.encoder.features, len(said["classes"]))

    def forward(self, x):
        return self.head(self.encoder(x))
# [classifier]
