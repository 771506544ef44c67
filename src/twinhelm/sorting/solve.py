"""One problem in, one result out."""

from twinhelm.sorting import minilm
from twinhelm.sorting.problem import ModelName, Problem
from twinhelm.sorting.result import Result
from twinhelm.sorting.sorter import Sorter


def solve(
    problem: Problem, *, seed: int = 0, model: ModelName = "best", store: minilm.VectorStore | None = None
) -> Result:
    """Sorts the problem's texts.

    seed: has no effect, since nothing is left to chance; it stands for the shape that all cores share.
    Raises ModelMissing when the best model is asked for and not installed.
    """
    del seed
    sorter = Sorter(problem.lines, problem.examples, names=problem.names, model=model, store=store)
    return sorter.sort(problem.texts, client_share=problem.client_share)


def best_installed() -> ModelName:
    return "best" if minilm.is_installed() else "light"
