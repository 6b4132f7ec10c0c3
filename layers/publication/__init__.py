"""Pages made from templates: leaflets, posters, booklets, banners.

``template`` says what a template is and ``template_file`` reads one; each module of ``frames`` fills one kind
of frame; ``compose`` makes the pages and reports what did not fit. ``matter`` is the tour in words.
"""
