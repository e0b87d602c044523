"""The search for evidence; nothing that it finds is believed before the kernel has checked it."""
