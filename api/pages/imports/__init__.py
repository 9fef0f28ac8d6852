"""导入: ledgers kept before, checked, decided and taken in."""
