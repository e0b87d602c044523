"""The homework's networks, and their losses: `vae`, `gan`, `losses`; `seeds` begins them. Importing it is light."""
