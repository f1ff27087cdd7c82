"""Why a sheet cannot be printed: a name and its values, so that they cross processes.

`sentences.py` says them in the reader's language.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """`code` is stable; `values` fill the sentence; a warning does not stop the printer."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    is_warning: bool = False


class SheetProblem(Exception):
    """Nothing is printed until somebody has changed what `finding` names."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.finding = Finding(code, values)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.finding.code, self.finding.values)


def _again(code: str, values: dict[str, Any]) -> SheetProblem:
    return SheetProblem(code, **values)
