"""What vouches for a line and for a row: hashes, digests, and what no digest covers."""
