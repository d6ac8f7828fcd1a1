"""Pictures of an appraisal: plain facts in, geometry and words out; the templates beside them only print.

Every picture has a conclusion, a description and a table that says the same. Positions are percentages, so that words
keep their size on any screen. Nothing here knows a model or a URL.
"""
