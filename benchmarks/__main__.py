"""``make bench``: the web first, then the analysis."""

import sys

from benchmarks import web

if __name__ == "__main__":
    print("Processor time a request, as a ratio to a bare Flask response in the same server")
    kept = web.main()
    sys.exit(0 if kept else 1)
