"""The lab: small trainers in torch that confirm the course's theorems by numbers, and its coding problems.

    from hw3verify.lab.confirm import confirm
    outcome = confirm("V1", "small")            # a linear VAE against probabilistic PCA
    for row in outcome.measurements:
        print(row.quantity, row.predicted, row.observed, row.verdict)

A theorem is proved elsewhere; here its prediction is compared with what a trainer or a sampler does. `claims` says what
a measurement is and how its verdict follows from its numbers, `quadrature` gives exact log p(x) for a latent space of
two dimensions, `confirm` holds the experiments. The extra `lab` brings torch, scikit-learn and matplotlib; importing
this package, `claims` and `confirm` loads none of them.
"""
