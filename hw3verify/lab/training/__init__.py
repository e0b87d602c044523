"""The homework's two models, trained: resumable, deterministic for a seed, stopped where they diverge.

    checkpoint  a state on disk that is whole or not there
    journal     a line of JSON for each epoch
    course      the loop: steps, epochs, checkpoints, what stops it
    vae, gan    what a step is, for each model

Loading this package loads nothing; its modules load torch.
"""
