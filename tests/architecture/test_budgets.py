"""How long a thing may be. What is longer stands in the list of exceptions, which may only shrink."""

import ast

from tests.architecture import exceptions
from tests.architecture.source import Module, a_module, files, modules

FILE, FUNCTION, VIEW, TEMPLATE, ISLAND = 400, 40, 20, 120, 300


def too_long_in(module: Module) -> set[str]:
    found = {module.place} if len(module.text.splitlines()) > FILE else set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > budget_of(node, module):
            found.add(f"{module.place} {node.name}")
    return found


def budget_of(node: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> int:
    is_view = module.drawer == "views" and node.args.args and node.args.args[0].arg == "request"
    return VIEW if is_view else FUNCTION


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code: what stands above the first statement, docstring included, is free."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1


def too_long() -> set[str]:
    found = {name for module in modules() for name in too_long_in(module)}
    found |= {place for place, text in files("*/templates/**/*.*") if len(text.splitlines()) > TEMPLATE}
    return found | {place for place, text in files("*/islands/*.ts") if len(text.splitlines()) > ISLAND}


def test_everything_keeps_to_its_budget_and_no_exception_is_left_over():
    assert too_long() == set(exceptions.TOO_LONG)


def test_what_is_too_long_is_noticed():
    long = "def f():\n" + "    x = 1\n" * (FUNCTION + 1)
    assert too_long_in(a_module("worklog/rules.py", long)) == {"worklog/rules.py f"}
    assert too_long_in(a_module("worklog/views.py", "def f(request):\n" + "    x = 1\n" * (VIEW + 1)))
    assert too_long_in(a_module("worklog/rules.py", "x = 1\n" * (FILE + 1)))
