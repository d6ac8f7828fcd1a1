"""Pictures of change: plain facts in, geometry and words out; the templates beside them only print.

Every picture has a conclusion, a description and a table that says the same. Nothing here knows a model.
"""
