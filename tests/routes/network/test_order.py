import multiprocessing

import numpy as np
import pytest

from data.errors import CancelledError, HanhTrinhError
from routes.network import order
from routes.network.order import contraction_order
from routes.network.starter import starter_network


def test_a_process_of_its_own_gives_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    here = contraction_order(starter_network())
    monkeypatch.setattr(order, "AT_ONCE", 0)
    shares: list[float] = []
    there = contraction_order(starter_network(), progress=lambda done, message="": shares.append(done))
    assert np.array_equal(here, there)
    assert sorted(there.tolist()) == list(range(starter_network().node_count))
    assert shares == sorted(shares)


def test_cancelling_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "AT_ONCE", 0)

    def stop(done: float, message: str = "") -> None:
        assert multiprocessing.active_children()
        raise CancelledError

    with pytest.raises(CancelledError):
        contraction_order(starter_network(), progress=stop)
    assert not multiprocessing.active_children()


def test_a_process_that_dies_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "AT_ONCE", 0)

    def shoot(done: float, message: str = "") -> None:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()

    with pytest.raises(HanhTrinhError, match="ended by itself"):
        contraction_order(starter_network(), progress=shoot)
