"""Bare pointers to many arrays, for compiled code that hands them from function to function.

Compiled functions count the references to each array they are given, atomically, at every call. For
a search of many small functions over dozens of arrays that takes nearly all of the time; pointers
are not counted. Whoever takes pointers keeps the arrays alive, and indexes within them.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import cgutils
from numba.core.errors import TypingError
from numba.extending import intrinsic
from numba.np import arrayobj

__all__ = ["Far", "far", "pointers"]

_types: Any = types
_arrays: Any = arrayobj
_structures: Any = cgutils


def _pointers(typing_context: Any, arrays: Any) -> Any:
    """The same named tuple with a pointer to the first element in place of each array.

    The arrays must be contiguous, row by row; anything else is left as it is.
    """
    del typing_context
    if any(isinstance(one, types.Array) and one.layout != "C" for one in arrays.types):
        raise TypingError("pointers are to contiguous arrays")
    fields = [
        _types.CPointer(one.dtype) if isinstance(one, types.Array) else one for one in arrays.types
    ]
    pointed = _types.NamedTuple(fields, arrays.instance_class)

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        found = []
        for place, one in enumerate(signature.args[0].types):
            value = builder.extract_value(values[0], place)
            if isinstance(one, types.Array):
                value = _arrays.make_array(one)(context, builder, value).data
            found.append(value)
        return _structures.pack_struct(builder, found)

    return pointed(arrays), generate


def _far(typing_context: Any, one: Any, other: Any) -> Any:
    """Where two tuples lie in the frame of the function that asks."""
    del typing_context
    both = _types.Tuple([one, other])

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        del signature
        held = context.make_tuple(builder, both, values)
        return _structures.alloca_once_value(builder, held)

    return _types.CPointer(both)(one, other), generate


pointers: Any = intrinsic(_pointers)
"""In compiled code: a named tuple's arrays as pointers."""

far: Any = intrinsic(_far)
"""In compiled code: a pointer to two tuples, which are its element 0.

A tuple is handed to a function element by element, dozens of them through memory; a pointer is one.
It serves as long as the function that made it runs.
"""

Far = Any
