"""Views of the model, templates, and the families of pages."""
