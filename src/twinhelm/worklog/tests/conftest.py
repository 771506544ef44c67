"""What tests of the area share."""

import pytest

from twinhelm.foundation.testing import run_jobs


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    """The answer to an act or a request, once all that follows from it has been done."""

    def run(ask):
        with django_capture_on_commit_callbacks(execute=True):
            answer = ask()
        did = [True]
        while did:
            with django_capture_on_commit_callbacks(execute=True):
                did = run_jobs()
        return answer

    return run
