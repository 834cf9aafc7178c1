"""Evaluation: choose tasks and models, watch the scores, look at answers, write the findings."""
