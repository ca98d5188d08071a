"""绩效自评表编辑器: an offline desktop editor for the 附件3 project self-evaluation form."""

__version__ = "0.1.0"
