"""Text to responsibility: plain Python, no framework.

`problem` and `result` are light; `solve` loads numpy and must stay out of the web process.
"""

import os

THREADS = 2

# The linear algebra library reads these once, when numpy is first imported. Its threads burn time while they wait.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
