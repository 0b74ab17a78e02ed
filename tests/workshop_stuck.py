"""What a workshop imports beforehand in a test, and never comes back from."""

import os
import time
from pathlib import Path

Path(os.environ["HOME"]).write_text(str(os.getpid()), encoding="utf-8")
time.sleep(300)
