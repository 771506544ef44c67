"""Who leads what: plain Python, no framework.

`problem`, `result`, `measure`, `verify` and `process` are light; `solve` and `explain` load the solvers and run in a
process of their own (`python -m twinhelm.matching`), which `process.ask` starts.
"""

import os

# The linear algebra library reads these once, when numpy is first imported. Its threads burn time while they wait.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
