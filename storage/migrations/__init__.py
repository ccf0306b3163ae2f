"""How an older database becomes the present one. A step in ``versions`` is never changed once released."""
