"""Rules about what the code may do, each tried on a bad example too."""

import ast
import re

import pytest

from tests.architecture import exceptions
from tests.architecture.source import Module, a_module, modules, name_of

WRITING = {"save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
MAY_WRITE = {"actions", "testing", "demo"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "date.today",
    "datetime.date.today",
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "time.time",
}
ABOVE_THE_CLOCK = {"actions", "queries", "policies", "models", "events", "rules", "choices", "forms", "schemas"}
DANGEROUS_MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle", "yaml"}
DANGEROUS_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
FORBIDDEN_NAMES = {"utils", "helpers", "services", "managers", "signals", "exceptions", "constants", "common", "misc"}
VAGUE = {"data", "info", "obj", "item", "manager", "util"}


def writes(module: Module) -> list[str]:
    """Calls that change rows: on `objects`, on a queryset, or on a thing that saves itself."""
    if module.drawer in MAY_WRITE or module.area == "foundation":
        return []
    return [module.at(call) for call in module.calls() if is_write(call)]


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITING:
        return False
    chain = ast.unparse(call.func.value)
    on_rows = re.search(r"\.objects\b|\.(filter|exclude|select_for_update|all|visible_to)\(|_set\b", chain)
    return bool(on_rows) or (call.func.attr == "save" and not chain.startswith("form"))


def clocks(module: Module) -> list[str]:
    if module.place == "foundation/clock.py":
        return []
    read = [call for call in module.calls() if name_of(call.func) in CLOCKS]
    if module.drawer in ABOVE_THE_CLOCK and module.area != "foundation":
        read += [call for call in module.calls() if name_of(call.func) == "clock.now"]
    return [module.at(call) for call in read]


def dangers(module: Module) -> list[str]:
    imported = [
        node
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Import) and any(one.name.split(".")[0] in DANGEROUS_MODULES for one in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in DANGEROUS_MODULES)
    ]
    called = [call for call in module.calls() if name_of(call.func) in DANGEROUS_CALLS]
    return [module.at(node) for node in [*imported, *called]]


def open_filters(module: Module) -> list[str]:
    """What was asked for, spread into a query: the asker would choose the fields."""
    found = []
    for call in module.calls():
        spread = [ast.unparse(one.value) for one in call.keywords if one.arg is None]
        is_query = isinstance(call.func, ast.Attribute) and call.func.attr in {"filter", "exclude", "get", "order_by"}
        if is_query and any("request." in one or ".GET" in one or ".POST" in one for one in spread):
            found.append(module.at(call))
    return found


def raw_sql(module: Module) -> list[str]:
    """`raw` and `extra` with text that was put together."""
    return [
        module.at(call)
        for call in module.calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"raw", "extra", "RawSQL"}
        and any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in call.args)
    ]


def vague_names(module: Module) -> list[str]:
    found: list[ast.AST] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.arg) and node.arg in VAGUE:
            found.append(node)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in VAGUE:
            found.append(node)
    return [module.at(node) for node in found]


def undocumented(module: Module) -> list[str]:
    """Modules and classes without a sentence of what they are; what every area has alike needs none."""
    if not module.text.strip():
        return []
    alike = ("Config", "QuerySet")
    classes = [node for node in module.tree.body if isinstance(node, ast.ClassDef) and not node.name.endswith(alike)]
    return [module.at(node) for node in [module.tree, *classes] if not ast.get_docstring(node)]


def drawers_called_wrongly(module: Module) -> list[str]:
    return [module.place] if FORBIDDEN_NAMES & set(re.split(r"[/.]", module.place)) else []


RULES = {
    writes: a_module("worklog/views.py", "WorkEntry.objects.filter(pk=1).update(minutes=2)"),
    clocks: a_module("worklog/actions/correct.py", "at = clock.now()"),
    dangers: a_module("worklog/rules.py", "import pickle"),
    open_filters: a_module("worklog/views.py", "WorkEntry.objects.filter(**request.GET.dict())"),
    raw_sql: a_module("worklog/queries.py", "WorkEntry.objects.raw(f'select {name}')"),
    vague_names: a_module("worklog/rules.py", "def weigh(data): ..."),
    undocumented: a_module("worklog/rules.py", "x = 1"),
    drawers_called_wrongly: a_module("worklog/utils.py", "'''Things.'''"),
}
LISTED = {writes: exceptions.WRITES_ELSEWHERE}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule(rule):
    listed = LISTED.get(rule, {})
    found = [where for module in modules() if module.place not in listed for where in rule(module)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_notices_a_bad_example(rule):
    assert rule(RULES[rule])


def test_exceptions_for_writes_are_still_needed():
    needed = {module.place for module in modules() if writes(module)}
    assert set(exceptions.WRITES_ELSEWHERE) <= needed
