"""Many submissions: found in a folder, judged in workers that can be killed, kept as they come, turned into points."""
