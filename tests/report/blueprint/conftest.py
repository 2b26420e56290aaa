"""Lets the tests of this folder share their scenes and their geometric judge."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
