"""Loops over numbers, written for numba to compile (`compiled`); nothing here is meant to be run by Python itself."""
