"""A person's own VAE or GAN, compared with exact references: `program` runs it, `verdict` judges it."""
