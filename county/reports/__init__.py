"""Reports of each department, by the week and the month: 台账 as a sheet, a document, a page."""
