"""The programs of this folder are run as scripts, and find one another beside them; so do their tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
