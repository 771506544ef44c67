"""Mail as it travels: read within bounds, cleaned, composed, fetched by IMAP and carried by SMTP. No Django."""
