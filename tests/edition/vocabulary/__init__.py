"""The words of the edition: an invented river, its trust, its mill town and its grain commission."""
