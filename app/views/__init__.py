"""From view models to what is drawn: shared by the pages, which do not know each other.

Here figures get their words: the reader's language, rounded numbers, signs and marks.
"""
