import subprocess
import sys

import pytest

PROBE = """
import sys
import numpy as np
from gis_app.memory import hand_back_freed

def resident_mb():
    with open("/proc/self/statm", encoding="ascii") as pages:
        return int(pages.read().split()[1]) * 4 / 1024

hand_back_freed()
# The first block freed raises the threshold of glibc: later ones of its size would come from the heap.
del_first = np.ones(3_000_000)
del del_first
kept = []
for _ in range(8):
    large = np.ones(2_000_000)
    kept.append(np.ones(1_000))
    del large
blocks = [np.ones(2_000_000) for _ in range(4)]
fence = np.ones(1_000)
before = resident_mb()
del blocks
print(before - resident_mb())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems manage memory in other ways")
def test_freed_arrays_go_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert float(done.stdout) > 55
