"""Read-only files that ship with the product. No logic, no imports of ours."""
