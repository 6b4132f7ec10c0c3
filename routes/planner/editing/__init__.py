"""Tours reshaped by hand: every edit is kept and re-timed at once, what it breaks is said with remedies.

``edits`` what can be done to a tour; ``desk`` carries it out and re-times the days touched; ``timetable`` the
lenient clock that never refuses; ``warnings`` and ``remedies`` what is wrong and which edits would mend it;
``suggestions`` places near the route; ``reoptimise`` plans anew whatever is not locked.
"""
