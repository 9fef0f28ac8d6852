"""/report and /points: 随手拍, what it offers to tap, what lies on the phone, the printed codes of points."""
