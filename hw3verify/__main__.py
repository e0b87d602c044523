"""`python -m hw3verify` is the command `hw3verify`."""

from hw3verify.cli import main

if __name__ == "__main__":
    main()
