"""The anonymous address: its pages know no visitor, set no cookie and work without a script."""
