"""What can be wrong with a form.

``FormError``
    ├── ``ExpressionError``   an expression that does not read, with the column of the sign that stops it
    └── ``UnusableForm``      a question or sheet the program cannot use, with its name and column

Law: a form that cannot be followed to its end is refused when it is loaded, never in front of a reporter.
"""


class FormError(Exception):
    """A form cannot be used."""


class ExpressionError(FormError):
    """An expression does not read."""

    def __init__(self, problem: str, at: int) -> None:
        super().__init__(f"{problem} (huruf ke-{at})")
        self.problem = problem
        self.at = at
        """The sign, counted from 1, where reading stopped."""


class UnusableForm(FormError):  # noqa: N818 - says what it is
    """A place in the form that the program cannot follow."""

    def __init__(
        self,
        problem: str,
        *,
        name: str = "",
        column: str = "",
        row: int | None = None,
        sheet: str = "survey",
    ) -> None:
        where = [f"lembar {sheet}"]
        where += [f"baris {row}"] if row is not None else []
        where += [f"kolom {column}"] if column else []
        where += [f"pertanyaan {name}"] if name else []
        super().__init__(f"{', '.join(where)}: {problem}")
        self.problem = problem
        self.name = name
        self.column = column
        self.row = row
        self.sheet = sheet

    def at_row(self, row: int | None) -> "UnusableForm":
        """Give the same error with the row of the sheet."""
        return UnusableForm(self.problem, name=self.name, column=self.column, row=row, sheet=self.sheet)
