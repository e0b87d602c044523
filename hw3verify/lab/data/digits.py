"""scikit-learn's digits: 1,797 images of 8 x 8 pixels with values 0 ... 16, and their classes.

They are the test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, UCI, 1998), and they lie
in the package of scikit-learn: nothing is downloaded.
"""

from __future__ import annotations

import numpy as np

from hw3verify.lab.data.images import Images

SIDE, TOP = 8, 16


def digits() -> Images:
    """All 1,797 images, in their order."""
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    return Images("digits", pixels.astype(np.uint8), labels.astype(np.uint8), SIDE, TOP)
