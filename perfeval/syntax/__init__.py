"""Text of a rule book -> surface tree.

Takes the text of one ``book.jx``; gives its lines in order (title, headings, quotes, sentences),
each sentence as a tree of phrases and words that keep their spans. A broken sentence becomes one
finding and the others survive. Nothing is bound yet: names are words with a kind.
"""
