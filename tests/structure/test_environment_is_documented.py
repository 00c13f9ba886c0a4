"""What can be set is written down, and nothing is read behind the registry's back."""

import ast

from county.site.generated import environment_example, variables
from tests.structure.sources import text, written_by_hand


def test_the_example_names_every_variable():
    assert environment_example() == text(".env.example")


def test_every_variable_has_a_meaning():
    assert [variable.name for variable in variables() if len(variable.meaning) < 10] == []


def test_only_the_kernel_reads_the_environment():
    readers = {
        f"{file}:{node.lineno}"
        for file in written_by_hand(".py")
        if file.parts[0] == "county" and "tests" not in file.parts and file.name != "env.py"
        for node in ast.walk(ast.parse(text(file)))
        if reads_environment(node)
    }
    assert readers == set()


def reads_environment(node: ast.AST) -> bool:
    """`os.environ["X"]`, `os.environ.get("X")`, `os.getenv("X")`.

    Setting a variable is no reading, nor is handing some of them on to a child process.
    """
    if isinstance(node, ast.Subscript):
        asked = ast.unparse(node.value) == "os.environ" and isinstance(node.ctx, ast.Load)
        return asked and isinstance(node.slice, ast.Constant)
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv")
