"""``make bench``: the web first, then invitations, the calendars, the analysis and the drawing."""

import sys

from benchmarks import calendars, drawing, invitations, network, reading, web

if __name__ == "__main__":
    print("Processor time a request, as a ratio to a bare Flask response in the same server")
    kept = web.main()
    print("\nPublishing a meeting, as a ratio to saving one; its letters, to icalendar alone")
    kept = invitations.main() and kept
    print("\nA feed of 1,000 meetings, as ratios to icalendar serialising the events alone")
    kept = calendars.main() and kept
    print("\nA calendar file of 10,000 events read in, as ratios to icalendar parsing it alone")
    kept = reading.main() and kept
    print("\nThe analysis, as ratios to scipy and to a plain compiled curveball")
    kept = network.main(large=True) and kept
    print("\nThe graph in Chromium, from the address to a stable drawing, against pyvis's page")
    kept = drawing.main() and kept
    sys.exit(0 if kept else 1)
