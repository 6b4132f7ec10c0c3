"""The project file: one GeoPackage that QGIS and QField open as ordinary layers.

===================  ======================================================================
``gpkg``             open_project, save_project: what the rest of the product uses
``schema``           tables, columns, aliases and vocabularies of the file
``records``          values of the model ⇄ rows of the register (places, units, plans)
``tour_records``     values of the model ⇄ rows of tours, days, stops and legs
``blob``             geometry ⇄ GeoPackage binary
``writer``           a project → a new GeoPackage
``reader``           a GeoPackage → a project, with every check a file from strangers needs
``carried``          what QGIS keeps in the file for itself, kept by a save
``guard``            those checks
``migrations``       older versions of the schema brought up to date
``atomic``           write aside, flush, verify, replace
``versions``           earlier versions and what has changed since
``holding``          who may save a file; others are told who works on it
``generations``      the five files before the present one
``journal``          unsaved changes of a session on disk; restored after a crash
``journal_records``  what differs between two states of a project
``journal_frames``   records with a checksum that covers all before
``places_export``    the register as CSV or GeoJSON
===================  ======================================================================
"""
