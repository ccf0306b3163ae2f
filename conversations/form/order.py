"""Which nodes hang on which: no circles, and no chains too long to follow.

Law: a form whose rules go round in a circle is refused when it is loaded, with the circle told.
"""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from conversations.form.errors import UnusableForm
from conversations.form.expression import Expression
from conversations.form.model import Node

DEEPEST = 400
"""Calls within each other while one node is worked out; Python allows a thousand in all."""
_A_NODE = 6
"""Calls that looking at one node takes by itself."""


def check_order(nodes: Mapping[str, Node]) -> None:
    """Refuse circles and endless chains."""
    depths: dict[str, int] = {}
    for name in _ordered(nodes):
        node = nodes[name]
        own = max((rule.depth for _, rule in _rules(node)), default=0)
        depths[name] = own + _A_NODE + max((depths[read] for read in _reads(node)), default=0)
        if depths[name] > DEEPEST:
            raise UnusableForm(
                "terlalu banyak aturan yang saling bergantung berurutan", name=name, column=_column(node)
            )


def _ordered(nodes: Mapping[str, Node]) -> list[str]:
    try:
        return list(TopologicalSorter({name: _reads(node) for name, node in nodes.items()}).static_order())
    except CycleError as circular:
        raise _refused(nodes, circular.args[1]) from None


def _refused(nodes: Mapping[str, Node], circle: list[str]) -> UnusableForm:
    told = " → ".join(reversed(circle))
    # The circle may run through a group; the rule to mend stands in the row of whoever reads the next one.
    name = circle[-1]
    return UnusableForm(f"aturannya berputar: {told}", name=name, column=_column(nodes[name], circle[-2]))


def _column(node: Node, read: str = "") -> str:
    return next((column for column, rule in _rules(node) if not read or read in rule.reads), "")


def _reads(node: Node) -> set[str]:
    read = {name for _, rule in _rules(node) for name in rule.reads}
    return read | {node.group} if node.group else read


def _rules(node: Node) -> list[tuple[str, Expression]]:
    """List the rules that a node's value hangs on, each with its column."""
    listed = node.choices.filter if node.choices else None
    rules = (("relevant", node.relevant), ("calculation", node.calculate), ("choice_filter", listed))
    return [(column, rule) for column, rule in rules if rule is not None]
