from typing import Any, TypedDict, final, type_check_only

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import Buffer

KINDS: tuple[str, ...]
TOKEN_CLASSES: tuple[str, ...]
__version__: str

@type_check_only
class MendedRelation(TypedDict):
    kind: str
    whole: int | None
    parts: tuple[int, ...]
    holds: bool
    residual: float
    given: bool
    truncates: bool

@type_check_only
class Testimony(TypedDict):
    cell: int
    start: int
    line: int
    value: float
    percent: bool
    verdict: str

@type_check_only
class Mended(TypedDict):
    values: NDArray[np.float64]
    others: NDArray[np.float64]
    proofs: NDArray[np.int32]
    status: list[str]
    relations: list[MendedRelation]
    bounded: bool

def mend(
    rows: int,
    columns: int,
    texts: tuple[str | None, ...],
    relations: tuple[tuple[str, int | None, tuple[int, ...]], ...],
    limits: tuple[int, int, int, int, int, int, int] | None = None,
    /,
) -> Mended: ...
def compile_styles(
    styles: tuple[tuple[Any, ...], ...],
    archives: tuple[tuple[Any, ...], ...],
    profile: tuple[Any, ...] | None = None,
    /,
) -> object: ...
def encode(text: str, /) -> bytes: ...
def tokenize(source: Buffer, path: str | None = None, /) -> NDArray[np.void]: ...

@final
class Book:
    def __new__(
        cls,
        source: Buffer,
        path: str | None = None,
        kinds: tuple[str, ...] | None = None,
        corrections: tuple[tuple[str, int, str, object], ...] = (),
        limits: tuple[int, int, int, int, int, int, int] | None = None,
        styles: object = ...,
        tokens: bool = True,
    ) -> Book: ...
    @property
    def source(self) -> bytes: ...
    @property
    def buffer(self) -> memoryview: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def tokens(self) -> Tokens: ...
    def records(self, kind: str, /) -> Records: ...
    def reading(self, first: int, last: int, /) -> tuple[str, NDArray[np.uint32]]: ...
    def relations(self, table_row: int, /) -> list[MendedRelation]: ...
    def witnesses(self, table_row: int, /) -> list[Testimony]: ...
    def characters(self, offsets: ArrayLike, /) -> NDArray[np.int64]: ...

@final
class Records:
    @property
    def kind(self) -> str: ...
    @property
    def fields(self) -> tuple[str, ...]: ...
    def to_numpy(self) -> NDArray[np.void]: ...
    def arrow_schema(self) -> object: ...
    def arrow_array(self, rows: ArrayLike | None, /) -> object: ...
    def arrow_stream(self, rows: ArrayLike | None, /) -> object: ...
    def __len__(self) -> int: ...
    def __getitem__(self, row: int, /) -> dict[str, Any]: ...

@final
class Tokens:
    @property
    def kind(self) -> str: ...
    @property
    def fields(self) -> tuple[str, ...]: ...
    def to_numpy(self) -> NDArray[np.void]: ...
    def arrow_schema(self) -> object: ...
    def arrow_array(self, rows: ArrayLike | None, /) -> object: ...
    def arrow_stream(self, rows: ArrayLike | None, /) -> object: ...
    def __len__(self) -> int: ...
    def __getitem__(self, row: int, /) -> dict[str, Any]: ...
