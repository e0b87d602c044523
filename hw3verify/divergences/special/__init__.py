"""Special functions of any namespace: written with arithmetic, exp and log alone, so that they are differentiated,
traced and mapped like everything else, and accurate where other implementations cancel."""
