#!/usr/bin/env python3
"""Our weights in PyTorch and PyTorch's weights here: the same scores to 1e-4 on real images, for all three networks.

Needs NumPy and PyTorch; says so and passes where they are missing, unless --require is given.
"""
import json

from cases import CASES, Comparison, need, networks, written

need("numpy", "torch")
import numpy as np
import torch

from formats import ours, read_safetensors, theirs, write_safetensors
from torch_networks import Classifier


def scores(network, images, said):
    """Of images (N, H, W, C), pixel / 255."""
    normalised = (images - np.array(said["mean"], np.float32)) / np.array(said["stddev"], np.float32)
    with torch.no_grad():
        return network(torch.from_numpy(normalised.transpose(0, 3, 1, 2).copy())).numpy()


def of_random_weights(said, images):
    """A network as PyTorch begins it, with statistics of batch norm that are the images'."""
    torch.manual_seed(3)
    network = Classifier(said)
    for parameter in network.parameters():
        parameter.data += 0.05 * torch.randn_like(parameter)
    network.train()
    for _ in range(20):
        scores(network, images, said)
    return network.eval()


comparison = Comparison()
with written() as directory:
    for case in CASES:
        images = np.load(f"{directory}/images_{case.split('_')[-1]}.npy")
        arrays, metadata = read_safetensors(f"{directory}/{case}.safetensors")
        said = json.loads(metadata["classifier"])

        # [from here]
        network = Classifier(said)
        state = {name: torch.from_numpy(theirs(array).copy()) for name, array in arrays.items()}
        missing, unknown = network.load_state_dict(state, strict=False)
        # [from here]
        assert not unknown and all("num_batches_tracked" in name for name in missing), (missing, unknown)
        comparison.check(f"{case}, our weights in PyTorch", scores(network.eval(), images, said),
                         np.load(f"{directory}/{case}.npy"))

        # [from there]
        network = of_random_weights(said, images)
        state = {name: ours(values.numpy()) for name, values in network.state_dict().items()
                 if "num_batches_tracked" not in name}
        write_safetensors(f"{directory}/{case}_from_torch.safetensors", state, {"classifier": json.dumps(said)})
        # [from there]
        np.save(f"{directory}/{case}_expected.npy", scores(network, images, said))

    networks("read", directory)
    for case in CASES:
        comparison.check(f"{case}, PyTorch's weights here", np.load(f"{directory}/{case}_from_torch.npy"),
                         np.load(f"{directory}/{case}_expected.npy"))
comparison.end()
