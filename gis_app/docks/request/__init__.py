"""The request as a form: plain sentences whose blanks are fields, one module a subject."""
