"""Reading what others made: tables, GeoJSON, festival texts, requests. Nothing here writes files."""
