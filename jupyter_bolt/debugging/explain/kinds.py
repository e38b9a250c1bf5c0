"""What each kind of error means."""

from __future__ import annotations

KINDS = {
    "ArithmeticError": "A calculation could not be carried out.",
    "AssertionError": "Something that the code takes for granted does not hold.",
    "AttributeError": "An object was asked for something that it does not have.",
    "BrokenPipeError": "The other side of a connection has closed it.",
    "ConnectionError": "A connection could not be made, or was lost.",
    "DtypePromotionError": "Values of types that have nothing in common were put together.",
    "EOFError": "Input ended before all of it was read.",
    "EmptyDataError": "The file has nothing in it that could be read as a table.",
    "FileExistsError": "Something with this name is there already.",
    "FileNotFoundError": "There is no such file or folder where the code looks for it.",
    "FloatingPointError": "A calculation with decimal numbers could not be carried out.",
    "ImportError": "Something could not be imported from a module.",
    "IndentationError": "The lines are not indented in a way that Python can read.",
    "IndexError": "A position was asked for that is outside of the sequence.",
    "IndexingError": "Rows or columns were chosen in a way that does not fit the table.",
    "InvalidParameterError": "An option was given a value that it does not allow.",
    "IsADirectoryError": "A folder was given where a file is needed.",
    "JSONDecodeError": "The text is not JSON.",
    "KeyError": "A key or a column was asked for that is not there.",
    "KeyboardInterrupt": "The cell was interrupted.",
    "LinAlgError": "A calculation with matrices has no result for these values.",
    "LookupError": "Something was asked for that is not there.",
    "MemoryError": "There was not enough memory.",
    "MergeError": "The tables can't be joined in this way.",
    "ModuleNotFoundError": "A module is not installed, or its name is written differently.",
    "NameError": "A name was used that has no value here.",
    "NotADirectoryError": "A file was given where a folder is needed.",
    "NotFittedError": "A model was used before it was fitted.",
    "NotImplementedError": "This is not possible with this object.",
    "OSError": "The operating system refused.",
    "OperationalError": "The database could not do what it was asked.",
    "OutOfBoundsDatetime": "A date is too far away for this type.",
    "OverflowError": "A number is too large for its type.",
    "ParserError": "The file or the text is not built as it is expected to be.",
    "PermissionError": "This is not permitted for the user who runs the kernel.",
    "RecursionError": "A function calls itself without an end.",
    "RuntimeError": "The code can't go on in the state in which things are.",
    "StopIteration": "Something was asked for its next item, and there is none.",
    "SyntaxError": "The cell is not written in a way that Python can read.",
    "TabError": "Tabs and spaces are mixed in the indentation.",
    "TimeoutError": "Something took too long.",
    "TypeError": "An operation was given a value of a type that it does not work with.",
    "UnboundLocalError": "A function uses a name of its own before it has a value.",
    "UndefinedVariableError": "An expression uses a name that is no column and no variable.",
    "UnicodeDecodeError": "The text is stored in another encoding than the one it is read with.",
    "UnicodeEncodeError": "The text has characters that this encoding does not have.",
    "UnsupportedOperation": "The file was not opened for this.",
    "ValueError": "An operation was given a value that it can't work with.",
    "ZeroDivisionError": "Something was divided by zero.",
}
"""By the class name of the error, as Python and the usual libraries have them."""

ANY = "The code stopped with an error."


def kind_of(name: str) -> str:
    return KINDS.get(name, ANY)
