"""The desk: 台账, the boards, closing in a batch, 系统. Reading order: filters, ledger, boards, closing, system."""
