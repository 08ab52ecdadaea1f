"""The words of the field: periods, areas, observations, indicators, errors. Imports nothing of ours."""
