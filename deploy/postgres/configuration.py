"""How the embedded PostgreSQL is configured, each setting with its reason."""

import sys
from collections.abc import Mapping

# macOS has no C.UTF-8; a POSIX locale would blind trigram search to Chinese.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

CONFIGURATION: Mapping[str, str] = {
    "listen_addresses": "''",  # no TCP: only this machine's users, named by the kernel
    "unix_socket_permissions": "0700",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",  # this module reads messages
    "shared_buffers": "'64MB'",  # one county's open hazards fit; the machine is small
    "max_connections": "100",  # web 15, worker 15, Prefect 30, and room for tests
    "max_parallel_workers_per_gather": "0",  # queries are short, and a container's /dev/shm is 64 MB
    "io_method": "'sync'",  # three processes fewer than workers
    "jit": "off",  # compiling costs more than our queries
    "synchronous_commit": "on",  # an answer given is a fact kept
    "full_page_writes": "on",  # a torn page must not lose a journal
    "wal_compression": "'pglz'",  # the wheel has no lz4; halves the full pages in the WAL
    "checkpoint_timeout": "'15min'",  # rarer checkpoints, fewer full pages
    "max_wal_size": "'1GB'",
    "log_checkpoints": "off",
    "log_min_error_statement": "'panic'",  # statements may carry names and texts of people
}
