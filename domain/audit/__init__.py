"""Another path to the truth: chains, rows and files verified, clocks worked out again, anchors cast."""
