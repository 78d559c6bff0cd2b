"""/docs: a page to read and try the API, made of three static files and the OpenAPI document."""
