"""The shell, the components and the tokens; knows no area."""
