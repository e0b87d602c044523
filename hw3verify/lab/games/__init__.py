"""Games on the line: small discriminators, critics and generators, many at once, beside what theory says of them.

    perceptrons    stacked networks from one number to one number, their values and their slopes
    noise          draws with a source for each seed, one in every stratum
    descent        Adam on the members' own losses
    value          the value V(D) of a discriminator by quadrature, and the best discriminator's
    interpolates   the density of a gradient penalty's interpolates, and the optimum under the penalty
    rivals         discriminators and critics trained between shifted uniform laws

Law: members never see each other; everything is float64, since an integral on float32 nodes is off by 1e-4 and the
gradients between disjoint laws underflow float32's squares. All of it needs torch: nothing is imported here.
"""
