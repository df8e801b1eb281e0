#!/usr/bin/env python3
"""The ONNX files of the three networks: accepted by onnx.checker with all shapes inferred, and run by OpenCV to our
scores, to 1e-4 on real images.

Needs NumPy, onnx and OpenCV; says so and passes where they are missing, unless --require is given.
"""
import json

from cases import CASES, Comparison, need, written

need("numpy", "onnx", "cv2")
import cv2
import numpy as np
import onnx

comparison = Comparison()
with written() as directory:
    for case in CASES:
        path = f"{directory}/{case}.onnx"
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        assert len(json.loads({entry.key: entry.value for entry in model.metadata_props}["classes"])) == 10
        images = np.load(f"{directory}/images_{case.split('_')[-1]}.npy").transpose(0, 3, 1, 2)
        # [opencv]
        network = cv2.dnn.readNetFromONNX(path)
        found = []
        for image in images:
            network.setInput(image[None])  # (1, C, H, W), pixel / 255
            found.append(network.forward()[0])
        # [opencv]
        comparison.check(f"{case}, in OpenCV {cv2.__version__}", np.array(found), np.load(f"{directory}/{case}.npy"))
comparison.end()
