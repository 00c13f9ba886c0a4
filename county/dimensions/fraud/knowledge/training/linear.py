"""Trains the n-gram reader: logistic regressions over hashed character n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from county.dimensions.fraud.knowledge.features import BINS, grams

STRENGTH = 30.0
"""C of the regressions: the best of 3, 10 and 30 across families of a part of the corpus."""
RANGE = 127

Matrix = Any  # scipy.sparse.csr_matrix, which has no types


def matrix(texts: Sequence[str]) -> Matrix:
    """Normalised texts as rows of n-gram values, (texts, BINS)."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        bins, weights = grams(text)
        rows.append(np.full(len(bins), row))
        columns.append(bins)
        values.append(weights)
    shape = (len(texts), BINS)
    places = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_matrix((np.concatenate(values), places), shape=shape, dtype=np.float32)


def fit(
    rows: Matrix, goals: Sequence[int], size: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (BINS, size) and biases (size,) of a multinomial regression; goals are 0..size-1."""
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(rows, goals)
    weights = np.zeros((BINS, size), dtype=np.float32)
    bias = np.full(size, -9.0, dtype=np.float32)
    weights[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return weights, bias


def write(weights: NDArray[np.float32], bias: NDArray[np.float32], file: Path) -> None:
    """Write weights and biases in eight bits, a scale for each column."""
    scale = np.abs(weights).max(axis=0) / RANGE + 1e-9
    small = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(
        file, weights=small, scale=scale.astype(np.float32), bias=bias.astype(np.float32)
    )
