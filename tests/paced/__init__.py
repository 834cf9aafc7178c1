"""The real program with an engine that speaks at a set pace, in worker processes as ever.

For what must not depend on how fast a model is on the machine at hand: figures of the screen, and
screens that are the same in every run.
"""
