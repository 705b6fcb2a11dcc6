"""`python -m houserules`: the same as the `houserules` command."""

import sys

from houserules.cli.main import main

sys.exit(main())
