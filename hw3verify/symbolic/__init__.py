"""The theorems behind the documents, as formulas that SymPy checks: a second way, beside the kernel's.

    from hw3verify.symbolic import gaussian_kl
    gaussian_kl.statement("scalar")             # a SymPy expression in named symbols
    gaussian_kl.closed_form("scalar")           # its right side
    gaussian_kl.verify("scalar").holds          # True, with the steps that were checked

One module a theorem; `hw3verify.symbolic.registry` lists them. Nothing here knows the kernel, and the kernel does not
know SymPy, so that an error would have to be made twice. Importing this package loads nothing; its modules load SymPy,
but for the registry.
"""
