"""The torch network behind the same face as the shipped graphs, and its export to them."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from sayso.model.frame import Bools, Contexts, Floats, Ints
from sayso.model.graphs import (
    ENCODER_FILE,
    LABELS_FILE,
    ROLES_FILE,
    Encoded,
    LabelLogits,
    RoleLogits,
)
from sayso.training.network import Network


class TorchGraphs:
    """Runs a network in training as the steps would run the shipped one."""

    def __init__(self, network: Network) -> None:
        self._network = network.eval()
        self._device = next(network.parameters()).device

    def encode(self, ids: Ints, mask: Bools) -> Encoded:
        """Read windows ``(n_windows, n_tokens)``; ``mask`` is true where there is a token."""
        with torch.inference_mode():
            hidden, cue_logits = self._network.encode(self._tensor(ids), self._tensor(mask))
        return Encoded(_floats(hidden), _floats(cue_logits))

    def score_roles(self, hidden: Floats, contexts: Contexts) -> RoleLogits:
        """Look for source and content of each cue; ``hidden`` is the encoder's output."""
        with torch.inference_mode():
            tags, claims = self._network.roles(
                self._tensor(hidden[contexts.rows, contexts.index]),
                self._tensor(contexts.mask),
                self._tensor(contexts.inside),
                self._tensor(contexts.distance),
            )
        return RoleLogits(_floats(tags), _floats(claims))

    def score_labels(self, hidden: Floats, contexts: Contexts, roles: Ints) -> LabelLogits:
        """Classify claims whose roles ``(n_claims, n_tokens)`` are known."""
        with torch.inference_mode():
            stances, confidences = self._network.labels(
                self._tensor(hidden[contexts.rows, contexts.index]),
                self._tensor(contexts.mask),
                self._tensor(roles),
                self._tensor(contexts.distance),
            )
        return LabelLogits(_floats(stances), _floats(confidences))

    def _tensor(self, array: npt.NDArray[np.generic]) -> Tensor:
        return torch.from_numpy(array).to(self._device)


class _Encode(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        return self.network.encode(ids, mask)


def export_graphs(network: Network, folder: Path) -> None:
    """Write the three graphs, matrices and embeddings in 8 bits, dynamic in rows and tokens.

    Weights are quantised per output channel; activations at run time (onnxruntime's dynamic
    quantisation).
    """
    network = network.eval().float().cpu()
    width = network.cue.in_features
    hidden, mask = torch.zeros(2, 8, width), torch.ones(2, 8, dtype=torch.bool)
    whole = torch.ones(2, 8, dtype=torch.int64)
    _export(
        _Encode(network),
        {"ids": whole, "mask": mask},
        ["hidden", "cue_logits"],
        folder / ENCODER_FILE,
    )
    _export(
        network.roles,
        {"hidden": hidden, "mask": mask, "inside": mask, "distance": whole},
        ["tags", "claims"],
        folder / ROLES_FILE,
    )
    _export(
        network.labels,
        {"hidden": hidden, "mask": mask, "roles": whole, "distance": whole},
        ["stances", "confidences"],
        folder / LABELS_FILE,
    )


def _export(module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = path.with_suffix(".full.onnx")
    axes = {0: "rows", 1: "tokens"}
    dynamic = dict.fromkeys(inputs, axes) | {
        name: ({0: "rows"} if name in {"claims", "stances", "confidences"} else axes)
        for name in outputs
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            str(full),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=dynamic,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(full), str(path), per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()


def _floats(tensor: Tensor) -> Floats:
    return np.asarray(tensor.float().cpu().numpy(), dtype=np.float32)
