"""The processes behind `twinhelm serve`: web processes, and a worker beside them when asked."""

import os
import signal
import subprocess
import sys
import threading
import time

import uvicorn

GRACE_SECONDS = 3


class WorkerBeside:
    """A worker process that is started again when it dies, and ends with the server."""

    def __init__(self) -> None:
        self.is_wanted = True
        self.process = self.start()
        threading.Thread(target=self.keep_alive, name="worker watch", daemon=True).start()

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "django", "worker", "--under", str(os.getpid())])  # noqa: S603

    def keep_alive(self) -> None:
        pause = 1.0
        while self.is_wanted:
            begun = time.monotonic()
            self.process.wait()
            pause = 1.0 if time.monotonic() - begun > 60 else min(pause * 2, 60.0)
            time.sleep(pause)
            if self.is_wanted:
                self.process = self.start()

    def stop(self) -> None:
        self.is_wanted = False
        self.process.terminate()
        try:
            self.process.wait(GRACE_SECONDS + 2)
        except subprocess.TimeoutExpired:
            self.process.kill()


def serve(host: str, port: int, *, processes: int, with_worker: bool) -> None:
    """Until SIGTERM or SIGINT; requests under way get three seconds to end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn repeats the signal once it has ended
    worker = WorkerBeside() if with_worker else None
    try:
        uvicorn.run(
            "twinhelm.config.asgi:application",
            host=host,
            port=port,
            workers=processes,
            timeout_graceful_shutdown=GRACE_SECONDS,
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            lifespan="on",
        )
    except KeyboardInterrupt:
        pass
    finally:
        if worker:
            worker.stop()
