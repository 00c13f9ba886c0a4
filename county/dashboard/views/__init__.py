"""The county's pages: the desk view, what is behind each figure, the wall."""
