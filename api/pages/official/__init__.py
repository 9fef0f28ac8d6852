"""/reports: official tables (报表), as they are printed."""
