from __future__ import annotations

from random import Random

import numpy as np
import pytest

from crampdiary.evidence.design import Block, DesignMatrix, inverted, sumprod

BLOCKS = (Block(0, 9), Block(9, 10), Block(10, 40))
NIGHTS = 40


def columns(count: int, partly: float, seed: int) -> list[list[float]]:
    """Return two dense columns and `count` of shares, among them one of a single night, one empty, one full."""
    chance = Random(seed)
    rows = [[chance.gauss(0, 1) for _ in range(NIGHTS)] for _ in range(2)]
    rows += [
        [chance.random() if chance.random() < partly else float(chance.random() < 0.4) for _ in range(NIGHTS)]
        for _ in range(count - 3)
    ]
    return [*rows, [float(night == 9) for night in range(NIGHTS)], [0.0] * NIGHTS, [1.0] * NIGHTS]


@pytest.fixture(params=[(4, 0.0), (4, 0.3), (20, 0.0), (20, 0.1)], ids=str)
def dense(request: pytest.FixtureRequest) -> list[list[float]]:
    count, partly = request.param
    return columns(count, partly, seed=count)


def test_sums_over_columns_and_nights_are_those_of_the_full_matrix(dense: list[list[float]]) -> None:
    matrix, full, chance = DesignMatrix(dense, BLOCKS), np.array(dense).T, Random(1)
    coefficients = [chance.gauss(0, 1) for _ in dense]
    weights = [chance.random() for _ in range(NIGHTS)]
    assert matrix.combine(coefficients) == pytest.approx(full @ coefficients)
    assert matrix.totals(weights) == pytest.approx(weights @ full)
    by_block = np.array([np.array(weights)[slice(*block)] @ full[slice(*block)] for block in BLOCKS])
    assert np.array(matrix.block_totals(weights)) == pytest.approx(by_block.T)


def test_products_are_those_of_the_full_matrix(dense: list[list[float]]) -> None:
    matrix, full, chance = DesignMatrix(dense, BLOCKS), np.array(dense).T, Random(2)
    weights = np.array([chance.random() for _ in range(NIGHTS)])
    products = np.array(matrix.products(list(weights)))
    assert np.triu(products) == pytest.approx(np.triu(full.T @ (weights[:, None] * full)))
    others = [[chance.random() for _ in range(NIGHTS)] for _ in dense]
    scales = [chance.random() for _ in dense]
    expected = (full * np.array(others).T) @ scales
    assert matrix.row_products(others, scales) == pytest.approx(expected)


def test_partly_exposed_nights_are_those_between_0_and_1() -> None:
    matrix = DesignMatrix(
        [[0.5, 0.2, 0.1], [0.5, 0.0, 0.0], [0.0, 0.25, 1.0], [1.0, 1.0, 0.0]], [Block(0, 3)]
    )
    assert matrix.partly == [[], [], [(1, 0.25)], []]


def test_an_inverse_is_that_of_the_matrix_with_what_was_added() -> None:
    chance = Random(3)
    half = np.array([[chance.gauss(0, 1) for _ in range(12)] for _ in range(7)])
    matrix = half @ half.T
    added = [chance.random() for _ in range(7)]
    assert np.array(inverted(matrix.tolist(), added)) == pytest.approx(np.linalg.inv(matrix + np.diag(added)))


def test_the_inner_product_is_one() -> None:
    assert sumprod([1.0, 2.0], [3.0, 0.5]) == 4.0
    assert sumprod([], []) == 0.0
