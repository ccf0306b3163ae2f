"""The report form: an XLSForm read as data, and what to ask next. Pure."""
