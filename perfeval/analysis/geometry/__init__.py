"""A decision table and what its columns may hold -> where rows meet, and where no row holds.

Pure geometry: each column is an axis cut into pieces at the ends of the cells, each row a box, and
rows are bits of whole numbers. What the columns have to do with each other is not known here, so a
place that is found may be one that no facts reach; what is covered is covered whatever the facts.
"""
