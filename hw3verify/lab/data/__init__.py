"""Images of digits for the homework's models: where they come from, and what is made of them.

    images   what a set of images is; bits and grey values from it
    digits   the 1,797 images of 8 x 8 that come with scikit-learn: nothing is needed for them
    idx      the format of MNIST's files
    mnist    MNIST's four files in a folder, with their checksums
    source   the one of the two that is asked for, cut into images to train with and images held out

Nothing here needs torch; importing this package loads nothing.
"""
