"""What goes between bodies: their feeds, fetched and read with care. Nothing here touches the database."""
