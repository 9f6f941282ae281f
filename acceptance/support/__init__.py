"""What the acceptance checks share: the server, the clients, claims and stories."""
