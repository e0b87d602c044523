"""The homework's two trainings made fast, rung by rung, without changing what they compute.

| rung | what it adds | module |
| --- | --- | --- |
| L0 | the loop that published examples have: a data loader, a number read back every step | `data_loader` |
| L1 | data and indices on the device, nothing read back: an honest baseline | `feed`, `sheet` |
| L2 | logits, latent terms by hand, fused Adam; the GAN's fake batch made once | `lean`, `convolution` |
| L3 | the whole step as one CUDA graph, choice of the batch and noise inside | `graph` |
| L4 | the step as a function, compiled whole, inside the graph | `functional` |
| L5 | many models at once, stacked | `functional`, `convolution` |

`problem` says what is trained, `loop` joins a feed with a stepper, `ladder` lists the rungs that a machine has,
`equivalence` runs them on the same parameters, batches and noise and compares their losses, `timing` times them side by
side, `counting` counts operations, `ceilings` measures the machine, `table` writes what was measured. Without CUDA the
same code runs; graphs and compilation are left out, and said to be.

Law: every rung computes the losses of L1, up to rounding. `equivalence` is run before anything is timed.

Importing this package loads nothing."""
