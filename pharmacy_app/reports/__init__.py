"""Paper: a frozen record in, PDF bytes out. The only room with ReportLab."""
