"""What runs in PyPy; other interpreters have no such module, and leave it out."""

import __pypy__


