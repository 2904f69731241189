"""The figures the project promises, measured beside what could not be faster: `make bench`."""
