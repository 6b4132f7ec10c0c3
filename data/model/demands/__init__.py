"""What a tour request may demand, one subject a module; ``data.model.request`` puts them together.

Days are counted from 0 here as everywhere in the code; files and people count from 1.
"""
