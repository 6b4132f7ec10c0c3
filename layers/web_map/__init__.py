"""The shareable web page of a tour: one HTML file that works from disk with no network.

``page.render_web_map`` assembles it: ``folium_map`` draws (folium on Leaflet), ``content`` says everything in
both languages, ``basemap`` cuts water, wards and roads to the tour, ``offline`` inlines what the page needs
and refuses anything that would be fetched.
"""
