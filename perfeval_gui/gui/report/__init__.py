"""The 绩效自评报告: its draft edited paragraph by paragraph before it is written."""
